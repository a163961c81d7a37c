import { findTaskCopy } from "../../../instance/ids.ts";
import { type Assignment, assignments } from "../../../plan/assignments.ts";
import { pieceEnd } from "../../../plan/piece.ts";
import type { VerifiedPlan } from "../../../plan/types.ts";
import { type ObjectRef, refOf } from "../objects/objects.ts";
import type { ClusterOrigin, OriginTask } from "../rows/origin.ts";
import { deal } from "./deal.ts";
import { copiesOf, copyId, requireFit } from "./origin-fit.ts";

/** How many pods go to each node, by its name. */
export type PodsByNode = ReadonlyMap<string, number>;

/** Pods of one template, and where a plan has them. */
export interface PlacedPart {
  /** "" if the object has no other. */
  readonly name: string;
  readonly pods: number;
  readonly nodes: PodsByNode;
  /** ms from the beginning of the plan; absent where none of its pods has a place. */
  readonly start?: number;
  /** When what it waits for has ended in the plan, so that the cluster starts it; absent if it waits for nothing. */
  readonly ready?: number;
}

/** One object of the cluster, and where a plan has its pods. */
export interface PlacedObject {
  readonly ref: ObjectRef;
  /** It runs, or waits where an earlier plan holds it: moves say what becomes of it. */
  readonly isMoved: boolean;
  readonly parts: readonly PlacedPart[];
}

/**
 * What a plan says of each object that its tasks stand for. Copies of a task are alike, so they are dealt out again among the objects
 * behind it, as many as possible whole on one node. Throws InstanceError where the origin is not of this instance.
 */
export function placedObjects(
  verified: VerifiedPlan,
  origin: ClusterOrigin,
): readonly PlacedObject[] {
  const { instance } = verified;
  requireFit(instance, origin);
  const pieces = piecesOf(verified);
  const nodeOf = nodesByCopy(origin.resources);
  const objects = new Map<string, { ref: ObjectRef; isMoved: boolean; parts: PlacedPart[] }>();
  for (const [id, rows] of Object.entries(origin.tasks)) {
    const ready = readyAt(verified, findTaskCopy(instance, copyId(id, copiesOf(rows), 0))!);
    for (const [row, { nodes, start }] of placesOf(id, rows, pieces, nodeOf)) {
      const ref = refOf(row);
      const key = JSON.stringify([ref.apiVersion, ref.kind, ref.namespace, ref.name]);
      const object = objects.get(key) ?? {
        ref,
        isMoved: isMoved(row),
        parts: [],
      };
      objects.set(key, object);
      const parts = row.parts ?? [{ name: row.part ?? "", pods: row.pods }];
      const shares =
        parts.length === 1
          ? [nodes]
          : deal(
              parts.map(({ pods }) => pods),
              nodes,
            );
      for (const [i, { name: part, pods }] of parts.entries()) {
        addPart(object.parts, { name: part, pods, nodes: shares[i], start, ready });
      }
    }
  }
  return [...objects.values()];
}

/** Whether moves bring the pods of a row to their places. */
export function isMoved({ running, stranded }: OriginTask): boolean {
  return running === true || stranded === true;
}

interface RowPlaces {
  readonly nodes: PodsByNode;
  readonly start?: number | undefined;
}

/** Each row of a task with its places. */
function placesOf(
  id: string,
  rows: readonly OriginTask[],
  pieces: ReadonlyMap<string, readonly Assignment[]>,
  nodeOf: ReadonlyMap<string, string>,
): readonly (readonly [OriginTask, RowPlaces])[] {
  const total = copiesOf(rows);
  let copy = 0;
  const own = rows.map((row): readonly [OriginTask, readonly Assignment[]] => {
    const found = Array.from(
      { length: row.copies },
      () => pieces.get(copyId(id, total, copy++)) ?? [],
    );
    return [row, found.flat()];
  });
  const places = own.map(([row, found]) => [row, summed(found, nodeOf)] as const);
  // One piece for each pod, none of which has begun: then any copy may be of any object.
  const isDealt = ([row]: (typeof places)[number]) => row.copies === row.pods && !isMoved(row);
  const open = places.filter(isDealt);
  if (
    open.length < 2 ||
    new Set(own.flatMap(([, found]) => found.map((one) => one.start_ms))).size > 1
  ) {
    return places;
  }
  const pool = new Map<string, number>();
  for (const [, { nodes }] of open) {
    for (const [node, count] of nodes) pool.set(node, (pool.get(node) ?? 0) + count);
  }
  const start = open.find(([, one]) => one.start !== undefined)?.[1].start;
  const dealt = deal(
    open.map(([{ pods }]) => pods),
    pool,
  );
  const numberOf = new Map(open.map((place, i) => [place, i]));
  return places.map((place): (typeof places)[number] => {
    const i = numberOf.get(place);
    if (i === undefined) return place;
    const nodes = dealt[i];
    return [place[0], { nodes, ...(nodes.size > 0 && { start }) }];
  });
}

function summed(found: readonly Assignment[], nodeOf: ReadonlyMap<string, string>): RowPlaces {
  const nodes = new Map<string, number>();
  for (const { resource } of found) {
    const node = nodeOf.get(resource)!;
    nodes.set(node, (nodes.get(node) ?? 0) + 1);
  }
  if (found.length === 0) return { nodes };
  return { nodes, start: Math.max(...found.map(({ start_ms }) => start_ms)) };
}

interface NewPart extends RowPlaces, Pick<PlacedPart, "name" | "pods"> {
  readonly ready: number | undefined;
}

/** Rows of one part, over which its pods were shared out, are one part again. */
function addPart(parts: PlacedPart[], { start, ready, ...more }: NewPart) {
  const i = parts.findIndex(({ name }) => name === more.name);
  const known = i < 0 ? undefined : parts[i];
  const nodes = new Map(known?.nodes);
  for (const [node, count] of more.nodes) nodes.set(node, (nodes.get(node) ?? 0) + count);
  const starts = [known?.start, start].filter((one) => one !== undefined);
  const part: PlacedPart = {
    ...more,
    pods: (known?.pods ?? 0) + more.pods,
    nodes,
    ...(starts.length > 0 && { start: Math.max(...starts) }),
    ...(ready !== undefined && { ready }),
  };
  if (i < 0) parts.push(part);
  else parts[i] = part;
}

function piecesOf(verified: VerifiedPlan): ReadonlyMap<string, readonly Assignment[]> {
  const found = new Map<string, Assignment[]>();
  for (const piece of assignments(verified)) {
    const known = found.get(piece.task);
    if (known === undefined) found.set(piece.task, [piece]);
    else known.push(piece);
  }
  return found;
}

/** The node behind each copy of a resource. */
function nodesByCopy(resources: ClusterOrigin["resources"]): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(resources).flatMap(([id, nodes]) =>
      nodes.map(({ name }, k) => [copyId(id, nodes.length, k), name] as const),
    ),
  );
}

/** When all that the task of a copy waits for has ended; of copies that wait one for one, when the first has. */
function readyAt({ instance, plan }: VerifiedPlan, copy: number): number | undefined {
  const entry = instance.taskOfCopy[copy];
  const waits = instance.schedule?.precedence.filter(({ after }) => after === entry) ?? [];
  if (waits.length === 0) return undefined;
  const ends = waits.map(({ before, lag, pairwise }) => {
    const own = [...plan.task.keys()].filter((k) => instance.taskOfCopy[plan.task[k]] === before);
    const all = own.map((k) => pieceEnd(instance, plan, k) + lag);
    return pairwise ? Math.min(...all) : Math.max(...all);
  });
  return Math.max(...ends);
}
