import { boundMethod } from "./method.ts";

/** Sums and maxima of non-negative amounts are not negative. */
export const zero = boundMethod("zero", {
  "completion-time": () => 0,
  makespan: () => 0,
  cost: () => 0,
  balance: () => 0,
  spread: () => 0,
  "weighted-completion": () => 0,
  "weighted-tardiness": () => 0,
  "late-tasks": () => 0,
  energy: () => 0,
  migrations: () => 0,
});
