import { targetsOf } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import { occupiedIntervals } from "../plan/occupied.ts";
import { pieceEnd } from "../plan/piece.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { InvariantError } from "../util/errors.ts";
import type { Happened } from "./run.ts";

/** What one run came to. Times in ms. */
export interface Measured {
  /** Of the instance with true runtimes. */
  readonly plan: VerifiedPlan;
  /** By target of that instance, internal. */
  readonly values: readonly number[];
  /** From arrival to the beginning of the run that ended, over the tasks that ran. */
  readonly wait: { readonly mean: number; readonly worst: number };
  /** Part of the time of all resource copies, up to the last end, in which something runs that comes to its end. */
  readonly busy: number;
  /** Task copies that end after their deadline or after the end of a resource's window. */
  readonly late: number;
  readonly restarts: number;
  readonly lost: number;
}

/**
 * Verifies what happened against the instance with true runtimes, and measures it; `original` has deadlines and ends of
 * windows. Throws InvariantError if it breaks a rule, which is a fault of the simulation.
 */
export function measure(original: Instance, truth: Instance, happened: Happened): Measured {
  const checked = verify(truth, happened.plan);
  if (!checked.ok) {
    const [{ rule, message }] = checked.violations;
    throw new InvariantError(`What was simulated breaks the rule ${rule}: ${message}`);
  }
  const { plan } = happened;
  // How full a resource is refers to its window, which what happens may pass.
  const within: Instance = { ...truth, resources: original.resources };
  return {
    plan: checked.plan,
    values: targetsOf(truth).map((target) => evaluateTarget(within, plan, target)),
    wait: waits(happened),
    busy: busyPart(truth, happened),
    late: lateCopies(original, truth, happened),
    restarts: happened.restarts,
    lost: happened.lost,
  };
}

function waits({ plan, arrival }: Happened): Measured["wait"] {
  const started = new Map<number, number>();
  plan.task.forEach((copy, k) => {
    started.set(copy, plan.start[k] - arrival[copy]);
  });
  let [sum, worst] = [0, 0];
  for (const wait of started.values()) [sum, worst] = [sum + wait, Math.max(worst, wait)];
  return { mean: started.size === 0 ? 0 : sum / started.size, worst };
}

function busyPart(truth: Instance, { plan }: Happened): number {
  let last = 0;
  for (let k = 0; k < plan.task.length; k++) last = Math.max(last, pieceEnd(truth, plan, k));
  if (last === 0) return 0;
  let busy = 0;
  for (const { from, until } of occupiedIntervals(truth, plan).values()) {
    busy += from.reduce((sum, start, i) => sum + until[i] - start, 0);
  }
  return busy / (last * truth.resourceOfCopy.length);
}

function lateCopies(original: Instance, truth: Instance, { plan }: Happened): number {
  const { tasks, taskOfCopy, resources, resourceOfCopy } = original;
  const late = new Set<number>();
  for (let k = 0; k < plan.task.length; k++) {
    const { deadline = Infinity } = tasks[taskOfCopy[plan.task[k]]];
    const { until = Infinity } = resources[resourceOfCopy[plan.resource[k]]];
    if (pieceEnd(truth, plan, k) > Math.min(deadline, until)) late.add(plan.task[k]);
  }
  return late.size;
}
