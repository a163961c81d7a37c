import { type Edit, partsOf } from "../../edit/draft.ts";
import { gridOf } from "../../instance/facts/grid.ts";
import { rulesOf } from "../../instance/schedule.ts";
import { timeFromText } from "../../instance/time-text.ts";
import type { Instance } from "../../instance/types.ts";
import { pieceEnd } from "../../plan/piece.ts";
import type { Plan } from "../../plan/types.ts";
import { durationText } from "../../plan/wording.ts";
import { divisorOf, gcd } from "../../util/divisor.ts";
import type { Alike } from "../alike.ts";
import type { Lever, Source } from "./requirement.ts";

/** A later deadline of equal tasks. */
export function laterDeadline(group: Alike, { instance }: Source): Lever | undefined {
  const { deadline } = group.entry;
  if (deadline === undefined || instance.pairs.features !== undefined) return undefined;
  const stages = partsOf(group.entry).map(({ id }) => id);
  const ids = new Set(group.ids.flatMap((id) => [id, ...stages.map((stage) => `${id}/${stage}`)]));
  const from = timeFromText(instance, String(deadline));
  return later(instance, from, {
    what: `deadline of ${group.ids.length === 1 ? `task "${group.ids[0]}"` : `tasks like "${group.ids[0]}"`}`,
    set: (value) => (draft) => {
      for (const row of group.rows) {
        const task = draft.tasks[row];
        if (task !== undefined) task.deadline = `${value}ms`;
      }
    },
    isMeant: (one, plan, k) => ids.has(one.tasks[one.taskOfCopy[plan.task[k]]].id),
  });
}

/** What ends later, how it is set, and which pieces it holds. */
interface Later {
  readonly what: string;
  set(value: number): Edit;
  isMeant(instance: Instance, plan: Plan, k: number): boolean;
}

/** The lever of an end in ms. */
export function later(instance: Instance, from: number, { what, set, isMeant }: Later): Lever {
  return {
    ...{ from, to: Math.max(from, latestEnd(instance)), set, step: timeStep },
    text: (value) => `${what} ${durationText(value)} instead of ${durationText(from)}`,
    need: (one, plan) => {
      let last = from;
      for (const k of plan.task.keys()) {
        if (isMeant(one, plan, k)) last = Math.max(last, pieceEnd(one, plan, k));
      }
      return last;
    },
  };
}

/** Where starts are rounded down to multiples of this, every rule is kept: ends are multiples of it, too. */
function timeStep(instance: Instance): number {
  // Rounding may lengthen the time for which a copy is paid.
  if (instance.budget !== undefined) return 1;
  if (instance.mode === "schedule") return gridOf(instance);
  const { tasks, resources, pairs } = instance;
  if (tasks.some(({ divisible }) => divisible)) return 1;
  const begins = [...tasks.map(({ release }) => release), ...resources.map(({ from }) => from)];
  return Math.max(1, gcd(divisorOf(begins), divisorOf(pairs.runtime)));
}

/** When everything has ended if it runs one after another, after every date, maintenance, lag and setup, in ms. */
function latestEnd(instance: Instance): number {
  const { tasks, resources, pairs } = instance;
  const R = resources.length;
  let end = 0;
  for (const { from, until = 0 } of resources) end = Math.max(end, from, until);
  for (const { release, deadline = 0 } of tasks) end = Math.max(end, release, deadline);
  let [longest, setup, lag] = [0, 0, 0];
  if (instance.mode === "schedule") {
    const rules = rulesOf(instance);
    for (const [, until] of rules.maintenance.flat()) end = Math.max(end, until);
    for (const one of rules.precedence) lag += one.lag;
    for (const time of rules.setup) setup = Math.max(setup, time);
  }
  for (const [t, { count, replicas }] of tasks.entries()) {
    let most = 0;
    for (let r = 0; r < R; r++) most = Math.max(most, pairs.runtime[t * R + r]);
    longest += count * replicas * (most + setup);
  }
  return end + longest + lag;
}
