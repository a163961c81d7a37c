import { ceilingOf, refutation } from "../bounds/ceiling.ts";
import type { LevelLimit } from "../instance/level-limit.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { Certificate, GivenLimit } from "../plan/certificate/types.ts";
import { conditionOn, speaksOf } from "../plan/condition.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { Bound, Condition, Plan, VerifiedPlan, Violation } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { InvariantError } from "../util/errors.ts";
import { isDeeperThan } from "../util/nesting.ts";
import { shareResolution } from "./resolution.ts";

/** How a plan is offered. */
export interface OfferOptions {
  readonly isRough?: boolean;
}

/** What a level has come to; undefined while unknown. */
export interface Best {
  readonly value: number | undefined;
  readonly bound: number | undefined;
  /** The best bound with a certificate. */
  readonly certified: number | undefined;
}

/** Whoever follows what a level comes to. */
export interface Listener {
  /** The best value or the best bound is a better one. */
  improved?(source: string, best: Best): void;
  /** A plan that keeps all rules and limits was offered, and is the best now or not. */
  offered?(plan: Plan, source: string, options: OfferOptions, isBetter: boolean): void;
  /** A bound was told, better or not. */
  raised?(bound: Bound): void;
  /** There is no plan. */
  refuted?(sentence: string): void;
}

/**
 * The best verified plan and the best bound of one level. Every plan passes the verifier here, and a
 * bound above a verified value is a fault, never clamped.
 */
export class Incumbent {
  readonly instance: Instance;
  readonly target: Target;
  readonly limits: readonly LevelLimit[];
  readonly #listener: Listener;
  #plan: VerifiedPlan | undefined;
  #value: number | undefined;
  #bound: Bound | undefined;
  #certified: Bound | undefined;
  #noPlan: string | undefined;
  #ceiling: { readonly value: bigint | undefined } | undefined;
  #isRough = false;

  constructor(
    instance: Instance,
    target: Target,
    limits: readonly LevelLimit[] = [],
    listener: Listener = {},
  ) {
    this.instance = instance;
    this.target = target;
    this.limits = limits;
    this.#listener = listener;
  }

  get plan(): VerifiedPlan | undefined {
    return this.#plan;
  }

  /** The best plan as one to search from: none where it is rough, since searches begin better by themselves. */
  get start(): VerifiedPlan | undefined {
    return this.#isRough ? undefined : this.#plan;
  }

  get value(): number | undefined {
    return this.#value;
  }

  get bound(): Bound | undefined {
    return this.#bound;
  }

  /** The best bound that carries a certificate; never above `bound`. */
  get certified(): Bound | undefined {
    return this.#certified;
  }

  /** A sentence that proves that no plan exists, once there is one. */
  get noPlan(): string | undefined {
    return this.#noPlan;
  }

  /** True if value and bound meet: nothing is left to find or to prove. */
  get closed(): boolean {
    return (
      this.#value !== undefined && this.#bound !== undefined && this.#bound.value >= this.#value
    );
  }

