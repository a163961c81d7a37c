import type { Target } from "../instance/targets.ts";
import { type Instance, type ObjectiveName, WHOLE } from "../instance/types.ts";

/**
 * By how much, in internal units, rounding shares to millionths can change a target's value: for each piece of a
 * divisible task one millionth of its largest amount, and one unit (or ms) for rounding the amount itself. 0 without
 * divisible tasks. Later levels may use this much beside the tolerance: a point of their program lies on the
 * limit, and rounding its shares may carry the plan across.
 */
export function shareResolution(instance: Instance, target: Target): number {
  const copies = divisibleCopies(instance);
  if (copies === 0) return 0;
  // A resource copy holds at most one piece of each task copy; sums count the pieces on all of them.
  const pieces = copies * instance.resourceOfCopy.length;
  let total = 0;
  for (const { objective, factor } of target.terms) {
    const count = SUMS.has(objective.name) ? pieces : copies;
    total += factor * count * PIECE_ERROR[objective.name](instance);
  }
  return total;
}

/** The same of the total cost, in micro-dollars. */
export function costResolution(instance: Instance): number {
  const pieces = divisibleCopies(instance) * instance.resourceOfCopy.length;
  return pieces * PIECE_ERROR.cost(instance);
}

function divisibleCopies({ tasks }: Instance): number {
  return tasks.reduce((sum, { divisible, count }) => sum + (divisible ? count : 0), 0);
}

const SUMS: ReadonlySet<ObjectiveName> = new Set(["cost", "energy", "utilization"]);

const largestOf = (values: Iterable<number>): number => {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  return largest;
};

/** One millionth of the largest amount, rounded up, and one unit. */
const errorOf = (values: Iterable<number>): number => 1 + Math.ceil(largestOf(values) / WHOLE);
const runtimeError = ({ pairs }: Instance): number => errorOf(pairs.runtime);

/** A piece that fills at most a whole resource; batch: its error in ms over the shortest window, both ends of a range. */
function levelError(instance: Instance): number {
  if (instance.mode === "placement") return 2;
  const windows = instance.resources.map(({ from, until }) => (until ?? Infinity) - from);
  return 2 + Math.ceil((2 * runtimeError(instance) * WHOLE) / Math.max(1, Math.min(...windows)));
}

const PIECE_ERROR = {
  throughput: ({ tasks }) => errorOf(tasks.map(({ gain }) => gain)),
  utilization: ({ demand }) => errorOf(demand.map(({ values }) => largestOf(values))),
  "completion-time": runtimeError,
  makespan: runtimeError,
  cost: ({ pairs }) => errorOf(pairs.cost),
  balance: levelError,
  spread: levelError,
  "weighted-completion": runtimeError,
  "weighted-tardiness": runtimeError,
  "late-tasks": () => 0,
  migrations: () => 0,
  energy: ({ pairs }) => errorOf(pairs.energy),
} satisfies Record<ObjectiveName, (instance: Instance) => number>;
