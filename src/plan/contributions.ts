import { answerFor, type ByKind } from "../instance/objectives/objective.ts";
import { type Named, partsOf } from "../instance/objectives/registry.ts";
import { isCounted } from "../instance/priority.ts";
import type { Target } from "../instance/targets.ts";
import { type Instance, WHOLE } from "../instance/types.ts";
import { occupiedIntervals } from "./occupied.ts";
import { pairOf, pieceEnd, pieceRuntime } from "./piece.ts";
import { shareCeil, shareFloor } from "./shares.ts";
import { transfersOf } from "./transfers.ts";
import type { Plan } from "./types.ts";
import { usedCopies } from "./used.ts";

/** What the pieces of a plan, its used resource copies and the rest add to an internal value; together exactly that value. */
export interface Contributions {
  /** By piece. What a task counts for as a whole, such as its last end, stands at its first piece. */
  readonly pieces: Float64Array;
  /** By used resource copy: what is counted for the copy, beside its pieces. */
  readonly copies: ReadonlyMap<number, number>;
  /** What moves between sites. */
  readonly transfers: number;
}

/**
 * Splits the internal value of a plan under a target into summands; undefined where a term is no sum, such as a makespan.
 * O(pieces log pieces + copies).
 */
export function contributionsOf(
  instance: Instance,
  plan: Plan,
  { terms }: Target,
): Contributions | undefined {
  const copies = new Map<number, number>();
  const sum: Summands = { pieces: new Float64Array(plan.task.length), copies, transfers: 0 };
  for (const { objective, factor } of terms) {
    for (const part of partsOf(instance, objective)) {
      const add = answerFor(ADDING, part, { instance, plan, objective, factor, sum });
      if (!add) return undefined;
    }
  }
  return sum;
}

interface Summands {
  readonly pieces: Float64Array;
  readonly copies: Map<number, number>;
  transfers: number;
}

interface Adding {
  readonly instance: Instance;
  readonly plan: Plan;
  readonly objective: Named;
  readonly factor: number;
  readonly sum: Summands;
}

/** Adds a part to the summands; false where it is no sum. The same amounts as in `evaluate.ts`, each where it arises. */
const ADDING: ByKind<[Adding], boolean> = {
  pieces({ amount, isGain }, { instance, plan, objective, factor, sum }) {
    for (const k of plan.task.keys()) {
      if (!counts(instance, plan, objective, k)) continue;
      const whole = amount(...pairOf(instance, plan, k));
      const own = isGain ? -shareFloor(whole, plan.share[k]) : shareCeil(whole, plan.share[k]);
      sum.pieces[k] += factor * own;
    }
    return true;
  },
  placed: ({ gain }, adding) =>
    addByTask(adding, (entry, pieces) => {
      const { tasks } = adding.instance;
      if (!tasks[entry].divisible) return -gain(entry);
      const share = pieces.reduce((all, k) => all + adding.plan.share[k], 0);
      return -shareFloor(gain(entry), Math.min(share, WHOLE));
    }),
  runtimes: ({ value }, adding) =>
    addByTask(adding, (entry, pieces) => {
      const { instance, plan } = adding;
      const longest = Math.max(...pieces.map((k) => pieceRuntime(instance, plan, k)));
      return value(instance.tasks[entry], longest);
    }),
  ends: ({ value }, adding) =>
    addByTask(adding, (entry, pieces) => {
      const { instance, plan } = adding;
      return value(
        instance.tasks[entry],
        Math.max(...pieces.map((k) => pieceEnd(instance, plan, k))),
      );
    }),
  copies({ fixed, timed }, { instance, plan, factor, sum }) {
    const { resourceOfCopy } = instance;
    const add = (copy: number, amount: number) => {
      if (amount !== 0) sum.copies.set(copy, (sum.copies.get(copy) ?? 0) + factor * amount);
    };
    for (const copy of usedCopies(plan, resourceOfCopy.length)) {
      add(copy, fixed(resourceOfCopy[copy]));
    }
    if (timed === undefined) return true;
    for (const [copy, occupied] of occupiedIntervals(instance, plan)) {
      add(copy, timed(resourceOfCopy[copy], occupied));
    }
    return true;
  },
  transfers(_, { instance, plan, factor, sum }) {
    sum.transfers += factor * transfersOf(instance, plan);
    return true;
  },
  "last end": () => false,
  utilization: () => false,
  whole: () => false,
};

function counts(instance: Instance, { task }: Plan, objective: Named, k: number): boolean {
  if (objective.priority === undefined) return true;
  return isCounted(instance, objective, instance.taskOfCopy[task[k]]);
}

function addByTask(
  { instance, plan, objective, factor, sum }: Adding,
  value: (entry: number, pieces: readonly number[]) => number,
): true {
  for (let k = 0; k < plan.task.length; ) {
    const pieces: number[] = [k];
    for (k++; k < plan.task.length && plan.task[k] === plan.task[pieces[0]]; k++) pieces.push(k);
    if (!counts(instance, plan, objective, pieces[0])) continue;
    sum.pieces[pieces[0]] += factor * value(instance.taskOfCopy[plan.task[pieces[0]]], pieces);
  }
  return true;
}
