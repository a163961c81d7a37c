import type { Instance } from "../instance/types.ts";
import type { Bound, Plan, VerifiedPlan } from "../plan/types.ts";

/** An instance that contestants are judged on. */
export interface Subject {
  /** Unlike all others without regard to case, and plain: it names files. */
  readonly name: string;
  readonly instance: Instance;
  /** As it was read or generated. */
  readonly document: unknown;
}

/** An instance that could not be read, and why. */
export interface Unread {
  readonly name: string;
  readonly unread: string;
}

/**
 * Why there is no plan to judge. "missing": no file for the instance. "declined": the method has nothing to do with it. "none": it ended without a plan.
 * "crashed": an exception, or an exit code that is not 0. "late": killed at its time limit. "garbage": an answer that is no plan of the instance. "rule":
 * a plan that breaks a rule. "fault": Berth's own.
 */
export type TroubleKind =
  | "missing"
  | "declined"
  | "none"
  | "crashed"
  | "late"
  | "garbage"
  | "rule"
  | "fault";

/** What went wrong, for a program and for a person. */
export interface Trouble {
  readonly kind: TroubleKind;
  readonly reason: string;
}

/** What a contestant came to on one instance; nothing in it is trusted but `bounds`, which are Berth's own. */
export interface Played {
  readonly plan?: Plan;
  readonly trouble?: Trouble;
  /** Of the first target; only what Berth's own methods prove. */
  readonly bounds?: readonly Bound[];
  /** Where what it took is not the time of the call: the start of a process that serves many calls is left out. */
  readonly seconds?: number;
}

/** What bounds one call of a contestant. */
export interface PlayLimits {
  /** Milliseconds. */
  readonly timeLimit: number;
  /** In place of it for Berth's own methods: units of work, so that equal seeds give equal results on any machine. */
  readonly workLimit?: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** Whoever makes plans. */
export interface Contestant {
  /** Unlike all others, and plain. */
  readonly name: string;
  /** Never throws for what the contestant does. */
  play(subject: Subject, limits: PlayLimits): Promise<Played>;
  /** Ends what serves calls, if anything does. */
  end?(): void;
}

/** What is proven of one instance in its first target; internal units. */
export interface KnownBound {
  readonly value: number;
  /** "checked": its certificate was recomputed, or it needs none. "proven": Berth's own in exact integers, without a certificate. */
  readonly status: "checked" | "proven";
  readonly source: string;
}

/** One contestant on one instance, judged. */
export interface JudgedRun {
  readonly contestant: string;
  readonly seconds: number;
  /** Internal units, of a plan that keeps every rule. */
  readonly value?: number;
  /** Between value and the instance's bound; absent without either. */
  readonly gap?: number;
  readonly trouble?: Trouble;
  readonly plan?: VerifiedPlan;
}
