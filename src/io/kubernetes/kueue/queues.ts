import { type Amounts, amountOf } from "../objects/amounts.ts";
import { mapAt, mapsAt, nameAt, type Spot, textAt, textMapAt, textsAt } from "../objects/fields.ts";
import type { ObjectIndex } from "../objects/object-index.ts";
import type { ClusterObject } from "../objects/objects.ts";
import type { Labels } from "../objects/requirements.ts";
import { type Taint, type Toleration, taintsAt, tolerationsAt } from "../objects/taints.ts";

/** A ClusterQueue of Kueue. */
export interface ClusterQueue {
  readonly object: ClusterObject;
  readonly name: string;
  readonly cohort?: string;
  readonly groups: readonly ResourceGroup[];
  readonly isStopped: boolean;
}

/** Resources whose quotas go by the same flavors. */
export interface ResourceGroup {
  readonly resources: readonly string[];
  readonly flavors: readonly Flavor[];
}

/** A sort of nodes, and what a queue may use of it. */
export interface Flavor {
  readonly name: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly tolerations: readonly Toleration[];
  readonly quotas: ReadonlyMap<string, Quota>;
}

/** In the unit of the resource, see `amounts.ts`. */
export interface Quota {
  readonly nominal: number;
  /** Absent: as much as the cohort has. */
  readonly borrowing?: number;
  readonly hasLending: boolean;
  /** What is in use by admitted work. */
  readonly used: number;
}

/** The ClusterQueue behind a LocalQueue of a namespace; a text says which of the two is missing. */
export function queueReader(
  index: ObjectIndex,
): (namespace: string, name: string) => ClusterQueue | string {
  const known = new Map<ClusterObject, ClusterQueue>();
  return (namespace, name) => {
    const local = index.find("LocalQueue", namespace, name);
    if (local === undefined) return `LocalQueue ${namespace}/${name}`;
    const spec = mapAt(local.root, "spec");
    const behind = (spec && textAt(spec, "clusterQueue")) ?? "";
    const object = index.find("ClusterQueue", "", behind);
    if (object === undefined) return `ClusterQueue ${behind}`;
    const found = known.get(object) ?? clusterQueueOf(object, index);
    known.set(object, found);
    return found;
  };
}

/** Reads a ClusterQueue with its flavors; the cohort has one of two names, by version. */
export function clusterQueueOf(object: ClusterObject, index: ObjectIndex): ClusterQueue {
  const { root, ref } = object;
  const spec = mapAt(root, "spec") ?? { ...root, value: {}, path: "spec" };
  const cohort = nameAt(spec, "cohortName") ?? nameAt(spec, "cohort");
  const status = mapAt(root, "status");
  const used = status === undefined ? new Map<string, Amounts>() : usageOf(status);
  const stop = textAt(spec, "stopPolicy") ?? "None";
  return {
    object,
    name: ref.name,
    ...(cohort && { cohort }),
    groups: mapsAt(spec, "resourceGroups").map((group) => ({
      resources: textsAt(group, "coveredResources"),
      flavors: mapsAt(group, "flavors").map((flavor) => flavorOf(flavor, index, used)),
    })),
    isStopped: stop !== "None",
  };
}

function flavorOf(flavor: Spot, index: ObjectIndex, used: ReadonlyMap<string, Amounts>): Flavor {
  const name = nameAt(flavor, "name") ?? "";
  const object = index.find("ResourceFlavor", "", name);
  const spec = object && mapAt(object.root, "spec");
  const quotas = mapsAt(flavor, "resources").map((resource): readonly [string, Quota] => {
    const of = textAt(resource, "name") ?? "";
    const borrowing = quantityAt(resource, "borrowingLimit", of);
    return [
      of,
      {
        nominal: quantityAt(resource, "nominalQuota", of) ?? 0,
        ...(borrowing !== undefined && { borrowing }),
        hasLending: (resource.value.lendingLimit ?? null) !== null,
        used: used.get(name)?.get(of) ?? 0,
      },
    ];
  });
  return {
    name,
    labels: spec === undefined ? new Map() : textMapAt(spec, "nodeLabels"),
    taints: spec === undefined ? [] : taintsAt(spec, "nodeTaints"),
    tolerations: spec === undefined ? [] : tolerationsAt(spec, "tolerations"),
    quotas: new Map(quotas),
  };
}

/** By flavor: what admitted work uses. */
function usageOf(status: Spot): ReadonlyMap<string, Amounts> {
  return new Map(
    mapsAt(status, "flavorsUsage").map((flavor) => [
      textAt(flavor, "name") ?? "",
      new Map(
        mapsAt(flavor, "resources").map((resource) => {
          const name = textAt(resource, "name") ?? "";
          return [name, quantityAt(resource, "total", name) ?? 0];
        }),
      ),
    ]),
  );
}

/** A quantity whose unit goes by the name of a resource that stands beside it. */
function quantityAt(spot: Spot, key: string, resource: string): number | undefined {
  const value = spot.value[key];
  if (value === undefined || value === null || resource === "") return undefined;
  const named: Spot = { ...spot, value: { [resource]: value }, path: `${spot.path}.${key}` };
  return amountOf(named, resource, "down");
}
