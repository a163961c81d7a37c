import { resourceCopyId } from "../instance/ids.ts";
import { withoutLosses } from "../instance/losses.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { Plan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { plan } from "../planner/plan.ts";
import { splitEntries } from "../replan/split.ts";
import { InvariantError } from "../util/errors.ts";
import type { Forced, TaskPlace, ValuedPlan } from "./types.ts";

/** Limits of one forced solve. */
export interface ForcedOptions {
  readonly objectives?: readonly ObjectiveSpec[];
  readonly workLimit: number;
  /** Milliseconds. */
  readonly timeLimit?: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** A plan with the task there, to begin with. */
  readonly start?: Plan;
}

/**
 * The instance whose plans are exactly the plans of `instance` in which every piece of a task copy is at the place. Losses are left aside:
 * a recovery may put the task elsewhere. Copies keep their numbers. Requires tables of pairs.
 */
export function forcedInstance(instance: Instance, copy: number, place: TaskPlace): Instance {
  const cut = splitEntries(withoutLosses(instance), {
    tasks: [copy, copy + 1],
    resources: place.copy === undefined ? [] : [place.copy, place.copy + 1],
  });
  const R = cut.resources.length;
  const isThere = new Uint8Array(R);
  if (place.copy !== undefined) isThere[cut.resourceOfCopy[place.copy]] = 1;
  else for (const entry of place.entries) isThere[entry] = 1;
  const eligible = cut.pairs.eligible.slice();
  const own = cut.taskOfCopy[copy];
  const row = own * R;
  for (let r = 0; r < R; r++) if (isThere[r] === 0) eligible[row + r] = 0;
  return Object.freeze({
    ...cut,
    // What may be left out must be there.
    tasks: cut.tasks.map((task, t) =>
      t === own && place.entries.length > 0 ? Object.freeze({ ...task, optional: false }) : task,
    ),
    pairs: Object.freeze({ ...cut.pairs, eligible }),
  });
}

/**
 * The least first level of all plans with a task copy at a place, as far as it is found and proven: a solve of its own, in which
 * everything else may move. Throws as `plan` does.
 */
export async function forcedTo(
  instance: Instance,
  copy: number,
  place: TaskPlace,
  targets: readonly Target[],
  { start, ...limits }: ForcedOptions,
): Promise<Forced> {
  const forced = forcedInstance(instance, copy, place);
  const outcome = await plan(forced, { ...limits, ...(start !== undefined && { start }) });
  if (outcome.refuted !== undefined) {
    return { isInfeasible: true, ...outcome.refuted };
  }
  const bound = outcome.levels[0]?.bound;
  const found = outcome.plan && valued(instance, outcome.plan.plan, targets);
  if (found === undefined && outcome.plan !== undefined && instance.robust === undefined) {
    const where = place.copy === undefined ? place.name : resourceCopyId(instance, place.copy);
    throw new InvariantError(`A plan with a task forced to ${where} is no plan without that.`);
  }
  return {
    isInfeasible: false,
    ...(found !== undefined && { found }),
    ...(bound !== undefined && { bound: bound.value, proof: bound.proof }),
  };
}

/** A plan with its values, if it keeps every rule. */
export function valued(
  instance: Instance,
  columns: Plan,
  targets: readonly Target[],
): ValuedPlan | undefined {
  const checked = verify(instance, columns);
  if (!checked.ok) return undefined;
  const values = targets.map((target) => evaluateTarget(instance, columns, target));
  return { plan: checked.plan, values };
}
