import { InstanceError, type Issue } from "../util/errors.ts";
import { isMap } from "../util/is-map.ts";
import { show } from "../util/show.ts";

/** A list of work for nodes that are known already. */
export interface WorkList<Work> {
  /** What the document says beside its tasks. */
  readonly rest: Readonly<Record<string, unknown>>;
  /** Tasks of an instance, without what only a system understands. */
  readonly tasks: readonly object[];
  /** That, by id of the task. */
  readonly works: Readonly<Record<string, Work>>;
}

/** How the tasks of a list are read. */
export interface WorkListReader<Work> {
  /** Keys of a task that are the system's, not the instance's. */
  readonly own: ReadonlySet<string>;
  /** What of a task is the system's; undefined, and faults at `path`, where it is not as it should be. */
  workOf(task: Readonly<Record<string, unknown>>, path: string, issues: Issue[]): Work | undefined;
}

/**
 * Reads a parsed instance document without resources, whose tasks say what they run. `issues`: faults that were found before. Throws
 * InstanceError with all of them.
 */
export function readWorkList<Work>(
  document: unknown,
  { own, workOf }: WorkListReader<Work>,
  issues: Issue[],
): WorkList<Work> {
  const { tasks, ...rest } = isMap(document) ? document : { tasks: undefined };
  if (!Array.isArray(tasks)) {
    const hint = "Maybe write tasks: [{ id: train, entrypoint: python train.py, runtime: 2h }].";
    issues.push({ path: "/tasks", message: "expected a list of tasks", hint });
  }
  if ("resources" in rest) {
    const message = "the resources are the nodes of the cluster";
    issues.push({ path: "/resources", message, hint: "Maybe remove them here." });
  }
  const planned: object[] = [];
  const works: [string, Work][] = [];
  for (const [t, task] of (Array.isArray(tasks) ? tasks : []).entries()) {
    const path = `/tasks/${t}`;
    if (!isMap(task)) {
      issues.push({ path, message: `expected a task, got ${show(task)}` });
      continue;
    }
    const work = workOf(task, path, issues);
    if (work === undefined) continue;
    works.push([String(task.id), work]);
    planned.push(Object.fromEntries(Object.entries(task).filter(([key]) => !own.has(key))));
  }
  if (issues.length > 0) throw new InstanceError(issues);
  return { rest, tasks: planned, works: Object.fromEntries(works) };
}

/** The shell command that a task runs; undefined, and a fault, where it has none. */
export function entrypointOf(
  { entrypoint }: Readonly<Record<string, unknown>>,
  path: string,
  issues: Issue[],
): string | undefined {
  const isCommand =
    typeof entrypoint === "string" && entrypoint.trim() !== "" && !entrypoint.includes("\0");
  if (isCommand) return entrypoint;
  const message = `expected a shell command, got ${show(entrypoint)}`;
  issues.push({ path: `${path}/entrypoint`, message, hint: "Maybe: python train.py" });
  return undefined;
}
