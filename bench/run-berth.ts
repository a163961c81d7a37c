import { checkFormulation, isFormulationProof } from "../src/check/check-formulation.ts";
import type { Instance, ObjectiveSpec } from "../src/instance/types.ts";
import { writePlan } from "../src/io/plan-file.ts";
import { checkCertificate } from "../src/plan/certificate/check.ts";
import type { Bound } from "../src/plan/types.ts";
import { plan } from "../src/planner/plan.ts";
import type { LevelOutcome, Outcome, TraceEntry } from "../src/planner/types.ts";
import { planPath } from "./job.ts";
import type { Answer, TraceRow } from "./rows.ts";
import { evenly } from "./trace.ts";

/**
 * Lets Berth plan an instance, then checks the certificate of the first level's bound on its own and writes the plan
 * to a file as the command line would. `goalGap` is the gap whose first moment is kept.
 */
export async function runBerth(
  instance: Instance,
  options: {
    readonly limit: number;
    readonly seed: number;
    readonly objectives: readonly ObjectiveSpec[];
    readonly method: string;
    readonly without?: readonly string[];
    readonly stopAt: number;
    readonly goalGap: number;
    readonly onProgress: (held: Pick<Answer, "value" | "bound">) => void;
    readonly onPlanned: () => void;
  },
): Promise<Answer> {
  let secondsToGoal: number | undefined;
  const onTrace = (entry: TraceEntry) => {
    if (entry.level > 0) return;
    const { value, bound, seconds } = entry;
    options.onProgress({
      ...(value === undefined ? {} : { value }),
      ...(bound === undefined ? {} : { bound }),
    });
    if (value === undefined || bound === undefined || secondsToGoal !== undefined) return;
    if (value - bound <= options.goalGap * Math.abs(value)) secondsToGoal = seconds;
  };
  const outcome = await plan(instance, {
    timeLimit: options.limit * 1000,
    seed: options.seed,
    objectives: options.objectives,
    method: options.method,
    ...(options.without === undefined ? {} : { without: options.without }),
    ...(options.stopAt > 0 ? { gap: options.stopAt } : {}),
    onTrace,
  });
  options.onPlanned();
  const [level] = outcome.levels;
  return {
    ...known(level),
    ...checked(instance, level),
    seconds: outcome.seconds,
    ...(secondsToGoal === undefined ? {} : { secondsToGoal }),
    termination: level.termination,
    trace: traceRows(outcome.trace),
    ...(await writing(outcome)),
    ...(outcome.notes.length === 0 ? {} : { note: outcome.notes.join(" ") }),
  };
}

function traceRows(trace: readonly TraceEntry[]): readonly TraceRow[] {
  const first = trace.filter(({ level }) => level === 0);
  return evenly(first).map(({ seconds, source, value = null, bound = null }) => [
    Math.round(seconds * 1000) / 1000,
    source,
    value,
    bound,
  ]);
}

function known({ value, bound, gap }: LevelOutcome): Partial<Answer> {
  return {
    ...(value === undefined ? {} : { value }),
    ...(bound === undefined ? {} : { bound: bound.value, proof: bound.proof }),
    ...(gap === undefined ? {} : { gap }),
  };
}

/** A level that may also keep a weaker bound for the sake of its certificate. */
type Level = LevelOutcome & { readonly certified?: Bound };

/** The bound that the certificate proves; a rejected one is told, never passed over. */
function checked(instance: Instance, { target, bound, certified, value }: Level): Partial<Answer> {
  const stated = bound?.certificate ?? certified?.certificate;
  if (stated === undefined) return {};
  const began = performance.now();
  // As `verify --certificate` reads it: from a file.
  const certificate: unknown = JSON.parse(JSON.stringify(stated));
  const result = isFormulationProof(certificate)
    ? checkFormulation(instance, target, certificate)
    : checkCertificate(instance, target, certificate);
  const certificateSeconds = (performance.now() - began) / 1000;
  if ("rejected" in result) return { rejected: result.rejected, certificateSeconds };
  if (value !== undefined && result.bound > value) {
    return { rejected: `it proves ${result.bound} above a plan of ${value}`, certificateSeconds };
  }
  return { certified: result.bound, certificateSeconds };
}

async function writing(outcome: Outcome): Promise<Partial<Answer>> {
  if (outcome.plan === undefined) return {};
  const began = performance.now();
  await writePlan(planPath(process.pid), outcome.plan, outcome);
  return { writeSeconds: (performance.now() - began) / 1000 };
}
