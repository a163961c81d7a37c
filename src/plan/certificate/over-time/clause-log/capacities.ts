import { placingsOf } from "../../../../instance/facts/placings.ts";
import { rulesOf } from "../../../../instance/schedule.ts";
import type { Instance } from "../../../../instance/types.ts";
import { CertificateRejection, readMap, refuseOthers } from "../../reading.ts";
import { type Measure, readMeasureOf } from "../measures.ts";
import type { SharedCapacity } from "../types.ts";

/** Something that pieces on some resource entries share: what runs at once never needs more than `size`. */
export interface Capacity {
  readonly size: number;
  /** What a copy of task entry t needs of it at least where it is placed by its placing k. */
  need(task: number, placing: number): number;
}

/** Most capacities of one certificate. */
const MOST = 1000;

/** Reads `capacities` of a certificate. Throws Rejection. */
export function readCapacities(instance: Instance, value: unknown): readonly Capacity[] {
  if (!Array.isArray(value) || value.length > MOST) {
    throw new CertificateRejection(`capacities are no list of at most ${MOST}`);
  }
  return Array.from(value, (item: unknown) => {
    const map = readMap(item, "a capacity");
    refuseOthers(map, ["of", "parts", "resources"]);
    const { resources } = map;
    const R = instance.resources.length;
    const isEntry = (r: unknown) =>
      Number.isSafeInteger(r) && (r as number) >= 0 && (r as number) < R;
    if (!Array.isArray(resources) || !Array.from(resources).every(isEntry)) {
      throw new CertificateRejection("resources of a capacity are no list of entries");
    }
    const { of, parts } = map;
    return capacityOf(instance, readMeasureOf(instance, of, parts), new Set<number>(resources));
  });
}

/** The capacity of one in a certificate that is trusted to be well formed. */
export function sharedCapacity(instance: Instance, shared: SharedCapacity): Capacity {
  const { of, parts, resources } = shared;
  return capacityOf(instance, readMeasureOf(instance, of, parts), new Set(resources));
}

function capacityOf(
  instance: Instance,
  { shared, size, amount, refuses }: Measure,
  entries: ReadonlySet<number>,
): Capacity {
  const { resources } = instance;
  const { workers } = rulesOf(instance);
  const placings = placingsOf(instance);
  let whole = 0;
  for (const r of entries) {
    if (refuses?.(r))
      throw new CertificateRejection("a resource that is shared is no exclusive one");
    whole += shared ? 0 : resources[r].count * size(r);
  }
  if (shared) whole = size(0);
  if (!Number.isSafeInteger(whole)) throw new CertificateRejection("a capacity is too large");
  const known = placings.map((list) => new Float64Array(list.length).fill(-1));
  const need = (t: number, k: number) => {
    const { entries: own } = placings[t][k];
    // Of a limit that all resources share each piece counts; else only what cannot go anywhere else.
    if (!shared && !own.every((r) => entries.has(r))) return 0;
    return workers[t] * Math.min(...own.map((r) => amount(t, r)));
  };
  return {
    size: whole,
    need: (t, k) => {
      if (known[t][k] < 0) known[t][k] = need(t, k);
      return known[t][k];
    },
  };
}
