import { isMap } from "../../util/is-map.ts";
import { sha256 } from "../../util/sha256.ts";

/**
 * A list of work with what is left of each task: by its id the submissions that are lost, a copy for each. What is not in it has ended or
 * is not meant, so that nobody waits for it any more. The metadata tell the copies from those before: a submission of another copy must not be
 * taken for theirs. Undefined if nothing of it is left.
 */
export function leftWork(
  work: unknown,
  left: ReadonlyMap<string, readonly string[]>,
): object | undefined {
  const { tasks, ...rest } = isMap(work) ? work : { tasks: undefined };
  const kept = (Array.isArray(tasks) ? tasks : []).filter(isMap).flatMap((task) => {
    const { count: _, after, metadata, ...fields } = task;
    const lost = left.get(String(task.id));
    if (lost === undefined) return [];
    const waits = waitsOf(after).filter((one) => left.has(nameOf(one)));
    const again = sha256([...lost].sort().join("\n")).slice(0, 16);
    return [
      {
        ...fields,
        ...(lost.length > 1 && { count: lost.length }),
        ...(waits.length > 0 && { after: waits }),
        metadata: { ...(isMap(metadata) && metadata), "berth.dev/again": again },
      },
    ];
  });
  return kept.length === 0 ? undefined : { ...rest, tasks: kept };
}

function waitsOf(after: unknown): readonly unknown[] {
  if (after === undefined || after === null) return [];
  return Array.isArray(after) ? after : [after];
}

function nameOf(wait: unknown): string {
  return String(isMap(wait) ? wait.task : wait);
}
