import { copiesLost } from "../../../instance/losses.ts";
import type { Instance } from "../../../instance/types.ts";
import { buildPlan } from "../../../plan/build.ts";
import { lostPieces, withRecoveries } from "../../../plan/recovery.ts";
import type { Plan, Recovery } from "../../../plan/types.ts";
import { byLoss, NODE_LIMIT, placesOf, type Recovered, unitsOf } from "../recovered.ts";
import { repack } from "./repack.ts";
import { Rooms, standOf } from "./rooms.ts";

export interface RecoverOptions {
  readonly nodeLimit?: number;
  /** Recoveries of a plan like this one, whose places are tried first. */
  readonly hint?: readonly Recovery[];
  /** What the pieces of the plan leave, where it is known; as it was afterwards. */
  readonly rooms?: Rooms;
  /** All that differs from the plan of `hint`: recoveries that have nothing to do with it stand. */
  readonly changed?: Changed;
}

/** Task copies that have moved, and resource copies where something has left or come. */
export interface Changed {
  readonly tasks: ReadonlySet<number>;
  readonly copies: ReadonlySet<number>;
}

/**
 * Looks for a recovery from every loss of the instance, for a placement of whole tasks that keeps all other rules. What
 * stays keeps its devices. Deterministic; "impossible" is proven by trying all there is, "unknown" says that nodes ran out.
 */
export function recover(instance: Instance, plan: Plan, options: RecoverOptions = {}): Recovered {
  const { robust } = instance;
  if (robust === undefined) return { plan };
  const rooms = options.rooms ?? new Rooms(instance, plan);
  const hints = byLoss(options.hint);
  const recoveries: Recovery[] = [];
  for (const [loss, pieces] of lostPieces(instance, plan).entries()) {
    if (pieces.length === 0) continue;
    const copies = copiesLost(robust, loss);
    const known = hints.get(loss);
    if (known !== undefined && options.changed !== undefined) {
      if (isApart(copies, known, options.changed)) {
        recoveries.push({ loss, moved: known });
        continue;
      }
    }
    const lost = new Set(copies);
    const stands = pieces.map((k) => standOf(plan, k));
    for (const stand of stands) rooms.take(stand);
    const units = unitsOf(
      instance,
      stands.map(({ task }) => task),
      (task) => task,
    );
    const found = repack(rooms, units, lost, options.nodeLimit ?? NODE_LIMIT, placesOf(known));
    for (const stand of stands) rooms.put(stand);
    if (typeof found === "string") return { loss, why: found };
    const moved = buildPlan(
      instance,
      found.map(({ task, copy, devices }) => ({ task, resource: copy, devices })),
    );
    recoveries.push({ loss, moved });
  }
  return { plan: withRecoveries(plan, recoveries) };
}

/** True if a change concerns neither what is lost, nor where it goes, nor a task that moves. */
function isApart(lost: Int32Array, moved: Plan, { tasks, copies }: Changed): boolean {
  return !(
    lost.some((copy) => copies.has(copy)) ||
    moved.resource.some((copy) => copies.has(copy)) ||
    moved.task.some((task) => tasks.has(task))
  );
}
