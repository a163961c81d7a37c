import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { demandOf, deviceDimensions } from "../instance/usable.ts";
import { handling } from "../plan/traits.ts";
import { divisorOf, gcd } from "../util/divisor.ts";
import { coreOf } from "./core.ts";

/**
 * A packing core: task entries with copies that go into configurations of resource entries with copies. Values are
 * whole multiples of `step`: the internal value of the target is step * (sum of values + fixed of used copies).
 */
export interface PackingCore {
  /** Numbers of task entries, resource entries and dimensions. */
  readonly tasks: number;
  readonly resources: number;
  readonly dimensions: number;
  /** Copies by task entry. */
  readonly copies: Int32Array;
  /** Copies by resource entry. */
  readonly units: Int32Array;
  readonly optional: Uint8Array;
  /** Length T x R, row = task entry; 0 where the pair cannot be. */
  readonly usable: Uint8Array;
  /** Length T x R, row = task entry; whole numbers. */
  readonly value: Float64Array;
  /** Length R; whole numbers from 0 on. */
  readonly fixed: Float64Array;
  readonly step: number;
  /** Length T x R x D, in the unit of the dimension. */
  readonly demand: Float64Array;
  /** Length R x D. */
  readonly capacity: Float64Array;
  /** The dimension that is made of devices, if one is. */
  readonly device?: number;
}

/** What packing has heard of. Limits of earlier levels are left to whoever takes its plans. */
export const PACKING = handling("placement", "optional", "devices", "across", "earlier-objectives");

/**
 * The packing core of a target, or the reason why there is none: nothing but `PACKING`, additive targets, at most one
 * dimension of devices.
 */
export function packingCore(instance: Instance, target: Target): PackingCore | string {
  const devices = deviceDimensions(instance);
  if (devices.length > 1) return "several dimensions are made of devices";
  const whole = coreOf(instance, target, PACKING);
  if (typeof whole === "string") return whole;
  const { values: additive } = whole;
  if (additive === undefined) return `${target.name} is no sum over pieces`;
  const T = instance.tasks.length;
  const R = instance.resources.length;
  const D = instance.dimensions.length;
  // What fits is for the capacities to say, so that resources that differ in nothing else stay alike.
  const usable = instance.pairs.eligible;
  const value = new Float64Array(T * R);
  const demand = new Float64Array(T * R * D);
  for (let e = 0; e < T * R; e++) {
    if (usable[e] === 0) continue;
    const t = Math.floor(e / R);
    value[e] = additive.place[t] + additive.pair[e];
    for (let d = 0; d < D; d++) demand[e * D + d] = demandOf(instance, t, e % R, d);
  }
  const step = gcd(divisorOf(value), divisorOf(additive.fixed)) || 1;
  return {
    tasks: T,
    resources: R,
    dimensions: D,
    copies: Int32Array.from(instance.tasks, ({ count }) => count),
    units: Int32Array.from(instance.resources, ({ count }) => count),
    optional: Uint8Array.from(instance.tasks, ({ optional }) => (optional ? 1 : 0)),
    usable,
    value: value.map((amount) => amount / step),
    fixed: additive.fixed.map((amount) => amount / step),
    step,
    demand,
    capacity: Float64Array.from(instance.resources.flatMap(({ capacity }) => capacity)),
    ...(devices.length === 0 ? {} : { device: devices[0] }),
  };
}
