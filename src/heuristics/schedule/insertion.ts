import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Target } from "../../instance/targets.ts";
import type { Plan } from "../../plan/types.ts";
import { justify } from "./justify.ts";
import { loadPlan } from "./load-plan.ts";
import { PartialSchedule } from "./partial-schedule.ts";
import { isLess, type Penalised, PenalisedCost } from "./penalised-cost.ts";
import type { Placement, ScheduleEvent, ScheduleView } from "./types.ts";

/** What plans are made for. */
export interface InsertionInput {
  readonly view: ScheduleView;
  readonly target: Target;
  /** Earlier targets and what plans may have of them. */
  readonly limits: readonly LevelLimit[];
  /** By resource entry: what a millisecond of a whole copy is worth. Default 1. */
  readonly price?: ArrayLike<number>;
  /** An empty schedule, or one with the pieces of a plan, where a schedule of another kind is wanted. */
  readonly makeSchedule?: (plan?: Plan) => PartialSchedule;
  /** True once any plan will do: copies start after all others where they can, so that gaps are not looked through. */
  readonly isLate?: () => boolean;
}

/** Resource copies looked at between two events: some milliseconds of work. */
export const LOOKS = 60_000;

/** Larger than what tells places apart that add the same: of those a task stays where an earlier plan had it. */
const AWAY = 1e15;

/** The schedule at hand and its cost: puts task copies where they add least, and justifies the whole. Counts its looks. */
export class Insertion {
  schedule: PartialSchedule;
  readonly cost: PenalisedCost;
  /** Resource copies looked at since the last event. */
  looks = 0;
  /** True after a pause until the next event that ends a step. */
  hasPaused = false;
  /** The latest start of what was put on the schedule. */
  #front = 0;
  readonly #view: ScheduleView;
  readonly #input: InsertionInput;

  constructor(input: InsertionInput) {
    this.#view = input.view;
    this.#input = input;
    this.schedule = this.makeSchedule();
    this.cost = new PenalisedCost(this.schedule, input.target, input.limits, input.price);
  }

  pause(): ScheduleEvent {
    this.hasPaused = true;
    this.looks = 0;
    return { isWithin: true };
  }

  makeSchedule(plan?: Plan): PartialSchedule {
    const { makeSchedule } = this.#input;
    if (makeSchedule !== undefined) return makeSchedule(plan);
    return plan === undefined ? new PartialSchedule(this.#view) : loadPlan(this.#view, plan);
  }

  turnTo(schedule: PartialSchedule): void {
    this.schedule = schedule;
    this.#front = 0;
    this.cost.turnTo(schedule);
  }

  /** Puts a copy where it adds least, if it fits anywhere and ends by `latest`. Optional ones stay away if they add anything. */
  insert(copy: number, latest = this.cost.latest): void {
    const schedule = this.schedule;
    const ready = schedule.ready(copy);
    if (ready === undefined) return;
    const isLate = this.#input.isLate?.() === true;
    // Little stands where the last one began, so there is little to look at.
    const behind = isLate ? this.#least(copy, Math.max(ready, this.#front), latest) : undefined;
    const best = behind ?? this.#least(copy, ready, latest);
    this.looks += this.#view.instance.resourceOfCopy.length * schedule.weight;
    if (best === undefined) return;
    if (schedule.jobOf(copy).optional && this.cost.isIdle(copy, best)) return;
    schedule.put(copy, best);
    this.#front = Math.max(this.#front, best.start);
    this.cost.repay(best.places.map((place) => place.copy));
  }

  /** The place from `ready` on where a copy adds least. */
  #least(copy: number, ready: number, latest: number): Placement | undefined {
    let best: Placement | undefined;
    let [least, second] = [Infinity, Infinity];
    for (const placement of this.schedule.offers(copy, ready, latest)) {
      if (this.cost.passesLimit(copy, placement)) continue;
      const adds = this.cost.adds(copy, placement);
      const tie = this.cost.tieBreak(placement) + (this.#moves(copy, placement) ? AWAY : 0);
      if (adds > least || (adds === least && tie >= second)) continue;
      [best, least, second] = [placement, adds, tie];
    }
    return best;
  }

  /** True if a placement leaves the resource copies of an earlier plan where that counts. */
  #moves(copy: number, { places }: Placement): boolean {
    const { earlier, resources, taskOfCopy } = this.#view.instance;
    const { migrates } = earlier ?? {};
    if (migrates === undefined) return false;
    const row = taskOfCopy[copy] * resources.length;
    return places.some(({ option }) => migrates[row + option.entry] === 1);
  }

  /** The value of what stands, justified if that is better. */
  *justified(): Generator<ScheduleEvent, Penalised, void> {
    const value = this.cost.value();
    const undo = yield* this.justify();
    const justified = this.cost.value();
    if (isLess(justified, value)) return justified;
    undo();
    return value;
  }

  /** Moves everything as late as it can go and inserts it again by its starts; gives what undoes it. */
  *justify(): Generator<ScheduleEvent, () => void, void> {
    const [schedule, cost] = [this.schedule, this.cost];
    const old = [...schedule.placed];
    const end = old.reduce((last, one) => Math.max(last, one?.end ?? 0), 0);
    const steps = justify(schedule, end, (copy, latest) =>
      this.insert(copy, Math.min(cost.latest, latest)),
    );
    for (const _ of steps) if (this.looks >= LOOKS) yield this.pause();
    cost.turnTo(schedule);
    return () => {
      for (const copy of this.#view.free) schedule.take(copy);
      for (const copy of this.#view.free) {
        const placement = old[copy];
        if (placement !== undefined) schedule.put(copy, placement);
      }
      cost.turnTo(schedule);
    };
  }
}
