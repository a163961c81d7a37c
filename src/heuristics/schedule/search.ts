import type { Plan } from "../../plan/types.ts";
import type { Random } from "../../util/random.ts";
import { Insertion, type InsertionInput, LOOKS } from "./insertion.ts";
import { inOrder } from "./order.ts";
import type { PartialSchedule } from "./partial-schedule.ts";
import { isClose, isLess, type Penalised, type PenalisedCost } from "./penalised-cost.ts";
import { planOf } from "./plan-of.ts";
import { type Priority, prioritiesOf } from "./priorities.ts";
import { chooseRuin } from "./ruin.ts";
import type { ScheduleEvent, ScheduleView } from "./types.ts";

/** What a search is given. */
export interface SearchInput extends InsertionInput {
  /** No plan has a smaller value; lets a search for a makespan set its target. */
  readonly bound?: number;
  readonly start?: Plan;
  /** The best plan from anywhere, asked for now and then. */
  readonly heard?: () => Plan | undefined;
  /** Whether a better plan counts: the plan to tell, undefined if it does not. Every one does if absent. */
  readonly admits?: (plan: Plan) => Plan | undefined;
  /** One pass for each list, nothing justified: for a plan at once. */
  readonly isRough?: true;
}

/** Rounds between two looks at other plans. */
const ROUNDS = 64;

/** What asking whether a plan counts is worth in looks. */
const ASKED = 6000;

/**
 * By how much a makespan may pass its bound in lists, one after another; with very many copies each takes seconds, and is not
 * justified.
 */
const AIMS = { few: [0, 0.01, 0.03, 0.1], many: [0.02, 0.1] } as const;
const MANY_COPIES = 5000;

/** What such lists are to end by where a makespan is weighed with other things, as parts of what those without one took. */
const PARTS = [0.8, 0.6, 0.4] as const;

/**
 * Annealing: a loss of so much of the penalised cost after the last better plan is taken on when hot (what passes a target makespan is a small
 * part of a makespan, a sum is all of its value); what that loses with each round, times the task copies; when cold it
 * begins anew.
 */
const HOT = { makespan: 0.05, sum: 0.003 } as const;
const COLD = 1 / 30;
const COOLING = 0.03;

/** How often it begins anew with a target makespan further below the best makespan, and how far that is at most: another landscape. */
const DEEPER = { chance: 0.7, most: 0.06 } as const;

/** The whole is justified after as many rounds as there are task copies, but not more often than this. */
const LEAST_ROUNDS = 50;

/** Every other order of a round is disturbed by up to so much of each rank. */
const NOISE = 0.3;

/**
 * Plans by lists of many priority rules, then ruin and recreate: takes away some task copies that stand near each other in
 * time on a few resource copies and puts each where it adds least, in an order of a rule drawn anew; now and then justifies
 * the whole; keeps losses as annealing does. For a makespan it aims below the best one and counts what ends later. Never ends by itself, unless
 * there is no task. Sources: Kolisch (1996), DOI 10.1016/0377-2217(95)00357-6; Christiaens, Vanden Berghe (2020), DOI
 * 10.1287/trsc.2019.0914.
 */
export function* searchSchedule(
  input: SearchInput,
  random: Random,
): Generator<ScheduleEvent, void, void> {
  const search = new Search(input, random);
  yield* search.begin();
  yield* search.improve();
}

class Search {
  readonly #view: ScheduleView;
  readonly #random: Random;
  readonly #input: SearchInput;
  readonly #insertion: Insertion;
  readonly #cost: PenalisedCost;
  readonly #copies: readonly number[];
  readonly #priorities: readonly Priority[];
  #best: Penalised = { faults: Infinity, value: Infinity };

  constructor(input: SearchInput, random: Random) {
    const { view } = input;
    this.#view = view;
    this.#random = random;
    this.#input = input;
    this.#insertion = new Insertion(input);
    this.#cost = this.#insertion.cost;
    this.#copies = view.free;
    this.#priorities = prioritiesOf(view, this.#cost.isMakespan);
  }

