import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import { rulesOf } from "../instance/schedule.ts";
import type { Instance } from "../instance/types.ts";
import { pieceEnd } from "../plan/piece.ts";
import type { Plan } from "../plan/types.ts";
import { waitsOf } from "../plan/waits.ts";
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
  const told = new Set<number>();
  const ends = Float64Array.from(plan.task, (_, k) => pieceEnd(instance, plan, k));
  for (const { before, after, lag } of waitsOf(instance, plan, ends)) {
    if (plan.task[after] !== copy || ends[before] + lag !== start) continue;
    told.add(plan.task[before]);
    const wait = lag === 0 ? "" : `, and ${durationText(lag)} more must pass`;
    reasons.push(`It follows ${taskCopyId(instance, plan.task[before])}, which ends then${wait}.`);
  }
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
  return reasons;
}

/** Pieces that freed its place and are named. */
const MOST_NAMED = 3;

function setupBefore(instance: Instance, before: number, after: number): number {
  if (instance.schedule === undefined) return 0;
  const { family, families, setup } = rulesOf(instance);
  const [from, to] = [before, after].map((copy) => family[instance.taskOfCopy[copy]]);
  return setup[from * families.length + to];
}
