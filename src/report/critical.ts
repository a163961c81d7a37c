import type { Instance } from "../instance/types.ts";
import type { Plan } from "../plan/types.ts";
import { waitsOf } from "../plan/waits.ts";

/**
 * Pieces that lead without a pause to the last end of a plan, in order: each waited for the end of the one before it, by a rule of
 * precedence or for its place on the resource. It begins where nothing of the plan was waited for. `ends` by piece; O(n).
 */
export function criticalPath(
  instance: Instance,
  plan: Plan,
  ends: ArrayLike<number>,
): readonly number[] {
  const { task, resource, start } = plan;
  if (task.length === 0 || instance.mode === "placement") return [];
  const awaited = new Map<number, number>();
  for (const { before, after, lag } of waitsOf(instance, plan, ends)) {
    if (ends[before] + lag === start[after]) awaited.set(after, before);
  }
  const ending = new Map<string, number>();
  const together = new Map<number, number[]>();
  let last = 0;
  for (let k = 0; k < task.length; k++) {
    if (ends[k] > start[k]) ending.set(`${resource[k]} ${ends[k]}`, k);
    const siblings = together.get(task[k]);
    if (siblings === undefined) together.set(task[k], [k]);
    else siblings.push(k);
    if (ends[k] > ends[last]) last = k;
  }
  /** The piece whose end, and the setup after it, piece `k` waited for on its resource. */
  const onResource = (k: number): number | undefined => {
    const found = ending.get(`${resource[k]} ${start[k]}`);
    if (found !== undefined || instance.schedule === undefined) return found;
    const { family, families, setup } = instance.schedule;
    const own = family[instance.taskOfCopy[task[k]]];
    for (let other = 0; other < families.length; other++) {
      const time = setup[other * families.length + own];
      const before = ending.get(`${resource[k]} ${start[k] - time}`);
      const isIt = before !== undefined && family[instance.taskOfCopy[task[before]]] === other;
      if (time > 0 && isIt) return before;
    }
    return undefined;
  };
  // Pieces of one task that begin together wait for each other's places.
  const beside = (k: number) => (together.get(task[k]) ?? []).filter((i) => start[i] === start[k]);
  const path = [last];
  for (let k: number | undefined = last; k !== undefined; ) {
    const group = beside(k);
    const before: number | undefined =
      group.map((i) => awaited.get(i)).find((i) => i !== undefined) ??
      group.map(onResource).find((i) => i !== undefined);
    // Only what ends later than it begins leads further back, so this ends.
    k = before !== undefined && start[before] < start[k] ? before : undefined;
    if (k !== undefined) path.push(k);
  }
  return path.reverse();
}
