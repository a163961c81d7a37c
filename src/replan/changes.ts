import { runtimeOf } from "../instance/features.ts";
import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import type { Plan } from "../plan/types.ts";
import { isOut } from "./past.ts";
import type { EarlierPiece, Fate, Past, Situation } from "./types.ts";

/** Where and when a task copy runs. */
export interface TaskStand {
  /** Ids of the resource copies of its pieces, each once, in the order of the instance. */
  readonly resources: readonly string[];
  /** Milliseconds from the beginning; 0 in placement. */
  readonly start: number;
}

/**
 * What a replan does with a task copy: `ended` and `running` as they began; `kept` where and when it was; `earlier` or `later` on its
 * resources; `moved` to others; `restarted` since it was lost; `added` if it had no place; `unplaced` if it has none any
 * more; `dropped` if the instance no longer has it.
 */
export type ChangeKind =
  | "ended"
  | "running"
  | "restarted"
  | "moved"
  | "later"
  | "earlier"
  | "kept"
  | "added"
  | "unplaced"
  | "dropped";

/** One line of the difference between two plans. */
export interface Change {
  readonly task: string;
  readonly kind: ChangeKind;
  /** In the earlier plan. */
  readonly from?: TaskStand;
  /** In the new one. */
  readonly to?: TaskStand & {
    /** The last end of its pieces; absent in placement. */
    readonly end?: number;
  };
  /** Set where it had to leave: a resource that is down or no longer there. */
  readonly lost?: readonly string[];
}

/** The difference between the earlier plan and the new one, by task copy, then what is dropped. O(pieces). */
export function changesOf(situation: Situation, past: Past, found: Plan): readonly Change[] {
  const { instance } = situation;
  const now = standsOf(instance, found);
  const changes = [...past.pieces.keys()].flatMap((copy): readonly Change[] => {
    const pieces = past.pieces[copy];
    const to = now.get(copy);
    const from = pieces.length === 0 ? undefined : earlierStand(instance, pieces);
    if (from === undefined && to === undefined) return [];
    const lost = [
      ...new Set(
        pieces.filter((piece) => isOut(situation, piece)).map(({ resourceId }) => resourceId),
      ),
    ];
    const isMoving = past.fate[copy] === "lost" || past.fate[copy] === "displaced";
    return [
      {
        task: taskCopyId(instance, copy),
        kind: kindOf(past.fate[copy], from, to),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...(isMoving && lost.length > 0 && { lost }),
      },
    ];
  });
  const dropped = past.gone.map(({ id, resource, start }): Change => {
    return { task: id, kind: "dropped", from: { resources: [resource], start } };
  });
  return [...changes, ...dropped];
}

function kindOf(fate: Fate, from: TaskStand | undefined, to: TaskStand | undefined): ChangeKind {
  if (fate === "ended" || fate === "running") return fate;
  if (to === undefined) return "unplaced";
  if (from === undefined) return "added";
  return fate === "lost" ? "restarted" : moveOf(from, to);
}

/** How a stand differs from an earlier one. */
export function moveOf(from: TaskStand, to: TaskStand): ChangeKind {
  if (from.resources.join(" ") !== to.resources.join(" ")) return "moved";
  if (from.start === to.start) return "kept";
  return to.start > from.start ? "later" : "earlier";
}

function earlierStand(instance: Instance, pieces: readonly EarlierPiece[]): TaskStand {
  const sorted = [...pieces].sort((a, b) => order(instance, a) - order(instance, b));
  return {
    resources: [...new Set(sorted.map(({ resourceId }) => resourceId))],
    start: Math.min(...pieces.map(({ start }) => start)),
  };
}

/** What is gone stands last. */
function order({ resourceOfCopy }: Instance, { resource }: EarlierPiece): number {
  return resource < 0 ? resourceOfCopy.length : resource;
}

/** Where and when each placed task copy stands. O(pieces). */
export function standsOf(
  instance: Instance,
  found: Plan,
): ReadonlyMap<number, Change["to"] & object> {
  const stands = new Map<number, { resources: string[]; start: number; end: number }>();
  const { taskOfCopy, resourceOfCopy, mode } = instance;
  for (let k = 0; k < found.task.length; k++) {
    const id = resourceCopyId(instance, found.resource[k]);
    const start = found.start[k];
    const end =
      start + runtimeOf(instance, taskOfCopy[found.task[k]], resourceOfCopy[found.resource[k]]);
    const known = stands.get(found.task[k]);
    if (known === undefined) {
      stands.set(found.task[k], { resources: [id], start, end });
      continue;
    }
    if (!known.resources.includes(id)) known.resources.push(id);
    known.start = Math.min(known.start, start);
    known.end = Math.max(known.end, end);
  }
  return new Map(
    [...stands].map(([copy, { resources, start, end }]) => [
      copy,
      { resources, start, ...(mode !== "placement" && { end }) },
    ]),
  );
}
