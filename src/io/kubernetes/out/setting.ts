import type { ObjectIndex } from "../objects/object-index.ts";
import { type ClusterObject, groupOf, type ObjectRef } from "../objects/objects.ts";
import type { ObjectChange } from "./change.ts";
import type { NodeIndex } from "./nodes.ts";
import { SHAPES, type Shape } from "./shapes.ts";
import type { OutFinding } from "./verdicts.ts";
import { workloadShape } from "./workload-shape.ts";

/** What changes are made with: the cluster as it is now, and the plan that it shall follow. */
export interface OutSetting {
  readonly index: ObjectIndex;
  readonly nodes: NodeIndex;
  /** Nodes as they were imported, by name. */
  readonly imported: ReadonlyMap<string, Pick<ObjectRef, "uid" | "resourceVersion">>;
  /** Names the plan, in annotations. */
  readonly plan: string;
  /** Pods that a template cannot send to their nodes are held by a gate, and sent one by one. */
  readonly withGates: boolean;
  shapeOf(object: ClusterObject): Shape | undefined;
  find(ref: ObjectRef): ClusterObject | undefined;
  /** Pods that belong to an object, by however many owners between. */
  podsUnder(object: ClusterObject): readonly ClusterObject[];
}

/** What is to be done for one object. */
export interface ObjectOutcome {
  readonly changes: readonly ObjectChange[];
  readonly findings: readonly OutFinding[];
}

/** How objects are looked up and changed. `now` is RFC 3339. */
export function lookups(
  index: ObjectIndex,
  about: { readonly now: string; readonly plan: string },
): Pick<OutSetting, "shapeOf" | "find" | "podsUnder"> {
  const byName = new Map(index.objects.map((object) => [keyOf(object.ref), object]));
  const shapes: Readonly<Record<string, Shape>> = {
    ...SHAPES,
    "kueue.x-k8s.io/Workload": workloadShape(index, about),
  };
  let under: ReadonlyMap<ClusterObject, readonly ClusterObject[]> | undefined;
  return {
    podsUnder(object) {
      under ??= podsByOwner(index);
      return under.get(object) ?? [];
    },
    find: (ref) => byName.get(keyOf(ref)),
    shapeOf({ group, ref }) {
      const key = `${group}/${ref.kind}`;
      return Object.hasOwn(shapes, key) ? shapes[key] : undefined;
    },
  };
}

/** Versions of one group are the same object. */
function keyOf({ apiVersion, kind, namespace = "", name }: ObjectRef): string {
  const group = groupOf(apiVersion);
  return `${group}/${kind}\n${namespace}\n${name}`;
}

/** Owners above each other that are looked through; of a pod they are its Job, its JobSet, its TrainJob. */
const MOST_OWNERS = 4;

function podsByOwner(index: ObjectIndex): ReadonlyMap<ClusterObject, readonly ClusterObject[]> {
  const found = new Map<ClusterObject, ClusterObject[]>();
  for (const pod of index.ofKind("Pod")) {
    const above = new Set<ClusterObject>();
    let level: readonly ClusterObject[] = [pod];
    for (let k = 0; k < MOST_OWNERS && level.length > 0; k++) {
      level = level.flatMap((one) => index.ownersOf(one)).filter((owner) => !above.has(owner));
      for (const owner of level) above.add(owner);
    }
    for (const owner of above) {
      const pods = found.get(owner);
      if (pods === undefined) found.set(owner, [pod]);
      else pods.push(pod);
    }
  }
  return found;
}
