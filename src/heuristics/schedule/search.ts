import type { LevelLimit } from "../../../models/types.ts";
import type { Target } from "../../instance/targets.ts";
import { DEVICE } from "../../instance/types.ts";
import type { Plan } from "../../plan/types.ts";
import type { Random } from "../../util/random.ts";
import { Board, type Placement } from "./board.ts";
import { type Goal, makeGoal } from "./goal.ts";
import { loadPlan } from "./load-plan.ts";
import { inOrder, withWaiting } from "./order.ts";
import { planOf } from "./plan-of.ts";
import type { Option, ScheduleView } from "./view.ts";

/** What a search is given. */
export interface SearchInput {
  readonly view: ScheduleView;
  readonly target: Target;
  /** Earlier targets and what plans may have of them. */
  readonly limits: readonly LevelLimit[];
  /** No plan has a smaller value; lets a search for a makespan aim right. */
  readonly bound?: number;
  /** By resource entry: what a millisecond of a whole copy is worth. Default 1. */
  readonly price?: ArrayLike<number>;
  readonly start?: Plan;
  /** The best plan from anywhere, asked for now and then. */
  readonly heard?: () => Plan | undefined;
}

/** One step of a search: a plan if it found a better one. */
export interface ScheduleEvent {
  readonly plan?: Plan;
}

/** Resource copies looked at between two events, some milliseconds of work. */
const LOOKS = 60_000;

/**
 * Plans by lists of many priority rules, then ruin and recreate: takes away some task copies that stand near each other in
 * time on a few resource copies and puts each where it adds least, in an order of a rule drawn anew; keeps what is no more
 * than a little worse. For a makespan it aims below the best one and counts what ends later. Never ends by itself.
 * Sources: Kolisch (1996), DOI 10.1016/0377-2217(95)00357-6; Christiaens, Vanden Berghe (2020), DOI 10.1287/trsc.2019.0914.
 */
export function* searchSchedule(
  input: SearchInput,
  random: Random,
): Generator<ScheduleEvent, void, void> {
  const search = new Search(input, random);
  yield* search.begin();
  yield* search.improve();
}

/** A value and how far from lawful it is; smaller is better, lawfulness first. */
interface Energy {
  readonly faults: number;
  readonly value: number;
}

type Rule = (copy: number) => number;

class Search {
  readonly #view: ScheduleView;
  readonly #random: Random;
  readonly #input: SearchInput;
  readonly #goal: Goal;
  readonly #limits: readonly { readonly goal: Goal; readonly atMost: number }[];
  /** True if the target is a single makespan: then `#aim` is what plans should end by. */
  readonly #aims: boolean;
  /** No task ends later: a makespan of an earlier level. */
  readonly #latest: number;
  readonly #copies: readonly number[];
  readonly #rules: readonly Rule[];
  #aim = Infinity;
  #board: Board;
  /** By resource copy: what the goal says of it now. */
  #paid: Float64Array;
  #best: Energy = { faults: Infinity, value: Infinity };
  #looks = 0;

  constructor(input: SearchInput, random: Random) {
    const { view, target, limits } = input;
    this.#view = view;
    this.#random = random;
    this.#input = input;
    this.#goal = makeGoal(view.instance, target);
    this.#aims = target.terms.length === 1 && this.#goal.lastEnd > 0;
    const isMakespan = ({ target: { terms } }: LevelLimit) =>
      terms.length === 1 && terms[0].objective.name === "makespan";
    this.#latest = limits
      .filter(isMakespan)
      .reduce(
        (all, { target: { terms }, atMost }) => Math.min(all, Math.floor(atMost / terms[0].factor)),
        Infinity,
      );
    this.#limits = limits
      .filter((limit) => !isMakespan(limit))
      .map((limit) => ({ goal: makeGoal(view.instance, limit.target), atMost: limit.atMost }));
    this.#copies = [...view.instance.taskOfCopy.keys()];
    this.#rules = this.#makeRules();
    this.#board = new Board(view);
    this.#paid = new Float64Array(view.instance.resourceOfCopy.length);
  }

