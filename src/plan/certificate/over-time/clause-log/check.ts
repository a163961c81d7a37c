import type { Target } from "../../../../instance/targets.ts";
import type { Instance } from "../../../../instance/types.ts";
import { CertificateRejection, readInteger, refuseOthers } from "../../reading.ts";
import { makespanFactor } from "../makespan-factor.ts";
import { readCapacities } from "./capacities.ts";
import { LEMMAS } from "./lemmas.ts";
import type { LogState } from "./state.ts";
import { firstBounds, MOST_TIME, variablesOf } from "./variables.ts";

/**
 * The bound that a `ClauseLog` proves on a target of a single makespan. No search: each step is followed with its antecedents alone, in
 * integers. Throws Rejection. O(antecedents x copies x placings).
 */
export function clauseLogBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): bigint {
  refuseOthers(certificate, ["kind", "refuted", "capacities", "orders", "steps"]);
  const factor = makespanFactor(target);
  const refuted = readInteger(certificate.refuted, 0, "refuted");
  if (refuted >= MOST_TIME) throw new CertificateRejection("its times are too large");
  const orders = readOrders(instance, certificate.orders);
  const variables = variablesOf(instance, orders.length);
  if (!orders.every(([i, j]) => variables.isThere[i] && variables.isThere[j])) {
    throw new CertificateRejection("an order speaks of a task that may stay away");
  }
  const known: LogState = {
    instance,
    variables,
    capacities: readCapacities(instance, certificate.capacities),
    orders,
    bounds: firstBounds(instance, variables, refuted),
  };
  if (!leadsNowhere(known, certificate.steps)) {
    throw new CertificateRejection("its steps lead to no contradiction");
  }
  return BigInt(factor) * BigInt(refuted + 1) * BigInt(variables.unit);
}

const MOST_ORDERS = 5_000_000;

function readOrders(instance: Instance, value: unknown): readonly (readonly [number, number])[] {
  const copies = instance.taskOfCopy.length;
  if (!Array.isArray(value) || value.length > MOST_ORDERS) {
    throw new CertificateRejection(`orders are no list of at most ${MOST_ORDERS}`);
  }
  return Array.from(value, (pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2)
      throw new CertificateRejection("an order is no pair");
    const i = readInteger(pair[0], 0, "an order");
    const j = readInteger(pair[1], 0, "an order");
    if (i >= copies || j >= copies || i === j)
      throw new CertificateRejection("an order is of no two copies");
    return [i, j] as const;
  });
}

/** True if the steps, one after the other, leave no value to some variable. */
function leadsNowhere(known: LogState, steps: unknown): boolean {
  if (!Array.isArray(steps)) throw new CertificateRejection("steps are no list");
  const log = new Followed(known);
  if (log.isEmpty()) return true;
  for (const step of steps as unknown[]) {
    if (!Array.isArray(step)) throw new CertificateRejection("a step is no list");
    if (log.follow(step)) return true;
  }
  return false;
}

/** A log as far as it was followed: its clauses, and in `known.bounds` what is sure. */
class Followed {
  readonly #known: LogState;
  readonly #clauses: number[][] = [];
  /** Bounds that were raised, each with its value before. */
  readonly #undo: number[] = [];

  constructor(known: LogState) {
    this.#known = known;
  }

  isEmpty(): boolean {
    const { bounds } = this.#known;
    return bounds.some((low, b) => b % 2 === 0 && low > -bounds[b + 1]);
  }

  /** Takes a step; true if nothing is left to be possible. Throws Rejection if it does not follow. */
  follow(step: readonly unknown[]): boolean {
    let at = 0;
    const read = (limit: number) => {
      const value = readInteger(step[at++], 0, "a number of a step");
      if (value >= limit) throw new CertificateRejection("a number of a step is out of range");
      return value;
    };
    const readLiteral = (): readonly [bound: number, least: number] => {
      const bound = read(2 * this.#known.variables.count);
      const least = readInteger(step[at++], -MOST_TIME, "a literal");
      if (least > MOST_TIME) throw new CertificateRejection("a literal is out of range");
      return [bound, least];
    };
    const size = read(step.length);
    const clause: number[] = [];
    for (let i = 0; i < size; i++) clause.push(...readLiteral());
    // Assumes that it does not hold.
    let isOver = false;
    for (let i = 0; i < clause.length; i += 2) {
      isOver = this.#raise(clause[i] ^ 1, 1 - clause[i + 1]) || isOver;
    }
    while (!isOver) {
      if (at >= step.length) throw new CertificateRejection("a step does not follow");
      isOver =
        (step[at] as number) >= 0
          ? this.#use(read(this.#clauses.length))
          : this.#learn(-1 - readInteger(step[at++], -LEMMAS.length, "a lemma"), read, readLiteral);
    }
    this.#restore(0);
    this.#clauses.push(clause);
    if (size === 0) return true;
    if (size > 1) return false;
    const isLast = this.#raise(clause[0], clause[1]);
    this.#undo.length = 0;
    return isLast;
  }

  /** Uses an earlier clause, of which at most one literal may be open; true if none is. */
  #use(number: number): boolean {
    const clause = this.#clauses[number];
    const { bounds } = this.#known;
    let open = -1;
    for (let i = 0; i < clause.length; i += 2) {
      if (bounds[clause[i] ^ 1] >= 1 - clause[i + 1]) continue;
      if (open >= 0) return false;
      open = i;
    }
    return open < 0 || this.#raise(clause[open], clause[open + 1]);
  }

  /** A lemma and what it concludes, which holds if the opposite is impossible by its rule. */
  #learn(
    kind: number,
    read: (limit: number) => number,
    readLiteral: () => readonly [number, number],
  ): boolean {
    const [bound, least] = readLiteral();
    const mark = this.#undo.length;
    const isHeld = this.#raise(bound ^ 1, 1 - least);
    const lemma = LEMMAS[kind];
    const isImpossible = lemma(this.#known, read) || isHeld;
    this.#restore(mark);
    if (!isImpossible) throw new CertificateRejection("a lemma does not hold");
    return this.#raise(bound, least);
  }

  /** Raises a bound; true if its variable has no value left. */
  #raise(bound: number, least: number): boolean {
    const { bounds } = this.#known;
    if (least <= bounds[bound]) return false;
    this.#undo.push(bound, bounds[bound]);
    bounds[bound] = least;
    return least > -bounds[bound ^ 1];
  }

  #restore(size: number): void {
    const undo = this.#undo;
    while (undo.length > size) {
      const old = undo.pop() as number;
      this.#known.bounds[undo.pop() as number] = old;
    }
  }
}
