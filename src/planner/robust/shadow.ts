import { bestBound } from "../../bounds/registry.ts";
import { findRecoveries } from "../../heuristics/robust/find.ts";
import { lossCount, type RemainingInstance, withoutLosses } from "../../instance/losses.ts";
import type { Instance } from "../../instance/types.ts";
import { buildPlan, piecesOf } from "../../plan/build.ts";
import { evaluateTarget } from "../../plan/evaluate.ts";
import { deviceRanges } from "../../plan/piece.ts";
import type { Bound, Plan } from "../../plan/types.ts";
import { verify } from "../../plan/verify.ts";
import type { Clock } from "../clock.ts";
import { Incumbent, type OfferOptions } from "../incumbent.ts";
import { goalReached, type LevelTask } from "../method.ts";

/** Placements tried for each loss of a plan that some method offers. */
const NODE_LIMIT = 2000;

/** Losses times task copies of a schedule from which trying a plan takes so long that not every better one is tried. */
const LARGE = 20_000;

/** How the plans of a shadow are read. */
export interface ShadowOptions {
  /** Part of the instance, or less room in it, that methods plan in; the whole without the rule on losses if absent. */
  readonly part?: RemainingInstance;
  /** A word for the trace, put before the source of a plan. */
  readonly name?: string;
}

/**
 * The level without the rule on losses, for methods that know nothing of it. Whatever they offer is tried: a better plan
 * that survives every loss goes to the incumbent of `task` with its recoveries. Bounds go there too where the shadow is
 * the whole instance, which is a relaxation; proofs over its formulation do not, since the level has another one.
 */
export function shadowOf(task: LevelTask, { part, name = "" }: ShadowOptions = {}): ShadowTask {
  const { incumbent } = task;
  const whole = withoutLosses(incumbent.instance);
  const shadow = new Shadow(
    incumbent,
    part ?? { instance: whole, copyOf: undefined },
    name,
    task.clock,
  );
  const held = incumbent.start?.plan;
  if (held !== undefined && part === undefined) {
    const { recoveries: _, ...plan } = held;
    shadow.offer(plan, "incumbent");
  }
  if (held !== undefined && part !== undefined && part.instance.mode === "schedule") {
    const inside = planInside(part, held);
    if (inside !== undefined && verify(part.instance, inside).ok) {
      shadow.offer(inside, "incumbent");
    }
  }
  // What bounds the level need not bound its shadow, whose plans may be better.
  const bound = part === undefined ? bestBound(whole, incumbent.target) : undefined;
  if (bound !== undefined) shadow.raise(bound);
  const { clock, goal } = task;
  const stopped = () => (goalReached(incumbent, goal) ? "interrupted" : clock.stopped());
  return { ...task, incumbent: shadow, clock: { ...clock, stopped } };
}

/** A plan of the whole as one of a part that has all that it uses, with its devices; undefined if it has not. */
function planInside({ instance, copyOf }: RemainingInstance, plan: Plan): Plan | undefined {
  const inside = new Map(Array.from(copyOf, (copy, j) => [copy, j]));
  if (!plan.resource.every((copy) => inside.has(copy))) return undefined;
  const pieces = [...piecesOf(plan)].map((piece) => ({
    ...piece,
    resource: inside.get(piece.resource)!,
  }));
  return buildPlan(instance, pieces);
}

/** The level of a shadow. */
export interface ShadowTask extends LevelTask {
  readonly incumbent: Shadow;
}

/** Seconds that trying a plan of a level took at most, in all of its shadows. */
const longest = new WeakMap<Incumbent, number>();

interface Untried {
  readonly plan: Plan;
  readonly source: string;
  readonly options: OfferOptions | undefined;
}

export class Shadow extends Incumbent {
  readonly #real: Incumbent;
  readonly #copyOf: Int32Array | undefined;
  readonly #name: string;
  readonly #clock: Clock;
  #hasLost = false;
  readonly #isLarge: boolean;
  /** The loss that the last plan did not survive. */
  #first: number | undefined;
  /** Better plans of a large schedule so far, and the last one if it has not been tried. */
  #better = 0;
  #untried: Untried | undefined;

