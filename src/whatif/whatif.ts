import { editedInstance } from "../edit/edited.ts";
import { objectiveOf } from "../instance/objectives/registry.ts";
import { type Target, targetsOf } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { plan } from "../planner/plan.ts";
import type { PlanOptions } from "../planner/types.ts";
import { InstanceError, InvariantError, UsageError } from "../util/errors.ts";
import type { WhatIfAxis } from "./axis.ts";
import { carried } from "./carry.ts";
import { cellsOf, isEasier, MOST_CELLS, orderOf, type Variation } from "./cells.ts";
import { isAlike } from "./comparable.ts";

/** What is known of one combination, in internal units of its own target (minimised integers). */
export interface CellOutcome {
  readonly cell: Variation;
  readonly target: Target;
  /** Absent without a plan. */
  readonly value?: number;
  /** No plan is better; absent if nothing is known. */
  readonly bound?: number;
  /** Proven or, where `isClaimed`, a solver's word: there is no plan. */
  readonly isInfeasible: boolean;
  /** True if the bound or the infeasibility rests on a solver's word. */
  readonly isClaimed: boolean;
  readonly plan?: VerifiedPlan;
  /** Seconds of planning; 0 where other cells said everything. */
  readonly seconds: number;
}

/** A whole table: by cell, the document as it is first. */
export interface WhatIf {
  readonly axes: readonly WhatIfAxis[];
  readonly outcomes: readonly CellOutcome[];
  /** True where easier cells are never worse, so that bounds and plans speak of other cells as well. */
  readonly isMonotone: boolean;
}

/** How a table is worked out. */
export interface WhatIfOptions {
  /** Milliseconds for the whole table. Default: none. */
  readonly timeLimit?: number;
  /** Units of work for each cell. */
  readonly workLimit?: number;
  readonly gap?: number;
  readonly seed?: number;
  readonly objectives?: readonly ObjectiveSpec[];
  readonly signal?: AbortSignal;
  /** Called when so many of all cells are done. */
  readonly onCell?: (done: number, of: number) => void;
}

/** Of all time, for the document as it is. */
const FIRST_SHARE = 0.3;

/**
 * Plans every combination of what is varied, for the first objective. Cells go on from the plans of harder ones, and a bound of an easier
 * one holds for them: a cell about which these say everything is not planned at all. Throws UsageError for a document that cannot
 * be varied so, InstanceError as parsing does.
 */
export async function whatIf(
  document: unknown,
  instance: Instance,
  axes: readonly WhatIfAxis[],
  options: WhatIfOptions = {},
): Promise<WhatIf> {
  checkApart(axes);
  const cells = cellsOf(axes);
  if (cells.length > MOST_CELLS) {
    throw new UsageError(
      `That are ${cells.length} combinations, and a table takes ${MOST_CELLS}.\nMaybe vary less at a time.`,
    );
  }
  const end = performance.now() + (options.timeLimit ?? Infinity);
  const variants = cells.map((cell) => {
    const variant = variantOf(document, instance.name, cell, axes);
    const [target] = targetsOf(variant, options.objectives);
    return { instance: variant, target };
  });
  const drops = axes.some((axis) => axis.drops === true);
  const isMonotone = variants.every(
    ({ instance: one, target }) =>
      isAlike(target, variants[0].target) && neverWorseWithMore(one, target, drops),
  );
  const table = new Table(cells, variants, isMonotone, options.objectives);
  const order = orderOf(cells);
  for (const [k, i] of order.entries()) {
    if (k > 0 && (performance.now() >= end || options.signal?.aborted === true)) break;
    if (!table.isClosed(i)) {
      const left = Math.max(0, end - performance.now());
      const share = k === 0 ? FIRST_SHARE : 1 / (order.length - k);
      await table.solve(i, limitsOf(options, order.length === 1 ? left : left * share));
    }
    options.onCell?.(k + 1, order.length);
  }
  if (performance.now() < end) for (const i of cells.keys()) table.takePlans(i);
  return { axes, isMonotone, outcomes: cells.map((_, i) => table.outcome(i)) };
}

function limitsOf({ workLimit, gap, seed, signal }: WhatIfOptions, left: number): PlanOptions {
  return {
    ...(workLimit !== undefined && { workLimit }),
    ...(gap !== undefined && { gap }),
    ...(seed !== undefined && { seed }),
    ...(signal && { signal }),
    ...(Number.isFinite(left) && { timeLimit: left }),
  };
}

/** The instance of one cell. Throws UsageError with what stands in the way where its document is none any more. */
function variantOf(
  document: unknown,
  name: string,
  { steps }: Variation,
  axes: readonly WhatIfAxis[],
): Instance {
  try {
    return editedInstance(
      document,
      name,
      steps.map(({ edit }) => edit),
    );
  } catch (error) {
    if (!(error instanceof InstanceError)) throw error;
    const row = steps.map(({ label }, i) => `${axes[i].name}: ${label}`).join(", ");
    const [{ path, message }] = error.issues;
    throw new UsageError(
      `The row ${row} would be no instance: ${path}: ${message}.\nMaybe leave it out, or ask for another --objective.`,
    );
  }
}

/** Throws UsageError where two axes would undo each other: only more and fewer copies add up. */
function checkApart(axes: readonly WhatIfAxis[]): void {
  const names = axes.map(({ name }) => name).filter((name) => !/^[+-]/.test(name));
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  throw new UsageError(
    `"${twice}" is varied twice.\nMaybe write all its values in one option, with commas between them.`,
  );
}

