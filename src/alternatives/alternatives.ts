import { lossCount } from "../instance/losses.ts";
import { targetsOf } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { UsageError } from "../util/errors.ts";
import { moverOf } from "./alone.ts";
import { awaitedBy } from "./awaited.ts";
import { forcedTo } from "./forced.ts";
import { whyImpossible } from "./impossible.ts";
import { MOST_PLACES, NOWHERE, placeNamed, placesOf } from "./places.ts";
import type { Alternative, Alternatives, Forced, TaskPlace, ValuedPlan } from "./types.ts";

/** What `alternativesOf` may be asked. */
export interface AlternativesOptions {
  /** A resource copy, a resource or a kind; default: every resource, or every kind where these are many. */
  readonly on?: string;
  /** Instead of the instance's own. */
  readonly objectives?: readonly ObjectiveSpec[];
  /** Milliseconds for everything. Default: none. */
  readonly timeLimit?: number;
  /** Units of work for each place. Default: 100. */
  readonly workLimit?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

const WORK = 100;

/**
 * What each other place of a task copy would change: if the task alone moves, by level, and if everything else may move too, as a proven limit of
 * the first level and the best plan that was found. Every plan is verified. Equal seeds and work limits give equal answers as long as
 * time is left. Throws UsageError for a resource that is not there and instances of more pairs than tables can hold, and as `plan` does.
 */
export async function alternativesOf(
  verified: VerifiedPlan,
  copy: number,
  {
    on,
    objectives,
    timeLimit = Infinity,
    workLimit = WORK,
    seed = 1,
    signal,
  }: AlternativesOptions = {},
): Promise<Alternatives> {
  const { instance, plan } = verified;
  refuseLarge(instance);
  const end = performance.now() + timeLimit;
  const targets = targetsOf(instance, objectives);
  const asked = on === undefined ? placesOf(instance, copy) : [placeNamed(instance, on)];
  const here = new Set<number>();
  for (let k = 0; k < plan.task.length; k++) if (plan.task[k] === copy) here.add(plan.resource[k]);
  const isNow = (place: TaskPlace) => isThere(instance, place, here);
  const sorted = [...asked].sort((a, b) => Number(isNow(b)) - Number(isNow(a)));
  const places = sorted.slice(0, MOST_PLACES + 1);
  const values = targets.map((target) => evaluateTarget(instance, plan, target));
  const present: ValuedPlan = { plan: verified, values };
  const mover = moverOf(instance, plan, copy, targets);
  const list: Alternative[] = [];
  for (const [i, place] of places.entries()) {
    const left = end - performance.now();
    const impossible =
      place === NOWHERE ? undefined : whyImpossible(instance, instance.taskOfCopy[copy], place);
    if (impossible !== undefined) {
      const forced = { isInfeasible: true, proof: "ours", reason: impossible } as const;
      list.push({ place, isNow: false, forced });
      continue;
    }
    const moved = isNow(place) ? undefined : mover.to(place);
    const isOver = left <= 0 || signal?.aborted === true;
    const known = moved === undefined ? present : "alone" in moved ? moved.alone : undefined;
    const forced = isOver
      ? undefined
      : await forcedTo(instance, copy, place, targets, {
          ...{ workLimit, seed },
          ...(objectives !== undefined && { objectives }),
          ...(signal !== undefined && { signal }),
          ...(Number.isFinite(left) && { timeLimit: left / (places.length - i) }),
          ...(known !== undefined && instance.robust === undefined && { start: known.plan.plan }),
        });
    const all = forced && atLeastAsGood(forced, known);
    list.push({ place, isNow: isNow(place), ...moved, ...(all !== undefined && { forced: all }) });
  }
  return {
    ...{ task: copy, targets, list },
    values,
    waits: awaitedBy(instance, plan, copy),
    others: sorted.length - places.length,
    isRobustLeftOut: lossCount(instance) > 0,
  };
}

/** A plan that is known counts where the solve found none that is better. */
function atLeastAsGood(forced: Forced, known: ValuedPlan | undefined): Forced {
  if (known === undefined || forced.isInfeasible) return forced;
  const isBetter = forced.found === undefined || known.values[0] < forced.found.values[0];
  return isBetter ? { ...forced, found: known } : forced;
}

/** True if all pieces of the task are at the place, or it has none and the place is none. */
function isThere(
  { resourceOfCopy }: Instance,
  place: TaskPlace,
  here: ReadonlySet<number>,
): boolean {
  if (place.entries.length === 0 || here.size === 0) {
    return place.entries.length === 0 && here.size === 0;
  }
  return [...here].every((copy) =>
    place.copy === undefined ? place.entries.includes(resourceOfCopy[copy]) : copy === place.copy,
  );
}

function refuseLarge({ pairs }: Instance): void {
  if (pairs.features === undefined) return;
  throw new UsageError(
    "An instance with too many pairs of tasks and resources for tables has no alternatives by task.\n" +
      "Maybe write equal entries as one with a count.",
  );
}
