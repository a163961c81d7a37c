import { runtimeOf } from "../instance/features.ts";
import { isGain, targetParts } from "../instance/objectives/kinds.ts";
import type { PartKind } from "../instance/objectives/objective.ts";
import { partsOf } from "../instance/objectives/registry.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { usablePairs } from "../instance/usable.ts";
import type { Plan } from "../plan/types.ts";
import { type Choice, LOOKED, type Looked } from "./choice.ts";
import { entriesByCapacity } from "./entries.ts";
import { demandKey, urgencyKey } from "./keys.ts";
import { ListPlan } from "./list-plan.ts";
import { levelKindOf, marginalOf } from "./marginal.ts";
import { placeUnit } from "./place.ts";
import { repair } from "./repair.ts";
import { byKey, unitsOf } from "./units.ts";

/** Resource entries that a task looks at: so many of the best by a fixed table, and as many in turn. */
const ENTRIES = 6;

/** Looks of all task copies together; where they are very many each looks less. */
const MOST_LOOKS = 2_000_000;

/** Refusals after which an entry is asked only by tasks that found no place elsewhere. */
const PATIENCE = 16;

/**
 * One plan by one list, for the first moments of a run on a large instance: tasks by falling demand (where there are
 * deadlines by urgency), each to the best of a few resource entries by the target's rise: those that suit it best by a fixed
 * table, and the next ones in turn. Who finds no place there goes to the first entry that has room. Optional tasks stay out
 * unless nothing but them counts. Undefined where some task has no place left, which says nothing of the instance.
 * O(T R) reads of tables, O(task copies) placements.
 */
export function roughList(instance: Instance, target: Target): Plan | undefined {
  const usable = usablePairs(instance);
  const units = unitsOf(instance);
  const isUrgent = instance.tasks.some(({ deadline }) => deadline !== undefined);
  const key = (isUrgent ? urgencyKey : demandKey)(instance, usable, target);
  const state = new ListPlan(instance);
  const list = new RoughList(state, target);
  const failed = byKey(instance, units.mandatory, key).filter((unit) => !list.place(unit));
  if (failed.length > 0 && !repair(state, failed, list.anywhere)) return undefined;
  // What only gains from tasks that need not be placed.
  if (targetParts(instance, target).every(isGain)) {
    for (const unit of byKey(instance, units.optional, key)) list.place(unit);
  }
  return state.toPlan();
}

class RoughList {
  /** Takes the first entry with room, the largest first. */
  readonly anywhere: Choice;
  readonly #state: ListPlan;
  readonly #best: Omit<Choice, "entries">;
  /** Entries that have not often refused, the next one in turn first. */
  readonly #open: number[];
  readonly #refusals: Int32Array;
  readonly #looked: number;
  readonly #amounts: Amounts | undefined;
  readonly #favourites = new Map<number, readonly number[]>();
  #turn = 0;

  constructor(state: ListPlan, target: Target) {
    const { instance } = state;
    this.#state = state;
    this.#open = [...entriesByCapacity(instance)];
    this.#refusals = new Int32Array(instance.resources.length);
    this.anywhere = { by: "first", entries: [...this.#open], divide: "fill" };
    const each = Math.floor(MOST_LOOKS / (2 * Math.max(1, instance.taskOfCopy.length)));
    this.#looked = Math.max(1, Math.min(ENTRIES, each));
    // Where not even two can be compared the first that has room is as good.
    this.#best = {
      by: each < 2 ? "first" : marginalOf(instance, target),
      looked: lookedIn(each / this.#looked),
      divide: levelKindOf(instance, target),
    };
    this.#amounts = amountsOf(instance, target);
  }

  /** False, and nothing changed, if the unit has no place. */
  place(unit: readonly number[]): boolean {
    const entry = this.#state.instance.taskOfCopy[unit[0]];
    const next = this.#inTurn();
    const entries = [...new Set([...this.#favouritesOf(entry), ...next])];
    if (placeUnit(this.#state, unit, { ...this.#best, entries })) return true;
    for (const one of entries) this.#refused(one);
    return placeUnit(this.#state, unit, this.anywhere);
  }

  /** The next few open entries, beginning one further each time. */
  #inTurn(): readonly number[] {
    const count = Math.min(this.#looked, this.#open.length);
    this.#turn++;
    return Array.from(
      { length: count },
      (_, i) => this.#open[(this.#turn + i) % this.#open.length],
    );
  }

  #refused(entry: number): void {
    if (++this.#refusals[entry] !== PATIENCE || this.#open.length === 1) return;
    this.#open.splice(this.#open.indexOf(entry), 1);
  }

  /** The open entries with the least amounts of a task, as few as a task looks at. */
  #favouritesOf(task: number): readonly number[] {
    const amounts = this.#amounts;
    if (amounts === undefined) return [];
    const known = this.#favourites.get(task);
    if (known !== undefined) return known.filter((entry) => this.#refusals[entry] < PATIENCE);
    const { usable, instance } = this.#state;
    const R = instance.resources.length;
    const least: number[] = [];
    for (let r = 0; r < R; r++) {
      const value = amounts(task, r);
      if (usable[task * R + r] === 0 || this.#refusals[r] >= PATIENCE) continue;
      if (least.length === this.#looked && value >= amounts(task, least[least.length - 1])) {
        continue;
      }
      if (least.length === this.#looked) least.pop();
      let at = least.length;
      while (at > 0 && amounts(task, least[at - 1]) > value) at--;
      least.splice(at, 0, r);
    }
    this.#favourites.set(task, least);
    return least;
  }
}

/** So many looks at the copies of an entry, the least filled ones first: none of them is full. */
function lookedIn(looks: number): Looked {
  const leastFilled = Math.max(1, Math.min(LOOKED.leastFilled, Math.floor(looks)));
  return {
    leastFilled,
    first: Math.max(1, Math.min(LOOKED.first, Math.floor(looks) - leastFilled)),
  };
}

/** An amount of each pair, by entries, by which the first part of a target tells resources apart; undefined if by none. */
function amountsOf(instance: Instance, { terms }: Target): Amounts | undefined {
  const [part] = partsOf(instance, terms[0].objective);
  if (part?.kind === "pieces") return part.isGain ? undefined : part.amount;
  if (part === undefined || !BY_RUNTIME.has(part.kind)) return undefined;
  return (task, resource) => runtimeOf(instance, task, resource);
}

type Amounts = (task: number, resource: number) => number;

const BY_RUNTIME: ReadonlySet<PartKind> = new Set(["runtimes", "ends", "last end"]);