/** False where copies that hold nothing count, or tasks that are left out are missed: then easier cells may be worse. */
function neverWorseWithMore(instance: Instance, { terms }: Target, drops: boolean): boolean {
  if (drops && partsCost(instance)) return false;
  return terms.every(({ objective }) =>
    objectiveOf(objective.name)
      .parts(instance, objective)
      .every((part) => {
        if (part.kind === "whole") return false;
        if (part.kind === "utilization") return !part.isRange;
        return !(drops && (part.kind === "placed" || (part.kind === "pieces" && part.isGain)));
      }),
  );
}

/** True where a task less may cost more: setups pass to the very next piece, and each stretch of use is rounded up. */
function partsCost({ schedule }: Instance): boolean {
  if (schedule === undefined) return false;
  return schedule.setup.some((time) => time > 0) || schedule.billing.some(({ every }) => every > 1);
}

interface Variant {
  readonly instance: Instance;
  readonly target: Target;
}

/** What was found out of one cell by itself. */
interface Known {
  plan?: VerifiedPlan;
  value?: number;
  bound?: number;
  isNone?: true;
  isClaimed?: true;
  seconds: number;
}

/** What is known so far. */
class Table {
  readonly #cells: readonly Variation[];
  readonly #variants: readonly Variant[];
  readonly #isMonotone: boolean;
  readonly #objectives: readonly ObjectiveSpec[] | undefined;
  readonly #known: Known[];

  constructor(
    cells: readonly Variation[],
    variants: readonly Variant[],
    isMonotone: boolean,
    objectives: readonly ObjectiveSpec[] | undefined,
  ) {
    this.#cells = cells;
    this.#variants = variants;
    this.#isMonotone = isMonotone;
    this.#objectives = objectives;
    this.#known = cells.map(() => ({ seconds: 0 }));
  }

  /** True if other cells leave nothing to find out. */
  isClosed(i: number): boolean {
    this.takePlans(i);
    const { value, bound, isInfeasible } = this.outcome(i);
    return isInfeasible || (value !== undefined && bound !== undefined && bound >= value);
  }

  async solve(i: number, limits: PlanOptions): Promise<void> {
    const { instance, target } = this.#variants[i];
    // A weighted sum is one level as it is, of whatever was asked for.
    const objectives = target.terms.length === 1 ? [target.terms[0].objective] : this.#objectives;
    const known = this.#known[i];
    const { bound, isClaimed } = this.outcome(i);
    const outcome = await plan(instance, {
      ...limits,
      ...(objectives && { objectives }),
      earlier: {
        ...(known.plan && { plan: known.plan.plan }),
        levels:
          bound === undefined || isClaimed
            ? []
            : [
                {
                  objective: target.name,
                  bound: { value: bound, source: "an easier cell", proof: "ours", given: [] },
                },
              ],
      },
    });
    known.seconds = outcome.seconds;
    const [level] = outcome.levels;
    if (outcome.refuted !== undefined) {
      known.isNone = true;
      if (outcome.refuted.proof === "claimed") known.isClaimed = true;
    }
    if (
      level?.bound !== undefined &&
      (known.bound === undefined || level.bound.value > known.bound)
    ) {
      known.bound = level.bound.value;
      if (level.bound.proof === "claimed") known.isClaimed = true;
    }
    if (outcome.plan !== undefined) this.#take(i, outcome.plan);
  }

  /** What is known of a cell, with what easier ones prove of it. */
  outcome(i: number): CellOutcome {
    const { target } = this.#variants[i];
    const { plan: found, value, seconds } = this.#known[i];
    let [bound, isClaimed] = [undefined as number | undefined, false];
    let [isNone, isNoneClaimed] = [false, false];
    for (const [j, one] of this.#known.entries()) {
      if (j !== i && !(this.#isMonotone && isEasier(this.#cells[j], this.#cells[i]))) continue;
      if (one.isNone) {
        // A proof outranks what is only claimed.
        isNoneClaimed = one.isClaimed === true && (!isNone || isNoneClaimed);
        isNone = true;
      }
      if (one.bound === undefined || (bound !== undefined && one.bound <= bound)) continue;
      [bound, isClaimed] = [one.bound, one.isClaimed === true];
    }
    const isWrong = value !== undefined && bound !== undefined && bound > value && !isClaimed;
    if (isWrong || (isNone && !isNoneClaimed && value !== undefined)) {
      throw new InvariantError(
        `A bound of ${target.name} lies above a plan of an easier document.`,
      );
    }
    const isInfeasible = isNone && value === undefined;
    return {
      ...{ cell: this.#cells[i], target, isInfeasible, seconds },
      isClaimed: isInfeasible ? isNoneClaimed : isClaimed,
      ...(value !== undefined && { value }),
      ...(bound !== undefined && { bound: value === undefined ? bound : Math.min(bound, value) }),
      ...(found && { plan: found }),
    };
  }

  /** Tries the plans of all other cells: whatever was varied, they may do here. */
  takePlans(i: number): void {
    for (const [j, { plan: found }] of this.#known.entries()) {
      if (j === i || found === undefined) continue;
      const same = carried(found, this.#variants[i].instance);
      if (same !== undefined) this.#take(i, same);
    }
  }

  #take(i: number, candidate: VerifiedPlan): void {
    const { instance, target } = this.#variants[i];
    const value = evaluateTarget(instance, candidate.plan, target);
    const known = this.#known[i];
    if (known.value !== undefined && known.value <= value) return;
    [known.value, known.plan] = [value, candidate];
  }
}
