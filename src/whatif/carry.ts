import type { Instance } from "../instance/types.ts";
import { buildPlan, type Piece, piecesOf } from "../plan/build.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";

/**
 * The same pieces in another version of an instance, entry by entry and copy by copy in order; undefined where an entry, a copy or
 * a rule is missing there, or where rows were brought together.
 */
export function carried(
  { instance: from, plan }: VerifiedPlan,
  to: Instance,
): VerifiedPlan | undefined {
  const merged = [from, to].some((one) => one.taskNames ?? one.resourceNames);
  if (merged || to.robust !== undefined || plan.recoveries !== undefined) return undefined;
  const taskOf = copiesFrom(from, to, "task");
  const resourceOf = copiesFrom(from, to, "resource");
  const pieces: Piece[] = [];
  for (const piece of piecesOf(plan)) {
    const [task, resource] = [taskOf(piece.task), resourceOf(piece.resource)];
    if (task === undefined || resource === undefined) return undefined;
    pieces.push({ ...piece, task, resource });
  }
  const verified = verify(to, buildPlan(to, pieces));
  return verified.ok ? verified.plan : undefined;
}

const LISTS = {
  task: (instance: Instance) => ({
    ...{ entries: instance.tasks, start: instance.taskCopyStart, of: instance.taskOfCopy },
  }),
  resource: (instance: Instance) => ({
    ...{
      entries: instance.resources,
      start: instance.resourceCopyStart,
      of: instance.resourceOfCopy,
    },
  }),
} as const;

/** From copies of one version to those of the other. */
function copiesFrom(
  from: Instance,
  to: Instance,
  what: keyof typeof LISTS,
): (copy: number) => number | undefined {
  const [old, now] = [LISTS[what](from), LISTS[what](to)];
  const entryOf = new Map(now.entries.map(({ id }, entry) => [id, entry]));
  return (copy) => {
    const entry = entryOf.get(old.entries[old.of[copy]].id);
    if (entry === undefined) return undefined;
    const same = now.start[entry] + copy - old.start[old.of[copy]];
    return same < now.start[entry + 1] ? same : undefined;
  };
}
