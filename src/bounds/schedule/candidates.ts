import { rulesOf, usageOf } from "../../instance/schedule.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import type { AreaMeasure } from "../../plan/certificate/over-time/types.ts";

/** A measure before it has prices, with sizes and amounts as shares: amount / size, 0 where the size is 0. */
export interface Candidate {
  readonly of: AreaMeasure["of"];
  readonly parts?: number;
  readonly shared: boolean;
  size(resource: number): number;
  share(task: number, resource: number): number;
}

/** Numbers of parts that are tried for dimensions of devices. */
const PARTS = [1, 2, 3] as const;

/** Every measure that may matter: dimensions, big pieces of devices, copies where resources are exclusive, limits. */
export function candidateMeasures(instance: Instance): readonly Candidate[] {
  const { dimensions, resources } = instance;
  const rules = rulesOf(instance);
  const R = resources.length;
  const isAlone = (t: number, r: number) =>
    rules.exclusiveTask[t] === 1 || rules.exclusiveResource[r] === 1;
  const list: Candidate[] = [];
  dimensions.forEach(({ devices }, d) => {
    const capacity = (r: number) => resources[r].capacity[d];
    const whole = (t: number, r: number) => {
      if (capacity(r) === 0) return 0;
      return isAlone(t, r) ? 1 : demandOf(instance, t, r, d) / capacity(r);
    };
    list.push({ of: d, shared: false, size: capacity, share: whole });
    if (!devices) return;
    for (const parts of PARTS) {
      list.push({
        of: d,
        parts,
        shared: false,
        size: (r) => (capacity(r) === 0 ? 0 : parts),
        share: (t, r) =>
          Math.min(1, Math.max(0, Math.ceil((parts + 1) * whole(t, r) - 1e-9) - 1) / parts),
      });
    }
  });
  if (rules.exclusiveResource.includes(1)) {
    const isExclusive = (r: number) => rules.exclusiveResource[r];
    list.push({
      of: "exclusive",
      shared: false,
      size: isExclusive,
      share: (_, r) => isExclusive(r),
    });
  }
  for (const limit of rules.limits) {
    list.push({
      of: `limit ${limit.name}`,
      shared: true,
      size: () => limit.capacity,
      share: (t, r) => (limit.capacity === 0 ? 0 : usageOf(limit, t, r, R) / limit.capacity),
    });
  }
  return list;
}
