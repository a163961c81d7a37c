import { limitOf } from "../bounds/prices/capacity-rows.ts";
import { leftOf, readLimits } from "../bounds/prices/price-limit.ts";
import { additiveValues, countsTransfers } from "../instance/additive.ts";
import { runtimeOf } from "../instance/features.ts";
import type { LevelLimit } from "../instance/level-limit.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { demandOf, usablePairs } from "../instance/usable.ts";
import { type CopyLimits, usableWithin } from "../plan/copy-limits.ts";
import { type Handles, unheard } from "../plan/traits.ts";
import type { Core, CoreLoad } from "./types.ts";

/**
 * The one reduction of an instance under a target, with what earlier objectives limit, for a method that has heard of some rules; or
 * why there is none: a clause. O(resource entries x dimensions) beside the values of pairs.
 */
export function coreOf(
  instance: Instance,
  target: Target,
  handles: Handles,
  limits: readonly LevelLimit[] = [],
): Core | string {
  const unknown = unheard([handles], { instance, target });
  if (unknown !== undefined) return unknown;
  const read = readLimits(instance, limits);
  const { name, priority } = target.terms[0].objective;
  const isLoad = target.terms.length === 1 && priority === undefined;
  const isLargest = isLoad && (name === "makespan" || name === "balance");
  const isTable = instance.pairs.features === undefined;
  const values = isLargest || !isTable ? undefined : additiveValues(instance, target);
  if (!isLargest && isTable && values === undefined) {
    return "the objective is neither a sum over tasks nor a largest load";
  }
  const left = leftOf(instance, read.loads);
  return {
    instance,
    target,
    aim: isLargest ? "largest" : "sum",
    ...(values !== undefined && { values }),
    loads: loadsOf(instance, left),
    sums: read.sums,
    keepsAll:
      read.sums.length + read.loads.length === limits.length &&
      !limits.some((limit) => countsTransfers(instance, limit.target)),
    given: read.loads,
    usable: usableOf(instance, read.loads.length > 0 ? left : undefined),
  };
}

function usableOf(instance: Instance, left: CopyLimits | undefined): () => Uint8Array {
  if (left === undefined) return () => usablePairs(instance);
  let known: Uint8Array | undefined;
  return () => {
    known ??= usableWithin(instance, left);
    return known;
  };
}

/** What copies can be full of: time where tasks follow one another or a limit ends it, dimensions where all run at once. */
function loadsOf(instance: Instance, left: CopyLimits): readonly CoreLoad[] {
  const { mode, resources, dimensions } = instance;
  const load = (what: "time" | number): CoreLoad => ({
    what,
    amount:
      what === "time"
        ? (t, r) => runtimeOf(instance, t, r)
        : (t, r) => demandOf(instance, t, r, what),
    capacity: Float64Array.from(resources, (_, r) => limitOf(left, what, r)),
  });
  const isTimed = mode === "batch" || left.time.some((one) => one < Infinity);
  const all = mode === "batch" ? [] : dimensions.map((_, d) => load(d));
  return isTimed ? [load("time"), ...all] : all;
}

/** The loads of which all tasks together could take more than a copy holds, each where it may stand. O(T R loads). */
export function bindingLoads({ instance: { tasks, resources }, loads, usable }: Core): CoreLoad[] {
  const pairs = usable();
  const R = resources.length;
  return loads.filter(({ capacity, amount }) =>
    resources.some((_, r) => {
      let total = 0;
      for (let t = 0; t < tasks.length; t++) {
        if (pairs[t * R + r] === 1) total += tasks[t].count * amount(t, r);
      }
      return total > capacity[r];
    }),
  );
}
