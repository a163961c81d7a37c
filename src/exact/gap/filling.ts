import { sharesDevices } from "../../instance/facts/devices.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import { gcd } from "../../util/divisor.ts";

/** The one thing that tasks can fill, in small numbers. */
export interface Filling {
  readonly filled: number | "time";
  /** By pair of entries; 0 on a resource that nothing can fill. */
  readonly weight: Float64Array;
  /** By resource entry. */
  readonly capacity: Float64Array;
}

/**
 * What limits an instance of whole tasks beyond usable pairs: one dimension in placement mode, the window in batch
 * mode. Undefined if several dimensions can be full, if shares of devices must be packed, or if numbers pass 32 bits. Requires
 * tasks without times of their own. Weights are divided by their common divisor on each resource.
 */
export function fillingOf(instance: Instance, usable: Uint8Array): Filling | undefined {
  if (instance.mode === "batch") return timeFilling(instance, usable);
  const { dimensions, resources } = instance;
  // Shares of devices must be packed; whole devices are an amount like any other.
  if (dimensions.length === 0 || sharesDevices(instance).includes(true)) return undefined;
  const fillings = dimensions.map((_, d) => {
    const capacity = resources.map((resource) => resource.capacity[d]);
    return reduce(instance, usable, d, capacity, (t, r) => demandOf(instance, t, r, d));
  });
  const binding = fillings.flatMap((one, d) =>
    one === undefined || one.capacity.some((room) => room > 0) ? [d] : [],
  );
  return binding.length > 1 ? undefined : fillings[binding[0] ?? 0];
}

function timeFilling(instance: Instance, usable: Uint8Array): Filling | undefined {
  const { resources, pairs } = instance;
  const capacity = resources.map(({ from, until = Infinity }) => until - from);
  const runtime = (t: number, r: number) => pairs.runtime[t * resources.length + r];
  return reduce(instance, usable, "time", capacity, runtime);
}

function reduce(
  { tasks, resources }: Instance,
  usable: Uint8Array,
  filled: number | "time",
  capacity: readonly number[],
  amount: (t: number, r: number) => number,
): Filling | undefined {
  const R = resources.length;
  const weight = new Float64Array(tasks.length * R);
  const room = new Float64Array(R);
  for (let r = 0; r < R; r++) {
    let total = 0;
    let divisor = 0;
    for (let t = 0; t < tasks.length; t++) {
      if (usable[t * R + r] === 0) continue;
      total += tasks[t].count * amount(t, r);
      divisor = gcd(divisor, amount(t, r));
    }
    // Everything fits together: nothing to fill.
    if (total <= capacity[r]) continue;
    room[r] = Math.floor(capacity[r] / divisor);
    if (room[r] >= 2 ** 31 - 1) return undefined;
    for (let t = 0; t < tasks.length; t++) {
      if (usable[t * R + r] === 1) weight[t * R + r] = amount(t, r) / divisor;
    }
  }
  return { filled, weight, capacity: room };
}
