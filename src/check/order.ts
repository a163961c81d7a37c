import type { Target } from "../instance/targets.ts";
import type { GivenLimit } from "../plan/certificate/types.ts";
import { speaksOf } from "../plan/condition.ts";
import { allowance } from "../planner/earlier.ts";

/** What is known of one objective of a lexicographic order, in internal units. */
interface Level {
  readonly target: Target;
  /** At least the optimum of the level: a plan that keeps all earlier levels has it. Absent where none is known to. */
  readonly most?: number;
}

/**
 * Which limits a bound may assume and still hold for the optimum of its level. The optimum o of a level is the best value among
 * the plans that keep the earlier levels, each within its optimum and its tolerance of that, F(o). A limit cuts no such plan off
 * if it is at least F(o), and since F never falls, if it is at least F of any value that is no better than o: that of a plan that is
 * known to keep the levels before.
 */
export class Order {
  readonly #levels: Level[] = [];
  #keeps = true;

  /** True if the plan is known to keep every level so far: each value is within the tolerance of a bound on its optimum. */
  get keeps(): boolean {
    return this.#keeps;
  }

  /** True if every limit is one of an earlier level and cuts none of its optima off. */
  earns(given: readonly GivenLimit[]): boolean {
    return given.every((limit) =>
      this.#levels.some(
        ({ target, most }) =>
          most !== undefined &&
          speaksOf(limit, target) &&
          atMost(limit, target) >= within(target, most),
      ),
    );
  }

  /** Adds a level: the plan's value, and a bound that holds for the level's optimum where there is one. */
  add(target: Target, value: number, least: number | undefined): void {
    this.#levels.push({ target, ...(this.#keeps && { most: value }) });
    this.#keeps &&= least !== undefined && value <= within(target, least);
  }
}

/** The worst that later levels may make of a level whose optimum is `value`. */
function within(target: Target, value: number): number {
  return value + allowance(target, value);
}

function atMost(limit: GivenLimit, { terms }: Target): number {
  return limit.at_most * terms[0].factor;
}
