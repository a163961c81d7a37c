import { bestFit } from "./best-fit.ts";
import { costRegret } from "./cost-regret.ts";
import { firstFit } from "./first-fit.ts";
import { frugal } from "./frugal.ts";
import { leastRise } from "./least-rise.ts";
import { lpt } from "./lpt.ts";
import { smithList } from "./smith-list.ts";
import type { Heuristic } from "./types.ts";

/** Every greedy heuristic: where it applies `frugal` finds a plan most surely, then the basic one. */
export const HEURISTICS: readonly Heuristic[] = [
  frugal,
  firstFit,
  bestFit,
  leastRise,
  lpt,
  smithList,
  costRegret,
];
