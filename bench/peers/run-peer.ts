import type { Target } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { gapBetween } from "../../src/plan/gap.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import type { Absent, Answer, PeerName } from "../rows.ts";
import { PEERS } from "./registry.ts";
import type { PlanFinding } from "./types.ts";

/** What a peer has found so far. */
export type Progress = Pick<Answer, "value" | "bound" | "note">;

/**
 * Lets a peer solve an instance under a target. Its plans count only if Berth's verifier accepts
 * them, with the value that Berth gives them; its bounds are its own word. `onProgress` hears of every change.
 * The seconds of the limit include building the program.
 */
export async function runPeer(
  name: PeerName,
  instance: Instance,
  target: Target,
  options: {
    readonly limit: number;
    readonly seed: number;
    readonly onProgress: (held: Progress) => void;
  },
): Promise<Answer | Absent> {
  const began = performance.now();
  const prepared = PEERS[name].prepare(instance, target);
  if (typeof prepared === "string") return { absent: prepared };
  const judge = new Judge(instance, target, options.onProgress);
  const left = options.limit - (performance.now() - began) / 1000;
  if (left <= 0) return { absent: "building its program took the whole time" };
  const word = await prepared(left, options.seed, (finding) => judge.take(finding));
  if (typeof word !== "string") return word;
  const seconds = (performance.now() - began) / 1000;
  return judge.answer(seconds, word);
}

/** Holds the best verified value and the best claimed bound. */
class Judge {
  readonly #instance: Instance;
  readonly #target: Target;
  readonly #onProgress: (held: Progress) => void;
  #held: Progress = {};

  constructor(instance: Instance, target: Target, onProgress: (held: Progress) => void) {
    this.#instance = instance;
    this.#target = target;
    this.#onProgress = onProgress;
  }

  take({ plan, bound }: PlanFinding): void {
    if (bound !== undefined) {
      this.#held = { ...this.#held, bound: Math.max(this.#held.bound ?? -Infinity, bound) };
    }
    if (plan === "undealt") {
      this.#held = { ...this.#held, note: "its counts could not be dealt out to copies" };
    } else if (plan !== undefined) this.#takePlan(plan);
    this.#onProgress(this.#held);
  }

  #takePlan(plan: Plan): void {
    const checked = verify(this.#instance, plan);
    if (!checked.ok) {
      this.#held = { ...this.#held, note: `plan refused: ${checked.violations[0].message}` };
      return;
    }
    const value = evaluateTarget(this.#instance, plan, this.#target);
    if (value < (this.#held.value ?? Infinity)) this.#held = { ...this.#held, value };
  }

  /** A claimed bound above a verified plan is wrong; it is told as such and not counted. */
  answer(seconds: number, termination: string): Answer {
    const { value, bound, note } = this.#held;
    const isWrong = value !== undefined && bound !== undefined && bound > value;
    const kept = isWrong ? undefined : bound;
    const gap = gapBetween(value, kept);
    const told = isWrong ? `it claimed a bound of ${bound} above a plan of ${value}` : note;
    return {
      ...(value === undefined ? {} : { value }),
      ...(kept === undefined ? {} : { bound: kept, proof: "claimed" as const }),
      ...(gap === undefined ? {} : { gap }),
      seconds,
      termination,
      ...(told === undefined ? {} : { note: told }),
    };
  }
}
