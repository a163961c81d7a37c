import { copiesLost, lossCount } from "../../../instance/losses.ts";
import type { Instance } from "../../../instance/types.ts";
import { buildPlan } from "../../../plan/build.ts";
import { withRecoveries } from "../../../plan/recovery.ts";
import type { Plan, Recovery } from "../../../plan/types.ts";
import { State } from "../../state/state.ts";
import {
  byLoss,
  type Failed,
  NODE_LIMIT,
  placesOf,
  type Recovered,
  unitsOf,
} from "../recovered.ts";
import { repack, tightestFirst } from "./repack.ts";

export interface RecoverOptions {
  readonly nodeLimit?: number;
  /** Recoveries of a plan like this one, whose places are tried first. */
  readonly hint?: readonly Recovery[];
  /** All that differs from the plan of `hint`: recoveries that have nothing to do with it stand. */
  readonly changed?: Changed;
}

/** Task copies that have moved, and resource copies where something has left or come. */
export interface Changed {
  readonly tasks: ReadonlySet<number>;
  readonly copies: ReadonlySet<number>;
}

/** A recovery from every loss for a placement of whole tasks that keeps all other rules; see `recoveriesOf`. */
export function recover(instance: Instance, plan: Plan, options: RecoverOptions = {}): Recovered {
  if (instance.robust === undefined) return { plan };
  const found = recoveriesOf(new State(instance, { plan }), options);
  return "why" in found ? found : { plan: withRecoveries(plan, found) };
}

/**
 * Looks for a recovery from every loss of the instance, in what a placement of whole tasks leaves when the lost pieces are
 * gone. What stays keeps its devices. The state is left as it was. Deterministic; "impossible" is proven by trying all there
 * is, "unknown" says that nodes ran out.
 */
export function recoveriesOf(
  state: State,
  options: RecoverOptions = {},
): readonly Recovery[] | Failed {
  const { instance, pieces, held } = state;
  const { robust } = instance;
  if (robust === undefined) return [];
  const hints = byLoss(options.hint);
  const recoveries: Recovery[] = [];
  // As it is at the first loss that asks: each leaves the state as it was.
  let order: readonly number[] | undefined;
  for (let loss = 0; loss < lossCount(instance); loss++) {
    const copies = copiesLost(robust, loss);
    const lost = [...copies].flatMap((copy) => held[copy]).sort((a, b) => a - b);
    if (lost.length === 0) continue;
    const hint = hints.get(loss);
    if (hint !== undefined && options.changed !== undefined) {
      if (isApart(copies, hint, options.changed)) {
        recoveries.push({ loss, moved: hint });
        continue;
      }
    }
    const back = lost.map((piece) => takeOut(state, piece));
    const units = unitsOf(instance, lost, (piece) => pieces.task[piece]);
    const known = placesOf(hint);
    const found = repack(state, units, new Set(copies), {
      places: () => {
        order ??= tightestFirst(state);
        return order;
      },
      nodeLimit: options.nodeLimit ?? NODE_LIMIT,
      preferred: (piece) => known(pieces.task[piece]),
    });
    while (back.length > 0) back.pop()?.();
    if (typeof found === "string") return { loss, why: found };
    const moved = found.map(({ piece, copy, devices }) => ({
      task: pieces.task[piece],
      resource: copy,
      devices,
    }));
    recoveries.push({ loss, moved: buildPlan(instance, moved) });
  }
  return recoveries;
}

/** Takes a piece away; what puts it back exactly. */
function takeOut(state: State, piece: number): () => void {
  const copy = state.pieces.at[piece];
  const devices = state.devices?.of[piece];
  const place = state.take(piece);
  return () => {
    state.put(piece, copy, place, devices);
  };
}

/** True if a change concerns neither what is lost, nor where it goes, nor a task that moves. */
function isApart(lost: Int32Array, moved: Plan, { tasks, copies }: Changed): boolean {
  return !(
    lost.some((copy) => copies.has(copy)) ||
    moved.resource.some((copy) => copies.has(copy)) ||
    moved.task.some((task) => tasks.has(task))
  );
}