  constructor(
    real: Incumbent,
    part:
      | RemainingInstance
      | { readonly instance: RemainingInstance["instance"]; readonly copyOf: undefined },
    name: string,
    clock: Clock,
  ) {
    super(part.instance, real.target, real.limits, () => {});
    this.#real = real;
    this.#copyOf = part.copyOf;
    this.#name = name;
    this.#clock = clock;
    const { mode, taskOfCopy } = real.instance;
    this.#isLarge = mode === "schedule" && lossCount(real.instance) * taskOfCopy.length > LARGE;
  }

  override offer(candidate: Plan, source: string, options?: OfferOptions): boolean {
    const better = super.offer(candidate, source, options);
    if (this.#isLarge) {
      if (!better) return false;
      this.#untried = { plan: candidate, source, options };
      // The first, the second, the fourth and so on.
      const count = ++this.#better;
      if ((count & (count - 1)) === 0) this.settle();
      return true;
    }
    const survives = this.#relay(candidate, source, options);
    if (better) this.#hasLost = !survives;
    return better;
  }

  /** Tries the best plan if it was not tried. To be called once methods have ended. */
  settle(): void {
    if (this.#untried === undefined) return;
    const { plan, source, options } = this.#untried;
    this.#untried = undefined;
    this.#hasLost = !this.#relay(plan, source, options);
  }

  /** True if the best plan here does not survive, as far as was tried. */
  get hasLost(): boolean {
    return this.#hasLost;
  }

  /** Without losses there are more plans: if there is none, there is none with them. Less room proves nothing. */
  override refute(sentence: string): void {
    super.refute(sentence);
    if (this.#copyOf === undefined && this.#real.plan === undefined) this.#real.refute(sentence);
  }

  override raise(bound: Bound): void {
    super.raise(bound);
    if (this.#copyOf !== undefined) return;
    const { certificate, ...plain } = bound;
    this.#real.raise(certificate?.kind === "formulation" ? plain : bound);
  }

  /** False if the plan would be better and no recovery is found from some loss; else it is offered with its recoveries. */
  #relay(candidate: Plan, source: string, options: OfferOptions | undefined): boolean {
    const real = this.#real;
    const { instance, target, value } = real;
    const plan = this.#translated(candidate);
    if (value !== undefined && evaluateTarget(instance, plan, target) >= value) return true;
    // Trying a plan looks at every loss in one go: there may be no time for another.
    const taken = longest.get(real) ?? 0;
    if ((this.#clock.left() ?? Infinity) < 1000 * taken) return false;
    const began = this.#clock.seconds();
    const survives = this.#tryOut(plan, source, options);
    longest.set(real, Math.max(taken, this.#clock.seconds() - began));
    return survives;
  }

  #tryOut(plan: Plan, source: string, options: OfferOptions | undefined): boolean {
    const real = this.#real;
    const hint = real.plan?.plan.recoveries;
    const found = findRecoveries(real.instance, plan, {
      nodeLimit: NODE_LIMIT,
      ...(hint !== undefined && { hint }),
      ...(this.#first !== undefined && { first: this.#first }),
    });
    if ("plan" in found) {
      real.offer(found.plan, this.#name === "" ? source : `${this.#name}, ${source}`, options);
      return true;
    }
    this.#first = found.loss;
    return false;
  }

  #translated(plan: Plan): Plan {
    const copyOf = this.#copyOf;
    if (copyOf === undefined) return plan;
    const { resourceOfCopy } = this.instance;
    const numbering = new Map<number, (device: number) => number>();
    const pieces = [...piecesOf(plan)].map(({ resource, devices, ...piece }) => {
      const entry = resourceOfCopy[resource];
      const number = numbering.get(entry) ?? renumbering(this.instance, this.#real.instance, entry);
      numbering.set(entry, number);
      return { ...piece, resource: copyOf[resource], devices: devices.map(number) };
    });
    return buildPlan(this.#real.instance, pieces);
  }
}

/** From device numbers of a resource entry in an instance with less room to those in the whole. */
function renumbering(part: Instance, whole: Instance, entry: number): (device: number) => number {
  const [from, to] = [deviceRanges(part, entry), deviceRanges(whole, entry)];
  return (device) => {
    const d = from.findIndex(({ first, count }) => device >= first && device < first + count);
    return device - from[d].first + to[d].first;
  };
}