  /**
   * Takes a plan if it is better and keeps the limits of the earlier levels, unless its values are beyond exact sums; `isRough`
   * where any search does better at once.
   * Throws InvariantError, naming `source` and the broken rules, if the plan is not feasible.
   */
  offer(candidate: Plan | VerifiedPlan, source: string, options: OfferOptions = {}): boolean {
    // What was verified on this instance before need not be looked at again.
    const held = "instance" in candidate ? candidate : undefined;
    const plan = held === undefined ? (candidate as Plan) : held.plan;
    const isKnown = held?.instance === this.instance;
    const checked = isKnown ? { ok: true as const, plan: held } : verify(this.instance, plan);
    if (!checked.ok) {
      if (checked.violations.every(({ rule }) => rule === "totals")) return false;
      throw brokenPlan(source, checked.violations);
    }
    if (this.#breaksLimit(plan)) return false;
    const isBetter = this.#take(checked.plan, source, options);
    this.#listener.offered?.(plan, source, options, isBetter);
    return isBetter;
  }

  #take(plan: VerifiedPlan, source: string, { isRough = false }: OfferOptions): boolean {
    const value = evaluateTarget(this.instance, plan.plan, this.target);
    if (value === this.#value && !isRough) this.#isRough = false;
    if (this.#value !== undefined && value >= this.#value) return false;
    this.#plan = plan;
    this.#isRough = isRough;
    this.#value = value;
    if (this.#noPlan !== undefined) this.refute(this.#noPlan);
    this.#check(source);
    this.#improved(source);
    return true;
  }

  /**
   * Takes a bound if it is better. At equal value what is surer replaces what is not. What does not say for which plans it
   * holds is taken to hold within the limits of the earlier levels only, unless its certificate tells more.
   */
  raise(told: Bound): void {
    this.#raise(told);
    this.#listener.raised?.(told);
  }

  #raise(told: Bound): void {
    const found = withReadableProof(told);
    const bound = { ...found, given: found.given ?? this.#conditionsOf(found) };
    const held = this.#bound;
    if (bound.certificate !== undefined && isSurer(bound, this.#certified)) this.#certified = bound;
    if (!isSurer(bound, held)) return;
    this.#bound = bound;
    this.#check(bound.source);
    this.#meetCeiling(bound);
    if (held === undefined || bound.value > held.value) {
      this.#improved(bound.source);
    }
  }

  /** Takes a proof that no plan exists. Throws InvariantError if there is a verified one. */
  refute(sentence: string): void {
    if (this.#plan !== undefined) {
      throw new InvariantError(
        `A verified plan exists, and yet there is a proof of none: ${sentence}`,
      );
    }
    this.#noPlan ??= sentence;
    this.#listener.refuted?.(sentence);
  }

  /** A bound of our own for every plan that is above what budget, windows and demands leave shows that there is no plan. */
  #meetCeiling(bound: Bound): void {
    if (bound.proof !== "ours" || this.limits.length > 0) return;
    this.#ceiling ??= { value: ceilingOf(this.instance, this.target) };
    const sentence = refutation(this.instance, this.target, bound, this.#ceiling.value);
    if (sentence !== undefined) this.refute(sentence);
  }

  #improved(source: string): void {
    const [value, bound, certified] = [this.#value, this.#bound?.value, this.#certified?.value];
    this.#listener.improved?.(source, { value, bound, certified });
  }

  #conditionsOf({ certificate }: Bound): readonly Condition[] {
    const all = this.limits.map(({ target, atMost }) =>
      conditionOn(target, atMost + shareResolution(this.instance, target)),
    );
    if (certificate === undefined) return all;
    const given = limitsIn(certificate).map((limit) => {
      const held = this.limits.find(({ target }) => speaksOf(limit, target));
      return held && conditionOn(held.target, limit.at_most * held.target.terms[0].factor);
    });
    return given.every((condition) => condition !== undefined) ? given : all;
  }

  #breaksLimit(candidate: Plan): boolean {
    return this.limits.some(
      ({ target, atMost }) =>
        evaluateTarget(this.instance, candidate, target) >
        atMost + shareResolution(this.instance, target),
    );
  }

  #check(source: string): void {
    if (this.#value === undefined || this.#bound === undefined) return;
    if (this.#bound.value <= this.#value) return;
    throw new InvariantError(
      `The bound ${this.#bound.value} (${this.#bound.source}) lies above the verified plan's ` +
        `${this.target.name} of ${this.#value}; found through ${source}.`,
    );
  }
}

/** Deepest nesting of a certificate that a plan file takes: what is around it, and the reader's own limit, leave more. */
const DEEPEST = 900;

/** The bound, without a certificate that no reader of plan files would follow: a proof that cannot be read is none. */
function withReadableProof(bound: Bound): Bound {
  if (bound.certificate === undefined || !isDeeperThan(bound.certificate, DEEPEST)) return bound;
  const { certificate: _, ...rest } = bound;
  return rest;
}

function limitsIn(certificate: Certificate): readonly GivenLimit[] {
  return "given" in certificate ? (certificate.given ?? []) : [];
}

/** True if a bound is better than what is held, or as good and surer. */
function isSurer(bound: Bound, held: Bound | undefined): boolean {
  if (held === undefined || bound.value !== held.value) {
    return bound.value > (held?.value ?? -Infinity);
  }
  return sureness(bound) > sureness(held);
}

/**
 * A proof that can be checked is surer than one of ours that cannot, which is surer than a claim; of two of a kind the one
 * that holds for every plan.
 */
function sureness({ proof, certificate, given = [] }: Bound): number {
  const kind = proof === "claimed" ? 0 : certificate === undefined ? 1 : 2;
  return 2 * kind + (given.length === 0 ? 1 : 0);
}

function brokenPlan(source: string, violations: readonly Violation[]): InvariantError {
  const lines = violations.slice(0, 5).map(({ rule, message }) => `  ${rule}: ${message}`);
  const more = violations.length > 5 ? [`  and ${violations.length - 5} more`] : [];
  return new InvariantError(
    [
      `A plan from ${source} breaks ${violations.length} rule(s) and is not shown:`,
      ...lines,
      ...more,
    ].join("\n"),
  );
}
