import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import { rulesOf } from "../instance/schedule.ts";
import type { Instance } from "../instance/types.ts";
import { pieceEnd } from "../plan/piece.ts";
import type { Plan } from "../plan/types.ts";
import { durationText } from "../plan/wording.ts";

/**
 * What the start of a task copy waits for in a plan, as sentences: its release, a window that opens, the ends of what it follows, and of what
 * stood before it on its resource. Empty in placements, for what is left out, and where nothing of these is at its start.
 */
export function awaitedBy(instance: Instance, plan: Plan, copy: number): readonly string[] {
  const own = [...plan.task.keys()].filter((k) => plan.task[k] === copy);
  if (instance.mode === "placement" || own.length === 0) return [];
  const start = Math.min(...own.map((k) => plan.start[k]));
  const entry = instance.taskOfCopy[copy];
  const reasons: string[] = [];
  if (start === 0) reasons.push("The plan begins then.");
  else if (start === instance.tasks[entry].release) reasons.push("It is released then.");
  const ends = Float64Array.from(plan.task, (_, k) => pieceEnd(instance, plan, k));
  const { told, sentences } = followed(instance, plan, ends, { copy, start });
  reasons.push(...sentences);
  const here = new Set(own.map((k) => plan.resource[k]));
  for (const place of here) {
    const { from } = instance.resources[instance.resourceOfCopy[place]];
    if (from > 0 && from === start) {
      reasons.push(`${resourceCopyId(instance, place)} is there from then on.`);
    }
  }
  const freed = [...plan.task.keys()].filter(
    (k) =>
      plan.task[k] !== copy &&
      !told.has(plan.task[k]) &&
      here.has(plan.resource[k]) &&
      ends[k] + setupBefore(instance, plan.task[k], copy) === start,
  );
  for (const k of freed.slice(0, MOST_NAMED)) {
    const time = setupBefore(instance, plan.task[k], copy);
    const setup = time === 0 ? "" : `, and a setup of ${durationText(time)} follows`;
    const where = resourceCopyId(instance, plan.resource[k]);
    const when = time === 0 ? "ends then" : "ends before it";
    reasons.push(`${taskCopyId(instance, plan.task[k])} on ${where} ${when}${setup}.`);
  }
  if (freed.length > MOST_NAMED) {
    reasons.push(`So it is with ${freed.length - MOST_NAMED} more that stood before it there.`);
  }
  return reasons;
}

/** Pieces that freed its place, and copies of one entry that it follows, of which more are a number. */
const MOST_NAMED = 3;

/** What it follows and what ends just as long before its start as must pass: of an entry that it follows whole, every such copy. */
function followed(
  instance: Instance,
  plan: Plan,
  ends: ArrayLike<number>,
  { copy, start }: { readonly copy: number; readonly start: number },
): { readonly told: ReadonlySet<number>; readonly sentences: readonly string[] } {
  const { schedule, taskOfCopy, taskCopyStart } = instance;
  const last = new Map<number, number>();
  for (const [k, task] of plan.task.entries()) {
    last.set(task, Math.max(last.get(task) ?? -Infinity, ends[k]));
  }
  const told = new Set<number>();
  const sentences: string[] = [];
  for (const { before, after, lag, pairwise } of schedule?.precedence ?? []) {
    if (after !== taskOfCopy[copy]) continue;
    const [from, until] = [taskCopyStart[before], taskCopyStart[before + 1]];
    const own = from + copy - taskCopyStart[after];
    const all = pairwise ? [own] : Array.from({ length: until - from }, (_, i) => from + i);
    const then = all.filter((one) => (last.get(one) ?? NaN) + lag === start);
    if (then.length === 0) continue;
    for (const one of then) told.add(one);
    const wait = lag === 0 ? "" : `, and ${durationText(lag)} more must pass`;
    const names = namesText(then.map((one) => taskCopyId(instance, one)));
    sentences.push(`It follows ${names}, which ${then.length === 1 ? "ends" : "end"} then${wait}.`);
  }
  return { told, sentences };
}

/** "a", "a and b", "a, b, c and 4 more". */
function namesText(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  const shown = more > 0 ? [...names.slice(0, MOST_NAMED), `${more} more`] : names;
  return [shown.slice(0, -1).join(", "), ...shown.slice(-1)]
    .filter((one) => one !== "")
    .join(" and ");
}

function setupBefore(instance: Instance, before: number, after: number): number {
  if (instance.schedule === undefined) return 0;
  const { family, families, setup } = rulesOf(instance);
  const [from, to] = [before, after].map((copy) => family[instance.taskOfCopy[copy]]);
  return setup[from * families.length + to];
}
