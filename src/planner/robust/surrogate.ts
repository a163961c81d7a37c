import { bestBound } from "../../bounds/registry.ts";
import { findRecoveries } from "../../heuristics/robust/find.ts";
import { lossCount, type RemainingInstance, withoutLosses } from "../../instance/losses.ts";
import type { Instance } from "../../instance/types.ts";
import { buildPlan, piecesOf } from "../../plan/build.ts";
import { evaluateTarget } from "../../plan/evaluate.ts";
import { deviceRanges } from "../../plan/piece.ts";
import type { Plan } from "../../plan/types.ts";
import { verify } from "../../plan/verify.ts";
import { Incumbent, type Listener, type OfferOptions } from "../incumbent.ts";
import { goalReached, type LevelTask } from "../method.ts";

/** Placements tried for each loss of a plan that some method offers. */
const NODE_LIMIT = 2000;

/** Losses times task copies of a schedule from which trying a plan takes so long that not every better one is tried. */
const LARGE = 20_000;

/** What methods plan in place of a level whose plans must survive losses. */
export interface Surrogate extends LevelTask {
  /** Tries the best plan if it was not tried. To be called once methods have ended. */
  settle(): void;
  /** True if the best plan here does not survive, as far as was tried. */
  hasLost(): boolean;
}

/** What a surrogate is made of. */
export interface SurrogateOptions {
  /** Part of the instance, or less capacity in it, that methods plan in; the whole without the rule on losses if absent. */
  readonly part?: RemainingInstance;
  /** A word for the trace, put before the source of a plan. */
  readonly name?: string;
}

/**
 * The level without the rule on losses, for methods that know nothing of it. Whatever they offer is tried: a better plan
 * that survives every loss goes to the incumbent of `task` with its recoveries. Bounds go there too where the surrogate is
 * the whole instance, which is a relaxation; proofs over its formulation do not, since the level has another one.
 */
export function surrogateOf(
  task: LevelTask,
  { part, name = "" }: SurrogateOptions = {},
): Surrogate {
  const { incumbent: real, clock, goal } = task;
  const { target, limits } = real;
  const whole = withoutLosses(real.instance);
  const trial = makeTrial(task, part, name);
  const incumbent = new Incumbent(part?.instance ?? whole, target, limits, {
    offered: trial.offered,
    ...(part === undefined && relaxing(real)),
  });
  const held = real.start && startIn(real.start.plan, part);
  if (held !== undefined) incumbent.offer(held, "incumbent");
  // What bounds the level need not bound its surrogate, whose plans may be better.
  const bound = part === undefined ? bestBound(whole, target) : undefined;
  if (bound !== undefined) incumbent.raise(bound);
  const stopped = () => (goalReached(real, goal) ? "interrupted" : clock.stopped());
  return { ...task, incumbent, clock: { ...clock, stopped }, ...trial };
}

/** True if a surrogate knows plans that are better than any that survives. */
export function isBehind(real: Incumbent, { value }: Incumbent): boolean {
  return real.value === undefined || (value !== undefined && value < real.value);
}

/** Without losses there are more plans: if there is none, there is none with them, and bounds hold for both. */
function relaxing(real: Incumbent): Listener {
  return {
    refuted: (sentence) => {
      if (real.plan === undefined) real.refute(sentence);
    },
    raised: (bound) => {
      const { certificate, ...plain } = bound;
      real.raise(certificate?.kind === "formulation" ? plain : bound);
    },
  };
}

/** A known plan as one of the surrogate: over time also of a part that has all that it uses, with its devices. */
function startIn(plan: Plan, part: RemainingInstance | undefined): Plan | undefined {
  const { recoveries: _, ...held } = plan;
  if (part === undefined) return held;
  const { instance, copyOf } = part;
  const inside = new Map(Array.from(copyOf, (copy, j) => [copy, j]));
  if (instance.mode !== "schedule" || !plan.resource.every((copy) => inside.has(copy))) {
    return undefined;
  }
  const pieces = [...piecesOf(plan)].map((piece) => ({
    ...piece,
    resource: inside.get(piece.resource)!,
  }));
  const moved = buildPlan(instance, pieces);
  return verify(instance, moved).ok ? moved : undefined;
}