  /** The start that was given, else plans by lists. */
  *begin(): Generator<ScheduleEvent, void, void> {
    const { start, isRough } = this.#input;
    if (start !== undefined) {
      this.#insertion.turnTo(this.#insertion.makeSchedule(start));
      this.#best = this.#cost.value();
      return;
    }
    const cost = this.#cost;
    let best: PartialSchedule | undefined;
    for (const targetEnd of this.#targetEnds()) {
      for (const priority of this.#priorities) {
        this.#insertion.turnTo(this.#insertion.makeSchedule());
        cost.targetEnd = targetEnd;
        for (const copy of inOrder(this.#view, this.#copies, priority)) {
          this.#insertion.insert(copy);
          if (this.#insertion.looks >= LOOKS) yield this.#insertion.pause();
        }
        const isPlain = isRough === true || this.#copies.length > MANY_COPIES;
        const value = isPlain ? cost.value() : yield* this.#insertion.justified();
        const event = this.#tell(value);
        if (best === undefined || this.#best === value) best = this.#insertion.schedule;
        yield { ...event, isList: true };
      }
      if (cost.isMakespan && cost.meetsTarget(this.#best)) break;
    }
    if (best !== undefined) this.#insertion.turnTo(best);
  }

  *improve(): Generator<ScheduleEvent, void, void> {
    if (this.#copies.length === 0) return;
    this.#insertion.hasPaused = false;
    let kept = this.#setTarget();
    const hot: number = this.#cost.isMakespan ? HOT.makespan : HOT.sum;
    const cooling = 1 - COOLING / Math.max(1, this.#copies.length);
    let [temperature, scale] = [hot, Math.abs(kept.value)];
    for (let round = 1; ; round++) {
      // Also a round that finds nothing to look at is work.
      this.#insertion.looks += (this.#copies.length + 20) * this.#insertion.schedule.weight;
      temperature *= cooling;
      if (temperature < COLD * hot) {
        kept = this.#setTarget(this.#random.unit() < DEEPER.chance ? DEEPER.most : 0);
        [temperature, scale] = [hot, Math.abs(kept.value)];
      }
      const isDue = round % Math.max(LEAST_ROUNDS, this.#copies.length) === 0;
      const undo = isDue ? yield* this.#insertion.justify() : this.#ruinAndRecreate();
      const guided = this.#cost.guided();
      // A loss is taken on with the probability of annealing.
      const slack = -temperature * scale * Math.log(1 - this.#random.unit());
      if (isClose(guided, kept, slack)) {
        const before = kept;
        kept = guided;
        const value = this.#cost.value();
        if (isLess(value, this.#best)) {
          const event = this.#tell(value);
          if (this.#best === value) {
            yield event;
            kept = this.#setTarget();
            [temperature, scale] = [hot, Math.abs(kept.value)];
          } else {
            undo();
            kept = before;
          }
        }
      } else undo();
      if (this.#insertion.looks < LOOKS && !this.#insertion.hasPaused) continue;
      // A pause within the round took its looks; whoever counts rounds must hear of one all the same.
      this.#insertion.hasPaused = false;
      this.#insertion.looks = 0;
      yield {};
      if (round % ROUNDS === 0 && this.#listen()) kept = this.#setTarget();
    }
  }

  /** Sets a target for the makespan below the best one, up to a share `deeper` of it; gives the penalised cost at that target. */
  #setTarget(deeper = 0): Penalised {
    const share = deeper === 0 ? 0 : deeper * this.#random.unit();
    this.#cost.lowerTarget(this.#best, this.#input.bound ?? 0, share);
    return this.#cost.guided();
  }

  /** Goes on from a plan of someone else if it is better. */
  #listen(): boolean {
    const plan = this.#input.heard?.();
    if (plan === undefined) return false;
    const mine = this.#insertion.schedule;
    this.#insertion.turnTo(this.#insertion.makeSchedule(plan));
    const value = this.#cost.value();
    const isBetter = isLess(value, this.#best);
    if (isBetter) this.#best = value;
    else this.#insertion.turnTo(mine);
    return isBetter;
  }

  #tell(value: Penalised): ScheduleEvent {
    if (!isLess(value, this.#best)) return {};
    const plan = value.faults === 0 ? this.#admitted() : undefined;
    if (value.faults > 0 || plan !== undefined) this.#best = value;
    return plan === undefined ? {} : { plan };
  }

  #admitted(): Plan | undefined {
    const plan = planOf(this.#insertion.schedule);
    const { admits } = this.#input;
    if (admits === undefined) return plan;
    this.#insertion.looks += ASKED;
    return admits(plan);
  }

  /**
   * What a plan by a list may end by: the bound and some more, in growing steps; where a makespan is weighed with other things,
   * parts of what the lists before took; else nothing.
   */
  *#targetEnds(): Generator<number> {
    const cost = this.#cost;
    if (!cost.isMakespan) {
      yield Infinity;
      if (!cost.weighsEnd) return;
      const last = cost.lastEnd();
      for (const part of PARTS) yield Math.floor(part * last);
      return;
    }
    const bound = this.#input.bound ?? 0;
    for (const more of this.#copies.length > MANY_COPIES ? AIMS.many : AIMS.few) {
      yield Math.ceil(bound * (1 + more));
    }
    yield Infinity;
  }

  /** One round; gives what undoes it. */
  #ruinAndRecreate(): () => void {
    const [schedule, cost, random] = [this.#insertion.schedule, this.#cost, this.#random];
    const removed = chooseRuin(schedule, cost, random);
    const old = removed.map((copy) => schedule.take(copy));
    const touched = new Set(old.flatMap((one) => one?.places.map(({ copy }) => copy) ?? []));
    cost.repay(touched);
    const priority = this.#priorities[random.int(0, this.#priorities.length - 1)];
    const noise = random.int(0, 1) === 0 ? 0 : NOISE;
    const rank = new Map(
      removed.map((copy) => [copy, priority(copy) * (1 + noise * (random.unit() - 0.5))]),
    );
    for (const copy of inOrder(this.#view, removed, (one) => rank.get(one)!))
      this.#insertion.insert(copy);
    return () => {
      for (const copy of removed) {
        for (const { copy: place } of schedule.take(copy)?.places ?? []) touched.add(place);
      }
      removed.forEach((copy, i) => {
        const placement = old[i];
        if (placement !== undefined) schedule.put(copy, placement);
      });
      cost.repay(touched);
    };
  }
}
