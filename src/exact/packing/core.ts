import { additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf, deviceDimensions } from "../../instance/usable.ts";
import { handling, unheard } from "../../plan/traits.ts";
import { gcd } from "../../util/divisor.ts";
import type { PackingCore } from "./types.ts";

/** What packing has heard of. Limits of earlier levels are left to whoever takes its plans. */
export const PACKING = handling("placement", "optional", "devices", "earlier-objectives");

/**
 * The packing core of a target, or the reason why there is none: nothing but `PACKING`, additive targets, at most one
 * dimension of devices.
 */
export function packingCore(instance: Instance, target: Target): PackingCore | string {
  const unknown = unheard([PACKING], { instance, target });
  if (unknown !== undefined) return unknown;
  const additive = additiveValues(instance, target);
  const devices = deviceDimensions(instance);
  if (additive === undefined) return `${target.name} is no sum over pieces`;
  if (devices.length > 1) return "several dimensions are made of devices";
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
  const step = divisorOf([value, additive.fixed]);
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

/** The greatest common divisor of all amounts; 1 if all are 0. */
function divisorOf(columns: readonly Float64Array[]): number {
  let divisor = 0;
  for (const column of columns) {
    for (const amount of column) divisor = gcd(divisor, Math.abs(amount));
  }
  return divisor === 0 ? 1 : divisor;
}