/** Seconds that trying a plan of a level took at most, in all of its surrogates. */
const longest = new WeakMap<Incumbent, number>();

/** A plan as it was offered. */
type Offered = Parameters<NonNullable<Listener["offered"]>>;

/** Offers plans of a surrogate to the real level with recoveries from every loss, where these are found. */
function makeTrial(
  { incumbent: real, clock }: LevelTask,
  part: RemainingInstance | undefined,
  name: string,
) {
  const { instance, target } = real;
  const isLarge =
    instance.mode === "schedule" && lossCount(instance) * instance.taskOfCopy.length > LARGE;
  let hasLost = false;
  /** The loss that the last plan did not survive. */
  let first: number | undefined;
  /** Better plans of a large schedule so far, and the last one if it has not been tried. */
  let count = 0;
  let untried: Offered | undefined;

  /** False if the plan would be better and no recovery is found from some loss; else it is offered with its recoveries. */
  function survives([candidate, source, options]: Offered): boolean {
    const plan = part === undefined ? candidate : translated(candidate, part, instance);
    if (real.value !== undefined && evaluateTarget(instance, plan, target) >= real.value) {
      return true;
    }
    // Trying a plan looks at every loss in one go: there may be no time for another.
    const taken = longest.get(real) ?? 0;
    if ((clock.left() ?? Infinity) < 1000 * taken) return false;
    const began = clock.seconds();
    const isOffered = tryOut(plan, source, options);
    longest.set(real, Math.max(taken, clock.seconds() - began));
    return isOffered;
  }

  function tryOut(plan: Plan, source: string, options: OfferOptions): boolean {
    const hint = real.plan?.plan.recoveries;
    const found = findRecoveries(instance, plan, {
      nodeLimit: NODE_LIMIT,
      ...(hint !== undefined && { hint }),
      ...(first !== undefined && { first }),
    });
    if ("plan" in found) {
      real.offer(found.plan, name === "" ? source : `${name}, ${source}`, options);
      return true;
    }
    first = found.loss;
    return false;
  }

  function settle(): void {
    if (untried !== undefined) hasLost = !survives(untried);
    untried = undefined;
  }

  function offered(...offer: Offered): void {
    const [, , , isBetter] = offer;
    if (!isLarge) {
      const isLost = !survives(offer);
      if (isBetter) hasLost = isLost;
    } else if (isBetter) {
      untried = offer;
      // The first, the second, the fourth and so on.
      count++;
      if ((count & (count - 1)) === 0) settle();
    }
  }

  return { offered, settle, hasLost: () => hasLost };
}

/** A plan of a part as one of the whole. */
function translated(plan: Plan, { instance, copyOf }: RemainingInstance, whole: Instance): Plan {
  const numbering = new Map<number, (device: number) => number>();
  const pieces = [...piecesOf(plan)].map(({ resource, devices, ...piece }) => {
    const entry = instance.resourceOfCopy[resource];
    const number = numbering.get(entry) ?? renumbering(instance, whole, entry);
    numbering.set(entry, number);
    return { ...piece, resource: copyOf[resource], devices: devices.map(number) };
  });
  return buildPlan(whole, pieces);
}

/** From device numbers of a resource entry in an instance with less capacity to those in the whole. */
function renumbering(part: Instance, whole: Instance, entry: number): (device: number) => number {
  const [from, to] = [deviceRanges(part, entry), deviceRanges(whole, entry)];
  return (device) => {
    const d = from.findIndex(({ first, count }) => device >= first && device < first + count);
    return device - from[d].first + to[d].first;
  };
}
