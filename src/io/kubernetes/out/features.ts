import type { FeaturesOfRun, RunFeatures } from "../../../learn/run-features.ts";
import type { VerifiedPlan } from "../../../plan/types.ts";
import { type ObjectRef, refOf } from "../objects/objects.ts";
import type { ClusterOrigin } from "../rows/origin.ts";
import type { ObjectChange } from "./change.ts";
import { placedObjects } from "./placed.ts";

/** What says how long each object of a plan runs: of each task that it is of, on the resources that the plan has it on. */
export function featuresOfChanges(
  verified: VerifiedPlan,
  origin: ClusterOrigin,
  featuresOf: FeaturesOfRun,
): (change: Pick<ObjectChange, "ref">) => readonly RunFeatures[] {
  const resourceOf = new Map(
    Object.entries(origin.resources).flatMap(([id, nodes]) =>
      nodes.map(({ name }) => [name, id] as const),
    ),
  );
  const tasksOf = new Map<string, string[]>();
  for (const [id, rows] of Object.entries(origin.tasks)) {
    for (const key of new Set(rows.map((row) => keyOf(refOf(row))))) {
      tasksOf.set(key, [...(tasksOf.get(key) ?? []), id]);
    }
  }
  const placesOf = new Map(
    placedObjects(verified, origin).map(({ ref, parts }) => {
      const names = parts.flatMap(({ nodes }) => [...nodes.keys()]);
      return [keyOf(ref), names.flatMap((name) => resourceOf.get(name) ?? [])] as const;
    }),
  );
  return ({ ref }) => {
    const places = placesOf.get(keyOf(ref)) ?? [];
    const tasks = tasksOf.get(keyOf(ref)) ?? [];
    return tasks.map((task) => featuresOf(task, places)).filter((one) => one !== undefined);
  };
}

const keyOf = ({ kind, namespace = "", name }: ObjectRef) => `${kind}\n${namespace}\n${name}`;
