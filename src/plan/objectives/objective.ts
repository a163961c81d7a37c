import type { Instance } from "../../instance/types.ts";
import type { Plan } from "../types.ts";

/**
 * The internal value of a plan under one objective: an integer that is minimised, 0 if nothing is placed.
 * `plan` must have sound columns (as every verified plan has); feasibility is not asked for.
 * `dimension` is the one the objective was restricted to, if any.
 */
export type Evaluate = (instance: Instance, plan: Plan, dimension: number | undefined) => number;
