import type { LevelLimit } from "../../models/types.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { Bound, Plan, VerifiedPlan, Violation } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { InvariantError } from "../util/errors.ts";
import { shareResolution } from "./resolution.ts";

/** Called whenever the best value or the best bound of a level improves. */
export type Record = (source: string, value: number | undefined, bound: number | undefined) => void;

/**
 * The best verified plan and the best bound of one level. Every plan passes the verifier here, and a
 * bound above a verified value is a fault, never clamped.
 */
export class Incumbent {
  readonly instance: Instance;
  readonly target: Target;
  readonly limits: readonly LevelLimit[];
  readonly #record: Record;
  #plan: VerifiedPlan | undefined;
  #value: number | undefined;
  #bound: Bound | undefined;
  #certified: Bound | undefined;

  constructor(instance: Instance, target: Target, limits: readonly LevelLimit[], record: Record) {
    this.instance = instance;
    this.target = target;
    this.limits = limits;
    this.#record = record;
  }

  get plan(): VerifiedPlan | undefined {
    return this.#plan;
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

  /** True if value and bound meet: nothing is left to find or to prove. */
  get closed(): boolean {
    return (
      this.#value !== undefined && this.#bound !== undefined && this.#bound.value >= this.#value
    );
  }

  /**
   * Takes a plan if it is better and keeps the limits of the earlier levels.
   * Throws InvariantError, naming `source` and the broken rules, if the plan is not feasible.
   */
  offer(candidate: Plan, source: string): boolean {
    const checked = verify(this.instance, candidate);
    if (!checked.ok) throw brokenPlan(source, checked.violations);
    if (this.#breaksLimit(candidate)) return false;
    const value = evaluateTarget(this.instance, candidate, this.target);
    if (this.#value !== undefined && value >= this.#value) return false;
    this.#plan = checked.plan;
    this.#value = value;
    this.#check(source);
    this.#record(source, this.#value, this.#bound?.value);
    return true;
  }

  /** Takes a bound if it is better. At equal value what is surer replaces what is not. */
  raise(bound: Bound): void {
    const held = this.#bound;
    if (bound.certificate !== undefined && bound.value > (this.#certified?.value ?? -Infinity)) {
      this.#certified = bound;
    }
    if (held !== undefined) {
      const better = bound.value > held.value;
      const surer = bound.value === held.value && sureness(bound) > sureness(held);
      if (!better && !surer) return;
    }
    this.#bound = bound;
    this.#check(bound.source);
    if (held === undefined || bound.value > held.value) {
      this.#record(bound.source, this.#value, bound.value);
    }
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

/** A proof that can be checked is surer than one of ours that cannot, which is surer than a claim. */
function sureness({ proof, certificate }: Bound): number {
  if (proof === "claimed") return 0;
  return certificate === undefined ? 1 : 2;
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
