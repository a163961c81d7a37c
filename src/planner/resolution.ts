import { answerFor, type ByKind, type Part } from "../instance/objectives/objective.ts";
import { partsOf } from "../instance/objectives/registry.ts";
import type { Target } from "../instance/targets.ts";
import { type Instance, WHOLE } from "../instance/types.ts";

/**
 * By how much, in internal units, rounding shares to millionths can change a target's value: for each piece of a
 * divisible task one millionth of its largest amount, and one unit (or ms) for rounding the amount itself. 0 without
 * divisible tasks. Later levels may use this much beside the tolerance: a point of their program lies on the
 * limit, and rounding its shares may carry the plan across.
 */
export function shareResolution(instance: Instance, target: Target): number {
  return target.terms.reduce((total, { objective, factor }) => {
    return total + factor * resolutionOf(instance, partsOf(instance, objective));
  }, 0);
}

/** The same of the total cost, in micro-dollars. */
export function costResolution(instance: Instance): number {
  return resolutionOf(instance, partsOf(instance, { name: "cost" }));
}

function resolutionOf(instance: Instance, parts: readonly Part[]): number {
  const copies = divisibleCopies(instance);
  if (copies === 0) return 0;
  return parts.reduce((sum, part) => sum + answerFor(ERROR, part, instance, copies), 0);
}

function divisibleCopies({ tasks }: Instance): number {
  return tasks.reduce((sum, { divisible, count }) => sum + (divisible ? count : 0), 0);
}

const largestOf = (values: Iterable<number>): number => {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  return largest;
};

/** One millionth of the largest amount, rounded up, and one unit. */
const errorOf = (values: Iterable<number>): number => 1 + Math.ceil(largestOf(values) / WHOLE);
const runtimeError = ({ pairs }: Instance): number => errorOf(pairs.runtime);

/** A piece that fills at most a whole resource; batch: its error in ms over the shortest window, both ends of a range. */
function utilizationError(instance: Instance): number {
  if (instance.mode === "placement") return 2;
  const windows = instance.resources.map(({ from, until }) => (until ?? Infinity) - from);
  return 2 + Math.ceil((2 * runtimeError(instance) * WHOLE) / Math.max(1, Math.min(...windows)));
}

/** What rounding the shares of so many task copies may add to each kind of part. */
const ERROR: ByKind<[instance: Instance, copies: number], number> = {
  // A resource copy holds at most one piece of each task copy; sums count the pieces on all of them.
  pieces: ({ amount }, { tasks, resources, resourceOfCopy }, copies) =>
    copies * resourceOfCopy.length * errorOf(pairAmounts(tasks.length, resources.length, amount)),
  placed: ({ gain }, { tasks }, copies) => copies * errorOf(tasks.map((_, t) => gain(t))),
  runtimes: (_, instance, copies) => copies * runtimeError(instance),
  ends: (_, instance, copies) => copies * runtimeError(instance),
  copies: () => 0,
  transfers: () => 0,
  "last end": (_, instance, copies) => copies * runtimeError(instance),
  utilization: (_, instance, copies) => copies * utilizationError(instance),
  // Nothing is known of it: later levels hold it as it is.
  whole: () => 0,
};

function* pairAmounts(
  tasks: number,
  resources: number,
  amount: (task: number, resource: number) => number,
): Generator<number, void, void> {
  for (let t = 0; t < tasks; t++) for (let r = 0; r < resources; r++) yield amount(t, r);
}
