import { maintenanceOf, rulesOf } from "../../instance/schedule.ts";
import type { Instance } from "../../instance/types.ts";
import { durationText } from "../../plan/wording.ts";
import { factsOf } from "../facts.ts";

/**
 * Mode schedule: a mandatory task that ends too late even if every task before it along precedence runs where and when it
 * ends first. What a mandatory task waits for is placed too, also if it is optional. Earliest ends mind releases, lags,
 * windows and maintenance, as if each task were alone. O(tasks x resources + precedence).
 */
export function lateChain(instance: Instance): string | undefined {
  const { tasks } = instance;
  const ready = Float64Array.from(tasks, ({ release }) => release);
  const last = new Int32Array(tasks.length).fill(-1);
  for (const t of inOrder(instance)) {
    const { nearest, end } = earliestEnd(instance, t, ready[t]);
    if (end === undefined && !tasks[t].optional) return sentence(instance, t, nearest, last);
    for (const { before, after, lag } of rulesOf(instance).precedence) {
      if (before !== t) continue;
      const time = (end ?? Infinity) + lag;
      if (time < ready[after]) continue;
      [ready[after], last[after]] = [time, t];
    }
  }
  return undefined;
}

interface Try {
  readonly resource: number;
  readonly end: number;
  readonly latest: number;
}

/** The earliest lawful end of a task that may start at `ready`, absent if there is none, and the try that misses least. */
function earliestEnd(
  instance: Instance,
  t: number,
  ready: number,
): { readonly nearest?: Try; readonly end?: number } {
  const { tasks, resources, pairs } = instance;
  const { usable } = factsOf(instance);
  const R = resources.length;
  let nearest: Try | undefined;
  let least: number | undefined;
  for (let r = 0; r < R; r++) {
    if (usable[t * R + r] === 0) continue;
    const { from, until = Infinity } = resources[r];
    const runtime = pairs.runtime[t * R + r];
    let start = Math.max(ready, from);
    for (const closed of maintenanceOf(instance, r)) {
      const isInside = runtime === 0 ? start > closed[0] : start + runtime > closed[0];
      if (isInside && start < closed[1]) start = closed[1];
    }
    const end = start + runtime;
    const latest = Math.min(until, tasks[t].deadline ?? Infinity);
    if (nearest === undefined || end - latest < nearest.end - nearest.latest) {
      nearest = { resource: r, end, latest };
    }
    if (end <= latest && end < (least ?? Infinity)) least = end;
  }
  return { ...(nearest !== undefined && { nearest }), ...(least !== undefined && { end: least }) };
}

/** Each task behind all that it waits for. */
export function inOrder(instance: Instance): readonly number[] {
  const { precedence } = rulesOf(instance);
  const waiting = new Int32Array(instance.tasks.length);
  const next: number[][] = instance.tasks.map(() => []);
  for (const { before, after } of precedence) {
    waiting[after]++;
    next[before].push(after);
  }
  const order = [...waiting.keys()].filter((t) => waiting[t] === 0);
  for (const t of order) for (const after of next[t]) if (--waiting[after] === 0) order.push(after);
  return order;
}

function sentence(
  instance: Instance,
  t: number,
  nearest: Try | undefined,
  last: Int32Array,
): string | undefined {
  const { tasks, resources } = instance;
  const name = `Task "${tasks[t].id}"`;
  // A task without any place is told by the proof about places, in better words.
  if (nearest === undefined) return undefined;
  const chain: string[] = [];
  for (let before = last[t]; before !== -1; before = last[before]) {
    chain.unshift(`"${tasks[before].id}"`);
  }
  const { resource, end, latest } = nearest;
  if (end === Infinity)
    return `${name} waits for ${chain.at(-1)}, which cannot end in time anywhere.`;
  const follows = chain.length === 0 ? "" : ` waits for ${told(chain)},`;
  const where = `on "${resources[resource].id}"`;
  return `${name}${follows} ends at ${durationText(end)} at the earliest ${where} and must end there by ${durationText(latest)}.`;
}

/** The ends of a long chain tell enough. */
function told(chain: readonly string[]): string {
  return chain.length <= 5
    ? chain.join(", then ")
    : `${chain[0]}, then ${chain.length - 2} others, then ${chain.at(-1)}`;
}
