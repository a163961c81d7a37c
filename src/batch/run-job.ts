import { basename, dirname, relative, resolve, sep } from "node:path";
import { objectivesFromText } from "../instance/objective-text.ts";
import { isMap } from "../instance/read/report.ts";
import type { Instance } from "../instance/types.ts";
import { fillDocument } from "../io/filled-instance.ts";
import { parsePlan } from "../io/parse-plan.ts";
import { planText } from "../io/plan-text.ts";
import { readPolicyFile } from "../io/policy-file.ts";
import { readSeen } from "../io/read-instance.ts";
import { earlierLevels } from "../planner/earlier.ts";
import { objectiveValue } from "../planner/objective-value.ts";
import { plan } from "../planner/plan.ts";
import { planningTime } from "../planner/planning-time.ts";
import type { EarlierRun, Outcome, PlanOptions } from "../planner/types.ts";
import { verdict } from "../report/sentence.ts";
import { defined } from "../util/defined.ts";
import { InstanceError, InvariantError, UsageError } from "../util/errors.ts";
import { sha256 } from "../util/sha256.ts";
import type { BatchJob, Input, JobOutcome, JobResult, Start } from "./types.ts";

/** Does a job in this thread: reads the instance, plans, and says what came of it. Never rejects. */
export async function runJob(job: BatchJob, signal: AbortSignal): Promise<JobResult> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  try {
    const inputs: Input[] = [];
    const read = await readSeen(job.file, ({ text, source }) => {
      const path = inputs.length === 0 ? basename(source) : relative(dirname(job.file), source);
      if (job.within !== undefined) checkWithin(source, job.within);
      inputs.push({ path, sha256: sha256(text) });
    });
    if (job.found === "in-folder" && !isInstance(read.document)) {
      return { kind: "no-instance", seconds: seconds() };
    }
    if (job.start !== undefined) checkUnchanged(job, job.start, inputs);
    const { instance, note } = await fillDocument(read, job.file, job.options);
    const options = await planOptions(instance, job, seconds() * 1000, signal);
    const outcome = await plan(instance, options);
    const notes = note === undefined ? outcome.notes : [note, ...outcome.notes];
    return { ...outcomeResult({ ...outcome, notes }), inputs, seconds: seconds() };
  } catch (error) {
    return failure(error, seconds());
  }
}

/** A document with tasks or resources means to be an instance, whatever else is wrong with it. */
function isInstance(document: unknown): boolean {
  return isMap(document) && ("tasks" in document || "resources" in document);
}

/** Throws UsageError before anything of the text could be told. */
function checkWithin(source: string, folder: string): void {
  if (resolve(source).startsWith(folder + sep)) return;
  throw new UsageError(
    `${source} is not sent to workers, for it is named by its place on one machine.\nMaybe name it relative to the instance.`,
  );
}

function checkUnchanged({ file }: BatchJob, start: Start, inputs: readonly Input[]): void {
  const known = new Map(start.inputs.map(({ path, sha256 }) => [path, sha256]));
  if (inputs.every(({ path, sha256 }) => known.get(path) === sha256)) return;
  throw new UsageError(`${file} has changed while it was planned.\nMaybe run the batch again.`);
}

async function planOptions(
  instance: Instance,
  { options, timeLimit, workLimit, start }: BatchJob,
  spent: number,
  signal: AbortSignal,
): Promise<PlanOptions> {
  const { objectives: text, method, without, solver, gap, seed, policy: path } = options;
  const objectives = text === undefined ? undefined : objectivesFromText(instance, text);
  const policy = path === undefined ? undefined : await readPolicyFile(path);
  const earlier = start === undefined ? undefined : earlierRun(instance, start);
  const limits = { timeLimit: planningTime(timeLimit, spent, instance).timeLimit, workLimit };
  return defined({
    objectives,
    method,
    without,
    solver,
    gap,
    seed,
    policy,
    earlier,
    ...limits,
    signal,
  });
}

function earlierRun(instance: Instance, { plan: text, levels }: Start): EarlierRun {
  if (text === undefined) return { levels };
  return { levels, plan: parsePlan(JSON.parse(text), instance) };
}

function outcomeResult(outcome: Outcome): Omit<JobOutcome, "inputs" | "seconds"> {
  const { termination, method, solver, levels, plan: found, notes, work, refuted } = outcome;
  return {
    kind: "outcome",
    termination,
    method,
    ...(solver === undefined ? {} : { solver }),
    objectives: levels.map(objectiveValue),
    levels: earlierLevels(levels),
    ...(found === undefined ? {} : { plan: [...planText(found, outcome)].join("") }),
    ...(refuted === undefined ? {} : { refuted }),
    verdict: verdict(outcome),
    notes,
    ...(work === undefined ? {} : { work }),
  };
}

/** Input that cannot be read or planned as asked is the user's to mend; all else is a fault. */
export function failure(error: unknown, seconds: number): JobResult {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InstanceError) {
    return { kind: "bad-input", message, issues: error.issues, seconds };
  }
  if (error instanceof UsageError) return { kind: "bad-input", message, seconds };
  return { kind: "fault", message, distrust: error instanceof InvariantError, seconds };
}
