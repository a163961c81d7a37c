import { ClauseSolver } from "../../../exact/clauses/solver.ts";
import { gridOf } from "../../../instance/facts/grid.ts";
import type { Random } from "../../../util/random.ts";
import { endOf } from "../gauges/last-end.ts";
import type { PartialSchedule } from "../partial-schedule.ts";
import type { ScheduleEvent, ScheduleView } from "../types.ts";
import { followPart } from "./follow-part.ts";
import { type PartModel, partModel } from "./part-model.ts";

/** Only what is small enough, and close enough to its bound: where the limit is tight, it rules out most places at once. */
const MOST_COPIES = 300;
const MOST_GAP = 0.1;

/** All of a schedule as one part, which is to end by the bound itself: taken up again and again, with all that was learned. */
export class WholeSchedule {
  readonly #view: ScheduleView;
  readonly #random: Random;
  readonly #mostGap: number;
  #model: PartModel | undefined;
  #solver: ClauseSolver | undefined;
  #attempt: ReturnType<ClauseSolver["attempt"]> | undefined;
  /** In units: what is looked for now, and what was not found though all was looked through. */
  #limit = 0;
  #missing = 0;

  constructor(view: ScheduleView, random: Random, mostGap: number = MOST_GAP) {
    this.#view = view;
    this.#random = random;
    this.#mostGap = mostGap;
  }

  /** False where the schedule is too large for it. */
  get isOpen(): boolean {
    return this.#view.free.length <= MOST_COPIES;
  }

  /**
   * Works a while on a schedule that ends by the bound, or by the least that is not ruled out; `best` is when the given one ends, in units.
   * Gives only what ends before.
   */
  *search(
    schedule: PartialSchedule,
    best: number,
    bound: number,
    work: number,
  ): Generator<ScheduleEvent, PartialSchedule | undefined, void> {
    const limit = Math.max(bound, this.#missing + 1);
    const { free } = this.#view;
    if (limit >= best && bound < best) {
      // All was looked through but what was not drawn: draws anew.
      this.#model = undefined;
      this.#attempt = undefined;
      this.#missing = 0;
    }
    if (limit >= best || best - limit > this.#mostGap * best || free.length > MOST_COPIES)
      return undefined;
    if (this.#model === undefined || this.#solver === undefined) {
      this.#model = partModel(this.#view, schedule.placed, new Set(free), best, this.#random);
      this.#solver = new ClauseSolver(this.#model);
    }
    if (this.#attempt === undefined || limit !== this.#limit) {
      this.#attempt = this.#solver.attempt(limit);
      this.#limit = limit;
    }
    const until = this.#solver.work + work;
    let end = this.#attempt.next();
    while (end.done !== true && this.#solver.work < until) {
      yield { isWithin: true };
      end = this.#attempt.next();
    }
    if (end.done !== true) return undefined;
    this.#attempt = undefined;
    const found =
      end.value === "found"
        ? followPart(this.#view, this.#model, this.#solver.solution())
        : undefined;
    const length = found === undefined ? Infinity : endOf(found) / gridOf(this.#view.instance);
    // Not every place is tried, so this says nothing of plans. Nor does a solution that ends later once setups are looked at, and a solver
    // that is asked again gives the same one.
    if (length > limit) this.#missing = limit;
    return length < best ? found : undefined;
  }
}
