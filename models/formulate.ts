import type { LevelLimit } from "../src/instance/level-limit.ts";
import type { Target } from "../src/instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../src/instance/types.ts";
import { unheard } from "../src/plan/traits.ts";
import { addBudgetRow } from "./budget.ts";
import { decodePlan } from "./decode.ts";
import { beginDraft } from "./draft.ts";
import { encodePlan } from "./encode.ts";
import { addLimitRow, encodingOf } from "./level-rows.ts";
import { type FormCache, formOf } from "./objectives.ts";
import type { Scope } from "./pairs.ts";
import { countMoves } from "./robust.ts";
import { PROGRAM, RULE_ROWS } from "./rules.ts";
import { formulateSchedule } from "./schedule/formulate.ts";
import { targetForm } from "./target-form.ts";
import type { Encoding, Unsupported } from "./types.ts";

/** Order columns beyond which the exact formulation of an order is hopeless for a solver. */
const MOST_ORDER_COLUMNS = 200_000;

/** The same of columns for what moves after losses. */
const MOST_MOVES = 200_000;

/**
 * The instance and one target as a mixed-integer program with maps to and from plans. Its points are the
 * plans up to what no rule and no target can tell apart: the numbering of devices and, in batch mode, idle
 * time and (where it does not matter) order. With divisible tasks it is a relaxation, because shares are
 * real numbers and nothing is rounded up: its bound holds, and `decode` rounds the shares.
 * `limits` are earlier targets that must stay at or below their values (before shares are rounded up).
 * With a `scope` it holds only the plans inside; then its bound is none of the instance.
 * O(columns + entries).
 */
export function formulate(
  instance: Instance,
  target: Target,
  limits: readonly LevelLimit[],
  scope?: Scope,
): Encoding | Unsupported {
  if (instance.mode === "schedule") {
    return scope === undefined
      ? formulateSchedule(instance, target, limits)
      : { unsupported: "Parts of plans over time have no integer program." };
  }
  const unknown = unheard(PROGRAM, { instance, target });
  if (unknown !== undefined)
    return { unsupported: `The integer program has no rows where ${unknown}.` };
  const draft = beginDraft(instance, [target, ...limits.map((limit) => limit.target)], scope);
  const orders = draft.sequencing?.orderColumns ?? 0;
  if (orders > MOST_ORDER_COLUMNS) return tooManyOrders(orders);
  const moves = countMoves(draft);
  if (moves > MOST_MOVES) return tooManyMoves(moves);
  const cache: FormCache = new Map();
  const ofObjective = (objective: ObjectiveSpec) => formOf(draft, objective, cache);
  const form = targetForm(draft, target, ofObjective);
  addBudgetRow(draft, cache);
  const limited = limits.map((limit) => {
    const own = targetForm(draft, limit.target, ofObjective);
    addLimitRow(draft.builder, own, limit.atMost);
    return own.exact;
  });
  for (const { add } of RULE_ROWS) add(draft);
  return encodingOf(draft.builder, form, !limited.includes(false), {
    encode: (plan, columns) => encodePlan(draft, columns, plan),
    decode: (x) => decodePlan(draft, x),
  });
}

function tooManyMoves(moves: number): Unsupported {
  return {
    unsupported:
      `Trying every loss would need ${moves.toLocaleString("en")} columns for what moves, more than the ` +
      `${MOST_MOVES.toLocaleString("en")} that a solver could use.`,
  };
}

function tooManyOrders(orders: number): Unsupported {
  return {
    unsupported:
      `The order of the tasks would need ${orders.toLocaleString("en")} columns, more than the ` +
      `${MOST_ORDER_COLUMNS.toLocaleString("en")} that a solver could use: fewer different releases ` +
      "and deadlines, or another objective than weighted-completion, need none.",
  };
}
