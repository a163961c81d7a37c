import type { ImportFindings } from "../findings.ts";
import { unitOf } from "../objects/amounts.ts";
import type { ObjectIndex } from "../objects/object-index.ts";
import { equalTo, type Labels, meets } from "../objects/requirements.ts";
import type { PodUnit } from "../units/unit.ts";
import { groupsOf } from "./flavors.ts";
import { type ClusterQueue, clusterQueueOf, type Flavor, type Quota } from "./queues.ts";

/** A limit of an instance: what all pods that count use at any time. */
export interface QuotaLimit {
  readonly name: string;
  readonly capacity: string | number;
  /** Set where it counts only pods on nodes of one flavor: the dimension of that name, see `QuotaUse`. */
  readonly dimension?: string;
}

/** What one pod of a unit uses of a limit. */
export interface QuotaUse {
  readonly name: string;
  readonly amount: string | number;
  /** Absent where all nodes count. */
  readonly flavor?: FlavorUse;
}

/** Where a use counts: on nodes of the flavor that are of none of the flavors before it. */
export interface FlavorUse {
  /** Its capacity on these nodes stands for that of the dimension. */
  readonly resource: string;
  isOn(labels: Labels): boolean;
}

/** Quotas of queues as limits over time. */
export interface Quotas {
  readonly limits: readonly QuotaLimit[];
  usesOf(unit: PodUnit): readonly QuotaUse[];
}

/**
 * Quotas of the queues that units are in. A queue without cohort has its own; one in a cohort what it may have with borrowing, and
 * all of a cohort what its queues have together. What admitted work uses is taken off.
 */
export function quotasOf(
  queues: ReadonlyMap<PodUnit, ClusterQueue>,
  index: ObjectIndex,
  findings: ImportFindings,
): Quotas {
  const limits = new Map<string, QuotaLimit>();
  const cohorts = cohortRooms(queues, index);
  const uses = new Map<PodUnit, QuotaUse[]>();
  for (const [unit, queue] of queues) {
    const list: QuotaUse[] = [];
    for (const { flavors, resources } of groupsOf(queue, unit)) {
      for (const flavor of flavors) {
        for (const resource of resources) {
          const quota = flavor.quotas.get(resource);
          const asked = resource === "pods" ? 1 : (unit.spec.requests.get(resource) ?? 0);
          if (quota === undefined || asked === 0) continue;
          if (quota.hasLending) findings.say(queue.object, "ignored", "its lending limits");
          for (const [scope, room] of scopesOf(queue, flavor, resource, quota, cohorts)) {
            const name = `${scope}/${flavor.name}/${resource}`;
            const isOne = flavors.length === 1;
            limits.set(name, {
              name,
              capacity: text(resource, Math.max(0, room), "down", isOne),
              ...(!isOne && { dimension: name }),
            });
            list.push({
              name,
              amount: text(resource, asked, "up", isOne),
              ...(!isOne && { flavor: { resource, isOn: isOf(flavor, flavors) } }),
            });
          }
        }
      }
    }
    uses.set(unit, list);
  }
  return { limits: [...limits.values()], usesOf: (unit) => uses.get(unit) ?? [] };
}

function isOf(flavor: Flavor, flavors: readonly Flavor[]): FlavorUse["isOn"] {
  return (own) => flavors.find(({ labels }) => meets(own, equalTo(labels))) === flavor;
}

/** Names and rooms of what bounds the use of a quota. */
function scopesOf(
  { name, cohort }: ClusterQueue,
  flavor: Flavor,
  resource: string,
  { nominal, borrowing, used }: Quota,
  cohorts: ReadonlyMap<string, number>,
): readonly (readonly [string, number])[] {
  if (cohort === undefined) return [[name, nominal - used]];
  const shared = cohorts.get(`${cohort}/${flavor.name}/${resource}`)!;
  return [
    ...(borrowing === undefined ? [] : [[name, nominal + borrowing - used] as const]),
    [`cohort:${cohort}`, shared],
  ];
}

/** What queues of each cohort have together, of each flavor and resource. */
function cohortRooms(
  queues: ReadonlyMap<PodUnit, ClusterQueue>,
  index: ObjectIndex,
): ReadonlyMap<string, number> {
  const rooms = new Map<string, number>();
  const asked = new Set([...queues.values()].flatMap(({ cohort }) => cohort ?? []));
  if (asked.size === 0) return rooms;
  for (const object of index.ofKind("ClusterQueue")) {
    const { cohort, groups } = clusterQueueOf(object, index);
    if (cohort === undefined || !asked.has(cohort)) continue;
    for (const { name, quotas } of groups.flatMap(({ flavors }) => flavors)) {
      for (const [resource, { nominal, used }] of quotas) {
        const key = `${cohort}/${name}/${resource}`;
        rooms.set(key, (rooms.get(key) ?? 0) + nominal - used);
      }
    }
  }
  return rooms;
}

/** Limits of their own count plain numbers: bytes are MiB there. A dimension has the unit of its resource. */
function text(
  resource: string,
  amount: number,
  rounding: "up" | "down",
  isPlain: boolean,
): string | number {
  const unit = unitOf(resource);
  if (unit === "count") return amount;
  if (unit === "milli") return `${amount}m`;
  const MiB = rounding === "up" ? Math.ceil(amount / 2 ** 20) : Math.floor(amount / 2 ** 20);
  return isPlain ? MiB : `${MiB}MiB`;
}