  /** The start that was given, else plans by lists. */
  *begin(): Generator<ScheduleEvent, void, void> {
    const { start } = this.#input;
    if (start !== undefined) {
      this.#adopt(start);
      return;
    }
    let best: { board: Board; energy: Energy } | undefined;
    for (const aim of this.#aims ? this.#aimsFrom(this.#input.bound ?? 0) : [Infinity]) {
      for (const rule of this.#rules) {
        this.#board = new Board(this.#view);
        this.#paid.fill(0);
        this.#aim = aim;
        for (const copy of inOrder(this.#view, this.#copies, rule)) this.#insert(copy);
        const energy = this.#valueNow();
        if (best === undefined || isLess(energy, best.energy)) {
          best = { board: this.#board, energy };
          yield this.#tell(energy);
        } else yield {};
      }
      if (
        best !== undefined &&
        best.energy.faults === 0 &&
        best.energy.value <= aim * this.#goal.lastEnd
      )
        break;
    }
    if (best === undefined) return;
    this.#board = best.board;
    this.#refresh();
  }

  *improve(): Generator<ScheduleEvent, void, void> {
    if (this.#copies.length === 0) return;
    this.#lowerAim();
    let energy = this.#energyNow();
    let kept = energy;
    for (let round = 1; ; round++) {
      const before = this.#board;
      // Also a round that finds nothing to look at is work.
      this.#looks += this.#copies.length + 20;
      const removed = this.#ruin();
      const old = removed.map((copy) => before.take(copy));
      const touched = new Set(old.flatMap((one) => one?.places.map(({ copy }) => copy) ?? []));
      this.#repay(touched);
      this.#recreate(removed);
      const next = this.#energyNow();
      if (isClose(next, kept)) {
        energy = next;
        if (isLess(energy, kept)) kept = energy;
        const value = this.#valueNow();
        if (isLess(value, this.#best)) {
          yield this.#tell(value);
          this.#lowerAim();
          energy = this.#energyNow();
          kept = energy;
        }
      } else {
        for (const copy of removed) {
          for (const { copy: place } of before.take(copy)?.places ?? []) touched.add(place);
        }
        removed.forEach((copy, i) => {
          const placement = old[i];
          if (placement !== undefined) before.put(copy, placement);
        });
        this.#repay(touched);
      }
      if (this.#looks >= LOOKS) {
        this.#looks = 0;
        yield {};
        if (round % 64 === 0) {
          this.#listen();
          energy = this.#energyNow();
          kept = isLess(energy, kept) ? energy : kept;
        }
      }
    }
  }

  /** Goes on from a plan of someone else if it is better. */
  #listen(): void {
    const plan = this.#input.heard?.();
    if (plan === undefined) return;
    const mine = this.#board;
    this.#adopt(plan);
    if (isLess(this.#valueNow(), this.#best)) {
      this.#best = this.#valueNow();
      this.#lowerAim();
      return;
    }
    this.#board = mine;
    this.#refresh();
  }

  #adopt(plan: Plan): void {
    this.#board = loadPlan(this.#view, plan);
    this.#refresh();
    const value = this.#valueNow();
    if (isLess(value, this.#best)) this.#best = value;
  }

  #tell(value: Energy): ScheduleEvent {
    if (!isLess(value, this.#best)) return {};
    this.#best = value;
    return value.faults === 0 ? { plan: planOf(this.#board) } : {};
  }

  /** What a plan by a list may end by: the bound and some more, in growing steps. */
  *#aimsFrom(bound: number): Generator<number> {
    for (const more of this.#copies.length > 5000 ? [0.02, 0.1] : [0, 0.01, 0.03, 0.1])
      yield Math.ceil(bound * (1 + more));
    yield Infinity;
  }

  /** A makespan below the best one, not below the bound. */
  #lowerAim(): void {
    if (!this.#aims || this.#best.faults > 0) return;
    const best = this.#best.value / this.#goal.lastEnd;
    this.#aim = Math.max(this.#input.bound ?? 0, Math.min(best - 1, Math.floor(best * 0.999)));
  }

  /** Where a copy adds least; false if it fits nowhere. Optional ones stay away if they add anything. */
  #insert(copy: number): boolean {
    const board = this.#board;
    const job = board.jobOf(copy);
    const ready = board.ready(copy);
    if (ready === undefined) return false;
    let best: Placement | undefined;
    let [least, second] = [Infinity, Infinity];
    for (const placement of board.offers(copy, ready, this.#latest)) {
      this.#looks += 1;
      const adds = this.#adds(copy, placement);
      const aside = this.#aims ? this.#area(placement) : placement.end;
      if (adds > least || (adds === least && aside >= second)) continue;
      [best, least, second] = [placement, adds, aside];
    }
    this.#looks += this.#view.instance.resourceOfCopy.length;
    if (best === undefined) return false;
    if (job.optional && least >= 0) return true;
    board.put(copy, best);
    this.#repay(best.places.map((place) => place.copy));
    return true;
  }

  #adds(copy: number, placement: Placement): number {
    const goal = this.#goal;
    const job = this.#board.jobOf(copy);
    let sum = goal.ofTask(job, placement);
    if (goal.lastEnd > 0)
      sum += goal.lastEnd * Math.max(0, placement.end + job.tail - job.least - this.#aim);
    if (goal.ofCopy !== undefined) {
      for (const place of new Set(placement.places.map((one) => one.copy))) {
        sum += goal.ofCopy(this.#board, place, placement) - this.#paid[place];
      }
    }
    return sum;
  }

  /** What the places would be worth to others. */
  #area({ places }: Placement): number {
    const { price } = this.#input;
    return places.reduce(
      (sum, { option }) =>
        sum + (price?.[option.entry] ?? 1) * this.#share(option) * option.runtime,
      0,
    );
  }

  /** The largest share of a copy that a piece takes of any row. */
  #share({ entry, need }: Option): number {
    const { capacity, groups } = this.#view.sites[entry];
    let most = 0;
    need.rows.forEach((amount, row) => {
      if (capacity[row] > 0) most = Math.max(most, amount / capacity[row]);
    });
    groups.forEach(({ count }, g) => {
      if (count > 0) most = Math.max(most, (need.whole[g] + need.share[g] / DEVICE) / count);
    });
    return most;
  }

  #repay(copies: Iterable<number>): void {
    const { ofCopy } = this.#goal;
    if (ofCopy === undefined) return;
    for (const copy of copies) this.#paid[copy] = ofCopy(this.#board, copy);
  }

  #refresh(): void {
    this.#repay(this.#paid.keys());
  }

  /** The value of what stands, and what is missing or past its limits. */
  #valueNow(): Energy {
    return { faults: this.#faults(), value: this.#total(this.#goal, this.#paid) };
  }

  /** The same, but a makespan counts what ends past the aim. */
  #energyNow(): Energy {
    if (!this.#aims) return this.#valueNow();
    let late = 0;
    this.#board.placed.forEach((placement, copy) => {
      if (placement === undefined) return;
      const { tail, least } = this.#board.jobOf(copy);
      const over = placement.end + tail - least - this.#aim;
      if (over > 0) late += over * (0.05 + this.#sizeOf(copy));
    });
    return { faults: this.#faults(), value: late };
  }

  #faults(): number {
    let faults = 0;
    this.#board.placed.forEach((placement, copy) => {
      if (placement === undefined && !this.#board.jobOf(copy).optional)
        faults += 1 + this.#sizeOf(copy);
    });
    for (const { goal, atMost } of this.#limits) {
      const paid = Float64Array.from(
        this.#paid,
        (_, copy) => goal.ofCopy?.(this.#board, copy) ?? 0,
      );
      const excess = this.#total(goal, paid) - atMost;
      if (excess > 0) faults += 1000 * (1 + excess / Math.max(1, Math.abs(atMost)));
    }
    return faults;
  }

  #total(goal: Goal, paid: Float64Array): number {
    let [sum, last] = [0, 0];
    this.#board.placed.forEach((placement, copy) => {
      if (placement === undefined) return;
      sum += goal.ofTask(this.#board.jobOf(copy), placement);
      last = Math.max(last, placement.end);
    });
    if (goal.ofCopy !== undefined) for (const one of paid) sum += one;
    return sum + goal.lastEnd * last;
  }

  /** Share of a resource copy, on its most willing entry, times workers. */
  #sizeOf(copy: number): number {
    const { pools, workers } = this.#board.jobOf(copy);
    const option = pools[0]?.options[0];
    return option === undefined ? 1 : workers * this.#share(option);
  }

  /** Copies to take away: some that stand near one another in time, on a few resource copies, and what waits for them. */
  #ruin(): readonly number[] {
    const board = this.#board;
    const random = this.#random;
    const seed = this.#seed();
    const wanted = random.int(1, Math.min(14, this.#copies.length));
    const removed = new Set<number>([seed]);
    const middle = board.placed[seed];
    const time = middle === undefined ? 0 : random.int(0, 1) === 0 ? middle.end : middle.start;
    const places = middle?.places.map(({ copy }) => copy) ?? [];
    const copies = board.held.length;
    for (let tries = 0; removed.size < wanted && tries < 6; tries++) {
      const place = tries < places.length ? places[tries] : this.#alike(places, copies);
      const near = [...new Set(board.held[place])]
        .map((copy) => ({ copy, far: distance(board.placed[copy], time) }))
        .sort((a, b) => a.far - b.far || a.copy - b.copy);
      const some = random.int(1, Math.max(1, Math.min(near.length, wanted - removed.size)));
      for (const { copy } of near.slice(0, some)) removed.add(copy);
    }
    for (const copy of this.#missing(3)) removed.add(copy);
    return withWaiting(this.#view, [...removed], (copy) => board.placed[copy] !== undefined);
  }

  /** Some resource copy, more often of the same entry as the first of `places`. */
  #alike(places: readonly number[], copies: number): number {
    const { resourceOfCopy, resourceCopyStart } = this.#view.instance;
    if (places.length === 0 || this.#random.int(0, 1) === 0) return this.#random.int(0, copies - 1);
    const entry = resourceOfCopy[places[0]];
    return this.#random.int(resourceCopyStart[entry], resourceCopyStart[entry + 1] - 1);
  }

  /** Mostly a copy that hurts: one that ends past the aim, or of several the one that adds most. */
  #seed(): number {
    const random = this.#random;
    const draw = () => this.#copies[random.int(0, this.#copies.length - 1)];
    if (random.int(0, 3) === 0) return draw();
    let [worst, most] = [draw(), -Infinity];
    for (let i = 0; i < 8; i++) {
      const copy = draw();
      const placement = this.#board.placed[copy];
      if (placement === undefined) continue;
      const hurts = this.#aims
        ? placement.end - this.#aim
        : this.#goal.ofTask(this.#board.jobOf(copy), placement);
      if (hurts > most) [worst, most] = [copy, hurts];
    }
    return worst;
  }

  #missing(most: number): readonly number[] {
    const found: number[] = [];
    if (this.#board.placed.every((one) => one !== undefined)) return found;
    const offset = this.#random.int(0, this.#copies.length - 1);
    for (let i = 0; i < this.#copies.length && found.length < most; i++) {
      const copy = (offset + i) % this.#copies.length;
      if (this.#board.placed[copy] === undefined) found.push(copy);
    }
    return found;
  }

  #recreate(removed: readonly number[]): void {
    const rule = this.#rules[this.#random.int(0, this.#rules.length - 1)];
    const noise = this.#random.int(0, 1) === 0 ? 0 : 0.3;
    const keys = new Map(
      removed.map((copy) => [copy, rule(copy) * (1 + noise * (this.#random.unit() - 0.5))]),
    );
    for (const copy of inOrder(this.#view, removed, (one) => keys.get(one)!)) this.#insert(copy);
  }

  /** Priority rules by copy, the smallest first: largest area, longest, most devices, Smith, due date, slack, behind. */
  #makeRules(): readonly Rule[] {
    const { jobs, instance } = this.#view;
    const size = jobs.map(({ pools, workers }) => {
      const option = pools[0]?.options[0];
      return option === undefined ? 0 : workers * this.#share(option);
    });
    const of = (value: (entry: number) => number): Rule => {
      const values = Float64Array.from(jobs, (_, entry) => value(entry));
      return (copy) => values[instance.taskOfCopy[copy]];
    };
    const late = jobs.some(({ due, latest }) => due < Infinity || latest < Infinity);
    const orders: Rule[] = [
      of((t) => -size[t] * jobs[t].least),
      of((t) => -jobs[t].least),
      of((t) => -size[t] * 1e15 - jobs[t].least),
    ];
    if (!this.#aims || late) {
      orders.push(
        of((t) => (size[t] * jobs[t].least) / Math.max(1, jobs[t].weight)),
        of((t) => jobs[t].least / Math.max(1, jobs[t].weight)),
      );
    }
    if (late) {
      const due = (t: number) => Math.min(jobs[t].due, jobs[t].latest, 1e15);
      orders.unshift(
        of(due),
        of((t) => due(t) - jobs[t].least),
      );
    }
    if (this.#view.hasPrecedence) orders.unshift(of((t) => -jobs[t].tail));
    if (jobs.some(({ release }) => release > 0)) orders.push(of((t) => jobs[t].release));
    return orders;
  }
}

function distance(placement: Placement | undefined, time: number): number {
  if (placement === undefined) return Infinity;
  if (placement.start > time) return placement.start - time;
  return Math.max(0, time - placement.end);
}

function isLess(a: Energy, b: Energy): boolean {
  return a.faults < b.faults || (a.faults === b.faults && a.value < b.value);
}

/** No more than a little worse than the best since the aim was set. */
function isClose(a: Energy, b: Energy): boolean {
  if (a.faults > b.faults + 1e-9) return false;
  return a.value <= b.value + 0.01 * Math.abs(b.value);
}
