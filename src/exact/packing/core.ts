import { additiveValues } from "../../instance/additive.ts";
import { countsTransfers } from "../../instance/links.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf, deviceDimensions } from "../../instance/usable.ts";
import type { PackingCore } from "./types.ts";

/**
 * The packing core of a target, or the reason why there is none: placement, additive targets, whole single pieces,
 * no groups, at most one dimension of devices.
 */
export function packingCore(instance: Instance, target: Target): PackingCore | string {
  const additive = additiveValues(instance, target);
  const devices = deviceDimensions(instance);
  if (additive === undefined) return `${target.name} is no sum over pieces`;
  if (instance.mode !== "placement") return "only placements are packed";
  if (countsTransfers(instance, target)) return "packing moves no data between resources";
  if (instance.budget !== undefined) return "a budget is not kept by packing";
  if (devices.length > 1) return "several dimensions are made of devices";
  if (instance.tasks.some(({ replicas, divisible }) => replicas > 1 || divisible)) {
    return "tasks with several pieces are not packed";
  }
  if (instance.colocate.length + instance.separate.length > 0) return "groups are not packed";
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
    for (const amount of column) {
      let rest = Math.abs(amount);
      while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
    }
  }
  return divisor === 0 ? 1 : divisor;
}
