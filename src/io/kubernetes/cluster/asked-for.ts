import type { ObjectIndex } from "../objects/object-index.ts";
import type { ClusterObject } from "../objects/objects.ts";
import { meets } from "../objects/requirements.ts";
import type { ImportOptions } from "../options.ts";

/** Owners above each other: of a pod its Job, its JobSet, its TrainJob. */
const MOST_OWNERS = 4;

/** Whether an object is among those that are to be planned. */
export function isAskedFor(
  object: ClusterObject,
  index: ObjectIndex,
  { namespaces, selector }: Pick<ImportOptions, "namespaces" | "selector">,
): boolean {
  if (namespaces?.has(object.ref.namespace ?? "") === false) return false;
  if (selector === undefined) return true;
  let level: readonly ClusterObject[] = [object];
  for (let k = 0; k <= MOST_OWNERS && level.length > 0; k++) {
    if (level.some(({ labels }) => meets(labels, selector))) return true;
    level = level.flatMap((one) => index.ownersOf(one));
  }
  return false;
}
