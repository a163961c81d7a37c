import type { Target } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { gapBetween } from "../../src/plan/gap.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import type { Absent, Answer, PeerName, TraceRow } from "../rows.ts";
import { evenly } from "../trace.ts";
import { PEERS } from "./registry.ts";
import type { PlanFinding } from "./types.ts";

/** What a peer has found so far. */
export type Progress = Pick<Answer, "value" | "bound" | "note">;

/**
 * Lets a peer solve an instance under a target. Its plans count only if Berth's verifier accepts
 * them, with the value that Berth gives them; its bounds are its own word. `onProgress` hears of every change.
 * The seconds of the limit include building the program, not starting a process.
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
  const prepare = await PEERS[name].start();
  const began = performance.now();
  const prepared = prepare(instance, target);
  if (typeof prepared === "string") return { absent: prepared };
  const judge = new Judge(instance, target, { name, began, onProgress: options.onProgress });
  const left = options.limit - (performance.now() - began) / 1000;
  if (left <= 0) return { absent: "building its program took the whole time" };
  const word = await prepared(left, options.seed, (finding) => judge.take(finding));
  if (typeof word !== "string") return word;
  const seconds = (performance.now() - began) / 1000;
  return judge.answer(seconds, word);
}

/** Who runs, since when (on the clock of `performance`), and who hears of it. */
interface PeerRun {
  readonly name: PeerName;
  readonly began: number;
  readonly onProgress: (held: Progress) => void;
}

/** Holds the best verified value and the best claimed bound. */
class Judge {
  readonly #instance: Instance;
  readonly #target: Target;
  #held: Progress = {};

  readonly #trace: TraceRow[] = [];
  readonly #run: PeerRun;

  constructor(instance: Instance, target: Target, run: PeerRun) {
    this.#instance = instance;
    this.#target = target;
    this.#run = run;
  }

  take({ plan, bound }: PlanFinding): void {
    const before = this.#held;
    if (bound !== undefined) {
      this.#held = { ...this.#held, bound: Math.max(this.#held.bound ?? -Infinity, bound) };
    }
    if (plan === "undealt") {
      this.#held = { ...this.#held, note: "its counts could not be dealt out to copies" };
    } else if (plan !== undefined) this.#takePlan(plan);
    this.#note(before);
    this.#run.onProgress(this.#held);
  }

  /** What improved, and when; plans are verified before they count, which takes a moment. */
  #note(before: Progress): void {
    const { value = null, bound = null } = this.#held;
    if (value === (before.value ?? null) && bound === (before.bound ?? null)) return;
    const seconds = (performance.now() - this.#run.began) / 1000;
    this.#trace.push([Math.round(seconds * 1000) / 1000, this.#run.name, value, bound]);
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
      ...(this.#trace.length > 1 && { trace: evenly(this.#trace) }),
      ...(told === undefined ? {} : { note: told }),
    };
  }
}
