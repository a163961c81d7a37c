import type { RawMap } from "../objects/fields.ts";
import type { ClusterObject, ObjectRef } from "../objects/objects.ts";
import type { Labels } from "../objects/requirements.ts";
import { type Difference, differences, mergePatch } from "./edit.ts";
import type { Shape } from "./shapes.ts";

/** One change of one object: a merge patch that the cluster refuses once anything of the object is another than it was. */
export interface ObjectChange {
  readonly ref: Required<ObjectRef>;
  /** As the API calls a list of its kind. */
  readonly plural: string;
  readonly subresource?: "status";
  /** ms from the beginning of the plan. */
  readonly start: number;
  readonly patch: RawMap;
  readonly labels: Labels;
  /** Where its pods go. */
  readonly nodes: readonly string[];
  /** What it changes, for a person. */
  readonly differences: readonly Difference[];
}

/** The annotation that says by which plan an object was changed. */
export const PLAN = "berth.dev/plan";

/** The annotation that says which labels its plan keeps the pods of an object to, so that a later plan may send them elsewhere. */
export const PINNED = "berth.dev/pinned";

/** The labels that the plan of an object keeps its pods to, by the annotations of the object. */
export function pinnedLabels(annotations: Labels): readonly string[] {
  if (!annotations.has(PLAN)) return [];
  return (annotations.get(PINNED) ?? "").split(",").filter((label) => label !== "");
}

/** What a change writes beside what the plan says. */
export interface Mark {
  readonly plan: string;
  readonly start: number;
  readonly nodes: readonly string[];
  /** Labels that it keeps pods to, and that they were not kept to before. */
  readonly pinned?: readonly string[];
}

/** The change that makes of an object what it shall be, with the mark of the plan and guarded by uid and resourceVersion. */
export function changeOf(
  { root, ref, labels }: ClusterObject & { readonly ref: Required<ObjectRef> },
  after: RawMap,
  { plural, subresource }: Shape,
  { plan, start, nodes, pinned = [] }: Mark,
): ObjectChange {
  const { uid, resourceVersion } = ref;
  const own = mergePatch(root.value, after);
  // The status of an object is written alone: annotations would be passed over.
  const annotations = { [PLAN]: plan, ...(pinned.length > 0 && { [PINNED]: pinned.join(",") }) };
  const mark = subresource === undefined ? { annotations } : {};
  return {
    ref,
    plural,
    ...(subresource !== undefined && { subresource }),
    start,
    patch: { metadata: { uid, resourceVersion, ...mark }, ...own },
    ...{ labels, nodes },
    differences: differences(root.value, after),
  };
}
