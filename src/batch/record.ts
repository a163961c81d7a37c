import type { ObjectiveValue } from "../planner/objective-value.ts";
import type { EarlierLevel, Refuted, Termination } from "../planner/types.ts";
import type { Issue } from "../util/errors.ts";
import { sha256 } from "../util/sha256.ts";
import { MOST_GAIN } from "./divide.ts";
import type { BatchUnit, Input, JobOutcome, JobResult } from "./types.ts";

/** What a unit came to. `planned`: a verified plan. */
export type Status =
  | "planned"
  | "infeasible"
  | "no-plan"
  | "bad-input"
  | "fault"
  /** In a folder, and no instance. */
  | "no-instance";

/** One round of one unit. */
export interface BatchRound {
  /** From 1 on; a unit may miss rounds. */
  readonly round: number;
  readonly seconds: number;
  readonly work?: number;
  /** What was left to gain after it, in millionths. */
  readonly gain: number;
}

/** All that is known of a unit after its rounds so far; plain data, kept in its state file. */
export interface UnitRecord {
  readonly name: string;
  /** Of the options that the result depends on. */
  readonly key: string;
  readonly inputs: readonly Input[];
  readonly status: Status;
  /** No further round would change it. */
  readonly final: boolean;
  readonly rounds: readonly BatchRound[];
  readonly termination?: Termination;
  readonly method?: string;
  readonly solver?: string;
  readonly objectives?: readonly ObjectiveValue[];
  readonly levels: readonly EarlierLevel[];
  readonly refuted?: Refuted;
  readonly verdict?: string;
  readonly notes?: readonly string[];
  /** What is wrong, of bad input and faults. */
  readonly message?: string;
  readonly issues?: readonly Issue[];
  /** SHA-256 of the text of its plan file; absent without a plan. */
  readonly plan?: string;
}

/** A record to be saved, and the text of its plan file where the last round had a plan. */
export interface Recorded {
  readonly record: UnitRecord;
  readonly plan?: string;
}

/**
 * Adds what a job found in a round to what was known. A fault or bad input is the end of a unit; after a fault of a solver or
 * a thread it keeps an earlier plan, after one of ours (`distrust`) it does not.
 */
export function recordOf(
  { name, options }: Pick<BatchUnit, "name" | "options">,
  key: string,
  round: number,
  before: UnitRecord | undefined,
  result: JobResult,
): Recorded {
  const held = before ?? { ...EMPTY, name, key };
  const { seconds } = result;
  if (result.kind === "outcome") {
    const { kind: _, seconds: __, plan, work, ...known } = result;
    const gain = ENDS.has(result.termination) ? 0 : gainOf(result, options.gap ?? 0);
    const entry = { round, seconds, gain, ...(work === undefined ? {} : { work }) };
    const record: UnitRecord = {
      ...known,
      name,
      key,
      status: statusOf(result),
      final: gain === 0,
      rounds: [...held.rounds, entry],
      ...(plan === undefined ? {} : { plan: sha256(plan) }),
    };
    return plan === undefined ? { record } : { record, plan };
  }
  if (result.kind === "stopped") {
    const gain = held.rounds.at(-1)?.gain ?? MOST_GAIN;
    return { record: { ...held, rounds: [...held.rounds, { round, seconds, gain }] } };
  }
  const known = result.kind === "fault" && !result.distrust ? held : { ...EMPTY, name, key };
  const { kind, ...told } = result;
  const record: UnitRecord = {
    ...known,
    status: kind,
    final: true,
    rounds: [...held.rounds, { round, seconds, gain: 0 }],
    ...("message" in told ? { message: told.message } : {}),
    ...("issues" in told && told.issues !== undefined ? { issues: told.issues } : {}),
  };
  return { record };
}

const EMPTY = { inputs: [], status: "no-plan", final: false, rounds: [], levels: [] } as const;

/** Terminations after which more time or work brings nothing: proven, ended by itself, or not possible here. */
const ENDS: ReadonlySet<Termination> = new Set<Termination>([
  "optimal",
  "gap-reached",
  "completed",
  "infeasible",
  "unsupported",
  "memory-limit",
]);

function statusOf({ plan, termination }: JobOutcome): Status {
  if (plan !== undefined) return "planned";
  return termination === "infeasible" ? "infeasible" : "no-plan";
}

/**
 * What an open unit can gain, in millionths from 1 to MOST_GAIN: the gap of its first open objective above the gap that
 * is asked for; everything while there is no plan or no bound. Earlier objectives come first, so only the first open one counts.
 */
function gainOf({ plan, objectives }: JobOutcome, goal: number): number {
  const open = objectives.find(({ termination }) => !ENDS.has(termination));
  const gap = open?.best_gap ?? open?.gap;
  if (plan === undefined || gap === undefined) return MOST_GAIN;
  return Math.max(1, Math.min(MOST_GAIN, Math.ceil((gap - goal) * MOST_GAIN)));
}
