import type { FieldSource } from "../../instance/read/own-fields.ts";
import type { Instance, Mode } from "../../instance/types.ts";
import { pieceEnd } from "../piece.ts";
import type { Plan } from "../types.ts";

/** What a clause looks at: the instance and the well-formed, sorted pieces of the plan. */
export interface Audit {
  readonly instance: Instance;
  /** Over time a start that is no whole number of ms is NaN here: no clause about time sees it. */
  readonly plan: Plan;
  /** The pieces of each resource copy; computed at the first call. */
  readonly byResource: () => PiecesByResource;
  /** The ends of all pieces in ms, by piece; computed at the first call. */
  readonly ends: () => Float64Array;
}

/** Pieces of resource copy r: piece[start[r]] .. piece[start[r+1]-1], by task copy. */
export interface PiecesByResource {
  readonly start: Int32Array;
  readonly piece: Int32Array;
}

/** Where a plan breaks a rule, in numbers of copies. */
export interface Site {
  readonly task?: number;
  readonly resource?: number;
  /** Milliseconds from the beginning. */
  readonly time?: number;
  /** Number of a dimension. */
  readonly dimension?: number;
  /** What there is, what is allowed, and the unit of both: of a dimension as it is counted inside. */
  readonly amount?: number;
  readonly limit?: number;
  readonly unit?: string;
}

/** Takes the message of one violation, which is only built if it will be shown, and where it is. */
export type ReportViolation = (message: () => string, site?: Site) => void;

/** Where a piece stands, over time with its start. */
export function siteOf({ mode }: Instance, plan: Plan, k: number): Site {
  const time = plan.start[k];
  const isTimed = mode !== "placement" && !Number.isNaN(time);
  return { task: plan.task[k], resource: plan.resource[k], ...(isTimed && { time }) };
}

/**
 * Something that instances may ask for and not all do. Who plans without having heard of it may break a rule or miss what plans
 * are made of, so it declines (see `../traits.ts`).
 */
export interface Trait<Name extends string = string> {
  readonly name: Name;
  /** A clause such as "tasks must share a resource". */
  readonly about: string;
  /**
   * "forbids": it only rules plans out, so a lower bound that leaves it aside holds all the same. "shapes": it changes what a plan
   * consists of or what it is worth, so a bound too must have heard of it.
   */
  readonly kind: "forbids" | "shapes";
  /** Asked in the modes of its rule. */
  readonly isIn: (instance: Instance) => boolean;
}

/**
 * Keys of the document that a rule reads by itself, where no field of `Instance` holds what it asks for. By key: its JSON Schema,
 * with a description for the user, and `examples` of which random documents of the tests are made.
 */
export interface RuleFields {
  readonly document?: Readonly<Record<string, object>>;
  readonly tasks?: Readonly<Record<string, object>>;
  /** What stands in `Instance.asked` under the rule's name; undefined for nothing. Says what is wrong to the report. */
  readonly read: (source: FieldSource) => unknown;
}

/** One clause of the verifier: reports every place where the plan breaks it. */
export interface Rule<Name extends string = string> {
  readonly name: string;
  /** Where the rule can be broken at all; none if every instance has it. */
  readonly traits: readonly Trait<Name>[];
  readonly fields?: RuleFields;
  /** It limits an amount, so that rounding a share up to a millionth or an end up to a ms can break it. */
  readonly isOfAmounts?: true;
  /** It looks at the pieces of each resource copy by themselves: copies that hold what they held before keep it as before. */
  readonly isOfEachCopy?: true;
  /** The modes in which the rule means something; all if absent. */
  readonly modes?: readonly Mode[];
  readonly check: (audit: Audit, report: ReportViolation) => void;
}

/** Prepares a plan whose columns are sound (see `structure`) for the clauses. */
export function makeAudit(instance: Instance, plan: Plan): Audit {
  let byResource: PiecesByResource | undefined;
  let ends: Float64Array | undefined;
  return {
    instance,
    plan,
    byResource: () => {
      byResource ??= groupByResource(plan, instance.resourceOfCopy.length);
      return byResource;
    },
    ends: () => {
      ends ??= Float64Array.from(plan.task, (_, k) => pieceEnd(instance, plan, k));
      return ends;
    },
  };
}

/** The half-open range of the pieces of all copies of task entry `task`. O(log n). */
export function piecesOfEntry(instance: Instance, plan: Plan, task: number): [number, number] {
  return [
    firstPieceOf(plan, instance.taskCopyStart[task]),
    firstPieceOf(plan, instance.taskCopyStart[task + 1]),
  ];
}

/** The first piece of task copy `copy` or of a later one. */
function firstPieceOf(plan: Plan, copy: number): number {
  let low = 0;
  let high = plan.task.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (plan.task[middle] < copy) low = middle + 1;
    else high = middle;
  }
  return low;
}

function groupByResource(plan: Plan, copies: number): PiecesByResource {
  const start = new Int32Array(copies + 1);
  for (const resource of plan.resource) start[resource + 1]++;
  for (let r = 0; r < copies; r++) start[r + 1] += start[r];
  const next = start.slice();
  const piece = new Int32Array(plan.resource.length);
  for (let k = 0; k < piece.length; k++) piece[next[plan.resource[k]]++] = k;
  return { start, piece };
}
