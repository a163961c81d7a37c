import { bestFit } from "./best-fit.ts";
import { costRegret } from "./cost-regret.ts";
import { firstFit } from "./first-fit.ts";
import { leastRise } from "./least-rise.ts";
import { lpt } from "./lpt.ts";
import { smithList } from "./smith-list.ts";
import type { Heuristic } from "./types.ts";

/** Every greedy heuristic, the basic one first. */
export const HEURISTICS: readonly Heuristic[] = [
  firstFit,
  bestFit,
  leastRise,
  lpt,
  smithList,
  costRegret,
];
