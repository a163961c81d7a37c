import type { ImportFindings } from "../findings.ts";
import type { NodeSets } from "../node-sets.ts";
import { toleratesAll } from "../taints.ts";
import type { PodUnit } from "../unit.ts";
import type { ClusterQueue, Flavor, ResourceGroup } from "./queues.ts";

/** The groups of a queue that a unit needs quota of: those with a resource that it asks for. */
export function groupsOf(queue: ClusterQueue, { spec }: PodUnit): readonly ResourceGroup[] {
  return queue.groups.filter(({ resources }) =>
    resources.some((name) => name === "pods" || (spec.requests.get(name) ?? 0) > 0),
  );
}

/** Leaves a unit the nodes of the flavors of its queue: any one flavor of each group. */
export function narrowToFlavors(
  unit: PodUnit,
  queue: ClusterQueue,
  sets: NodeSets,
  findings: ImportFindings,
): void {
  const covered = new Set(queue.groups.flatMap(({ resources }) => resources));
  for (const [name, amount] of unit.spec.requests) {
    if (amount === 0 || covered.has(name)) continue;
    findings.say(unit.object, "ignored", `its queue ${queue.name} has no quota for ${name}`);
  }
  const groups = groupsOf(queue, unit).map(({ flavors }) =>
    flavors.map((flavor) => nodesOf(unit, flavor, sets)).filter((set) => set !== undefined),
  );
  if (groups.length === 0) return;
  unit.set = sets.from((n) => groups.every((of) => of.some(({ bits }) => bits[n] === 1)));
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
