import { runtimeOf } from "../instance/features.ts";
import { findRenamed, findResourceCopy, findTaskCopy } from "../instance/ids.ts";
import { type Instance, WHOLE } from "../instance/types.ts";
import { durationText } from "../plan/wording.ts";
import { UsageError } from "../util/errors.ts";
import type { EarlierPiece, Fate, GoneTask, Past, Situation } from "./types.ts";

/**
 * What became of each task copy of the earlier plan by `now`, with the runtimes of the instance that is planned now.
 * Throws UsageError where something has begun on a resource copy that the instance no longer has. O(pieces).
 */
export function pastOf(situation: Situation): Past {
  const { instance, earlier } = situation;
  const pieces: EarlierPiece[][] = Array.from({ length: instance.taskOfCopy.length }, () => []);
  const gone = new Map<string, GoneTask>();
  for (const { task: id, resource, start_ms: start, share = WHOLE, devices = [] } of earlier) {
    const task = findRenamed(findTaskCopy, instance, id);
    if (task === undefined) {
      if (!gone.has(id)) gone.set(id, { id, resource, start });
      continue;
    }
    pieces[task].push({
      task,
      resource: findRenamed(findResourceCopy, instance, resource) ?? -1,
      resourceId: resource,
      start,
      share,
      devices: [...devices].sort((a, b) => a - b),
    });
  }
  return {
    pieces,
    fate: pieces.map((own) => fateOf(situation, own)),
    gone: [...gone.values()],
  };
}

/** True if a piece stands where nothing can run any more. */
export function isOut({ down }: Situation, { resource }: EarlierPiece): boolean {
  return resource < 0 || down.has(resource);
}

function fateOf(situation: Situation, pieces: readonly EarlierPiece[]): Fate {
  if (pieces.length === 0) return "absent";
  const { instance, now } = situation;
  const isOutside = pieces.some((piece) => isOut(situation, piece));
  if (instance.mode === "placement") return isOutside ? "lost" : "waiting";
  if (pieces.some(({ start }) => start >= now)) return isOutside ? "displaced" : "waiting";
  const ends = pieces.map((piece) => endOf(instance, piece));
  // A gang that loses one of its workers is lost whole.
  if (pieces.some((piece, i) => isOut(situation, piece) && ends[i] > now)) return "lost";
  return ends.every((end) => end <= now) ? "ended" : "running";
}

function endOf(instance: Instance, { task, resource, resourceId, start }: EarlierPiece): number {
  if (resource < 0) {
    throw new UsageError(
      `What began on ${resourceId} at ${durationText(start)} belongs to the plan, and the changed instance has no ${resourceId}.\n` +
        `Maybe keep it in the document and say --down ${resourceId}.`,
    );
  }
  const { taskOfCopy, resourceOfCopy } = instance;
  return start + runtimeOf(instance, taskOfCopy[task], resourceOfCopy[resource]);
}
