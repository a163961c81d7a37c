import { taskCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import type { Plan } from "../plan/types.ts";
import { type Change, type ChangeKind, moveOf, standsOf, type TaskStand } from "./changes.ts";

/** What differs between two plans of one instance. */
export interface PlanDifference {
  /** Task copies that stand elsewhere or at another time, in the order of the instance; of those that only one plan places, too. */
  readonly changes: readonly Change[];
  /** Ids of task copies on the same resources at the same time, with other devices or shares there. */
  readonly inside: readonly string[];
  /** How many task copies are the same in both. */
  readonly same: number;
}

/** Compares two plans of an instance, piece by piece. O(n log n). */
export function differenceOf(instance: Instance, before: Plan, after: Plan): PlanDifference {
  const [from, to] = [standsOf(instance, before), standsOf(instance, after)];
  const [old, fresh] = [piecesByCopy(before), piecesByCopy(after)];
  const changes: Change[] = [];
  const inside: string[] = [];
  let same = 0;
  for (let copy = 0; copy < instance.taskOfCopy.length; copy++) {
    const [a, b] = [old.get(copy), fresh.get(copy)];
    if (a === undefined && b === undefined) continue;
    const task = taskCopyId(instance, copy);
    const kind = kindOf(from.get(copy), to.get(copy));
    if (kind !== "kept") {
      const [was, is] = [from.get(copy), to.get(copy)];
      changes.push({
        ...{ task, kind },
        ...(was !== undefined && { from: { resources: was.resources, start: was.start } }),
        ...(is !== undefined && { to: is }),
      });
    } else if (`${a?.sort()}` !== `${b?.sort()}`) inside.push(task);
    else same++;
  }
  return { changes, inside, same };
}

function kindOf(from: TaskStand | undefined, to: TaskStand | undefined): ChangeKind {
  if (to === undefined) return "unplaced";
  if (from === undefined) return "added";
  return moveOf(from, to);
}

/** By task copy, each piece in words. */
function piecesByCopy(plan: Plan): ReadonlyMap<number, string[]> {
  const pieces = new Map<number, string[]>();
  const { task, resource, start, share, device, deviceStart } = plan;
  for (let k = 0; k < task.length; k++) {
    const devices = device.subarray(deviceStart[k], deviceStart[k + 1]).join("+");
    const words = [resource[k], start[k], share[k], devices].join(" ");
    const own = pieces.get(task[k]);
    if (own === undefined) pieces.set(task[k], [words]);
    else own.push(words);
  }
  return pieces;
}
