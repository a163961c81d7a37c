import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { handling } from "../../plan/traits.ts";
import { entriesInOrder } from "../entries.ts";
import { demandKey } from "../keys.ts";
import { ListPlan } from "../list-plan.ts";
import { placeUnit } from "../place.ts";
import type { Heuristic } from "../types.ts";
import { unitsOf } from "../units.ts";
import { leastAllocatedRank } from "./scores.ts";

/**
 * Karpenter's consolidation, after its documentation ("Disruption", section Consolidation): nodes by rising cost of disruption, here the number of
 * pieces on them; several at once first, for which a binary search over prefixes of that order looks for the most that can go, then single
 * ones. Nodes can go whose pods fit on the others, or on these and one new node that is cheaper than all that go. Pods come as kube-scheduler
 * puts them (LeastAllocated, in the order of the instance); those that move go by falling demand to the first node with room. Nodes
 * that can be started are the unused copies of the instance, the cheapest first. Not followed: budgets of disruption, ages, expiry, spot, priorities of pods.
 */
export const consolidation: Heuristic = {
  name: "consolidation",
  about: "one pass as kube-scheduler's LeastAllocated, then Karpenter's consolidation by prefixes",
  handles: handling("placement", "optional", "separate", "devices", "replicas"),
  supports: ({ mode, resources }) => {
    if (mode !== "placement") return "it is for tasks that all run at once (placement)";
    const isPaid = resources.some(({ fixedPrice }) => fixedPrice > 0);
    return isPaid || "it is about what nodes cost: no resource has a fixed_price";
  },
  *plans(instance, target) {
    const state = new ListPlan(instance);
    const { mandatory, optional } = unitsOf(instance);
    const by = leastAllocatedRank;
    const choice = { by, entries: entriesInOrder(instance), looked: ALL, divide: "fill" } as const;
    for (const unit of mandatory) if (!placeUnit(state, unit, choice)) return;
    for (const unit of optional) placeUnit(state, unit, choice);
    yield state.toPlan();
    const nodes = new Nodes(state, demandKey(instance, usablePairs(instance), target));
    while (nodes.consolidate()) yield state.toPlan();
  },
};

/** Every copy is scored. */
const ALL = { first: Infinity, leastFilled: 0 } as const;

/** Nodes that are looked at together at most, as there. */
const MOST_TOGETHER = 100;

/** A piece that went from one resource copy to another; -1 while it is nowhere. */
interface Move {
  readonly task: number;
  readonly from: number;
  to: number;
}

/** Resource copies as nodes, and doing without some of them. */
class Nodes {
  readonly #state: ListPlan;
  readonly #keys: Float64Array;
  readonly #instance: Instance;

  constructor(state: ListPlan, keys: Float64Array) {
    this.#state = state;
    this.#keys = keys;
    this.#instance = state.instance;
  }

  /** One step, which saves something; false, and all as before, where nothing can go any more. */
  consolidate(): boolean {
    const order = this.#used()
      .filter((copy) => this.#priceOf(copy) > 0)
      .sort((a, b) => this.#state.held[a].length - this.#state.held[b].length || a - b);
    const together = this.#mostTogether(order);
    if (together > 1) return this.#without(order.slice(0, together)) !== undefined;
    return order.some((copy) => this.#without([copy]) !== undefined);
  }

  /** The size of the largest prefix of two or more that the binary search meets; 0 if it meets none. */
  #mostTogether(order: readonly number[]): number {
    let [low, high, found] = [2, Math.min(order.length, MOST_TOGETHER), 0];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const moves = this.#without(order.slice(0, middle));
      if (moves === undefined) high = middle - 1;
      else {
        this.#undo(moves);
        [found, low] = [middle, middle + 1];
      }
    }
    return found;
  }

  /** Does without these nodes; the moves, or undefined, and all as before, where that cannot be or saves nothing. */
  #without(gone: readonly number[]): readonly Move[] | undefined {
    const state = this.#state;
    const { taskOfCopy } = this.#instance;
    const saved = gone.reduce((sum, copy) => sum + this.#priceOf(copy), 0);
    const stay = this.#used().filter((copy) => !gone.includes(copy));
    const moves: Move[] = gone.flatMap((from) =>
      state.tasksOn(from).map((task) => ({ task, from, to: -1 })),
    );
    const keyOf = ({ task }: Move) => this.#keys[taskOfCopy[task]];
    moves.sort((a, b) => keyOf(b) - keyOf(a) || a.task - b.task);
    for (const { task, from } of moves) state.remove(task, from);
    const offers = [undefined, ...this.#cheaper(saved, gone)];
    if (
      offers.some((fresh) => this.#placed(moves, fresh === undefined ? stay : [...stay, fresh]))
    ) {
      return moves;
    }
    this.#undo(moves);
    return undefined;
  }

  /** Puts all pieces on the first node with room; false, and none of them placed, where one fits nowhere. */
  #placed(moves: readonly Move[], nodes: readonly number[]): boolean {
    for (const move of moves) {
      const to = nodes.find((copy) => this.#state.fits(move.task, copy));
      if (to === undefined) {
        this.#lift(moves);
        return false;
      }
      this.#state.place(move.task, to);
      move.to = to;
    }
    return true;
  }

  /** Unused nodes that cost less, one of each entry, the cheapest first. */
  #cheaper(price: number, gone: readonly number[]): readonly number[] {
    const { resourceOfCopy } = this.#instance;
    const byEntry = new Map<number, number>();
    for (const copy of resourceOfCopy.keys()) {
      const isFree = this.#state.held[copy].length === 0 && !gone.includes(copy);
      if (isFree && !byEntry.has(resourceOfCopy[copy])) byEntry.set(resourceOfCopy[copy], copy);
    }
    return [...byEntry.values()]
      .filter((copy) => this.#priceOf(copy) < price)
      .sort((a, b) => this.#priceOf(a) - this.#priceOf(b) || a - b);
  }

  #lift(moves: readonly Move[]): void {
    for (const move of moves) {
      if (move.to >= 0) this.#state.remove(move.task, move.to);
      move.to = -1;
    }
  }

  /** Takes all moves back. */
  #undo(moves: readonly Move[]): void {
    this.#lift(moves);
    for (const { task, from } of moves) this.#state.place(task, from);
  }

  #used(): number[] {
    return [...this.#state.held.keys()].filter((copy) => this.#state.held[copy].length > 0);
  }

  #priceOf(copy: number): number {
    return this.#instance.resources[this.#instance.resourceOfCopy[copy]].fixedPrice;
  }
}
