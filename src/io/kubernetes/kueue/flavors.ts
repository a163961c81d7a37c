import type { ImportFindings } from "../findings.ts";
import { toleratesAll } from "../objects/taints.ts";
import type { NodeSets } from "../units/node-sets.ts";
import type { PodUnit } from "../units/unit.ts";
import type { ClusterQueue, Flavor, ResourceGroup } from "./queues.ts";

/** The groups of a queue that a unit needs quota of: those with a resource that it asks for. */
export function groupsOf(queue: ClusterQueue, { spec }: PodUnit): readonly ResourceGroup[] {
  return queue.groups.filter(({ resources }) =>
    resources.some((name) => name === "pods" || (spec.requests.get(name) ?? 0) > 0),
  );
}

/** What a queue does to a unit is worked out with these. */
interface FlavorSetting {
  readonly sets: NodeSets;
  readonly findings: ImportFindings;
  readonly isBatch: boolean;
}

/** Leaves a unit the nodes of the flavors of its queue: one flavor of each group for all of its pods. */
export function narrowToFlavors(unit: PodUnit, queue: ClusterQueue, setting: FlavorSetting): void {
  const { sets, findings } = setting;
  const covered = new Set(queue.groups.flatMap(({ resources }) => resources));
  for (const [name, amount] of unit.spec.requests) {
    if (amount === 0 || covered.has(name)) continue;
    findings.say(unit.object, "ignored", `its queue ${queue.name} has no quota for ${name}`);
  }
  const groups = groupsOf(queue, unit).map(({ flavors }) =>
    flavors.flatMap((flavor) => {
      const set = nodesOf(unit, flavor, sets);
      return set?.bits.includes(1) ? [{ flavor, bits: set.bits }] : [];
    }),
  );
  if (groups.length === 0) return;
  unit.set = sets.from((n) => groups.every((of) => of.some(({ bits }) => bits[n] === 1)));
  for (const of of groups) {
    if (of.length > 1 && unit.pods > 1) {
      keepToOne(
        unit,
        of.map(({ flavor }) => flavor),
        setting,
      );
    }
  }
}

/** All pods of a set get the same flavor: a gang whose flavors are told apart by one label has one value of it. */
function keepToOne(
  unit: PodUnit,
  flavors: readonly Flavor[],
  { isBatch, findings }: FlavorSetting,
): void {
  const keys = new Set(flavors.flatMap(({ labels }) => [...labels.keys()]));
  const [key] = keys;
  const isTold = keys.size === 1 && flavors.every(({ labels }) => labels.size === 1);
  const hasTopology = unit.work.parts.some(({ within }) => within !== undefined);
  if (isBatch && unit.isGang && isTold && !hasTopology && unit.within === undefined) {
    unit.within = key;
    return;
  }
  const names = flavors.map(({ name }) => name).join(" or ");
  findings.say(unit.object, "ignored", `its pods all get one flavor, ${names}`);
}

/** The nodes that the unit may use with this flavor; undefined if it does not tolerate the flavor's taints. */
function nodesOf({ spec }: PodUnit, flavor: Flavor, sets: NodeSets): PodUnit["set"] | undefined {
  const tolerations = [...spec.node.tolerations, ...flavor.tolerations];
  if (!toleratesAll(tolerations, flavor.taints)) return undefined;
  const others = [...flavor.labels].filter(([key, value]) => {
    const own = spec.node.selector.get(key);
    return own !== undefined && own !== value;
  });
  if (others.length > 0) return undefined;
  const selector = new Map([...spec.node.selector, ...flavor.labels]);
  return sets.of({ ...spec.node, selector, tolerations });
}
