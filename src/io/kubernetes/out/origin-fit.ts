import { findResourceCopy, findTaskCopy } from "../../../instance/ids.ts";
import type { Instance } from "../../../instance/types.ts";
import { InstanceError, type Issue } from "../../../util/errors.ts";
import { show } from "../../../util/show.ts";
import type { ClusterOrigin, OriginTask } from "../rows/origin.ts";

/** Copies of the task that these rows stand behind. */
export function copiesOf(rows: readonly OriginTask[]): number {
  return rows.reduce((sum, { copies }) => sum + copies, 0);
}

/** What copy k of an entry is called. */
export function copyId(id: string, count: number, k: number): string {
  return count === 1 ? id : `${id}#${k + 1}`;
}

/** Throws InstanceError unless the copies of the instance are those of the origin. */
export function requireFit(instance: Instance, origin: ClusterOrigin): void {
  const tasks = Object.entries(origin.tasks).map(([id, rows]) => [id, copiesOf(rows)] as const);
  const nodes = Object.entries(origin.resources).map(([id, { length }]) => [id, length] as const);
  const issues = [
    ...misfits("task", tasks, instance.taskOfCopy.length, (id) => findTaskCopy(instance, id)),
    ...misfits("resource", nodes, instance.resourceOfCopy.length, (id) =>
      findResourceCopy(instance, id),
    ),
  ];
  if (issues.length > 0) throw new InstanceError(issues);
}

function misfits(
  what: string,
  counts: readonly (readonly [id: string, count: number])[],
  expected: number,
  find: (id: string) => number | undefined,
): readonly Issue[] {
  const hint = "Maybe name the one of this instance: --origin NAME.origin.json.";
  const missing = counts.find(([id, count]) => find(copyId(id, count, count - 1)) === undefined);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (missing === undefined && total === expected) return [];
  const message =
    missing === undefined
      ? `the origin speaks of ${total} copies of ${what}s, the instance has ${expected}`
      : `the origin speaks of the ${what} ${show(missing[0])} with ${missing[1]} copies, the instance does not`;
  return [{ path: "", message, hint }];
}
