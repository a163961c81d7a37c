import type { BenchSet } from "../rows.ts";
import { ablation } from "./ablation.ts";
import { fleet } from "./fleet.ts";
import { front } from "./front.ts";
import { gap100, gap400, gap1600, gapNeverWorse } from "./gap.ts";
import { growth } from "./growth.ts";
import { identical } from "./identical.ts";
import { makespan } from "./makespan.ts";
import { nights } from "./nights.ts";
import { cloudBalancing, openb } from "./packing.ts";
import { shapes } from "./shapes.ts";
import { stages } from "./stages.ts";

/** Every set by name, in the order in which they run and are printed. */
export const SETS: readonly BenchSet[] = [
  front,
  gap100,
  gap400,
  gap1600,
  gapNeverWorse,
  makespan,
  identical,
  openb,
  cloudBalancing,
  fleet,
  stages,
  nights,
  shapes,
  growth,
  ablation,
];
