import type { RawMap } from "../fields.ts";
import type { ClusterObject, ObjectRef } from "../objects.ts";
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
  /** What it changes, for a person. */
  readonly differences: readonly Difference[];
}

/** The annotation that says by which plan an object was changed. */
export const PLAN = "berth.dev/plan";

/** The change that makes of an object what it shall be, with the mark of the plan and guarded by uid and resourceVersion. */
export function changeOf(
  { root, ref }: ClusterObject & { readonly ref: Required<ObjectRef> },
  after: RawMap,
  { plural, subresource }: Shape,
  { plan, start }: { readonly plan: string; readonly start: number },
): ObjectChange {
  const { uid, resourceVersion } = ref;
  const own = mergePatch(root.value, after);
  // The status of an object is written alone: annotations would be passed over.
  const mark = subresource === undefined ? { annotations: { [PLAN]: plan } } : {};
  return {
    ref,
    plural,
    ...(subresource !== undefined && { subresource }),
    start,
    patch: { metadata: { uid, resourceVersion, ...mark }, ...own },
    differences: differences(root.value, after),
  };
}
