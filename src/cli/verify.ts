import type { Command } from "commander";
import type { OtherPlan } from "../check/against.ts";
import type { Findings } from "../check/findings.ts";
import { type JudgeOptions, judgePlanFile } from "../check/judge-plan-file.ts";
import { unmetFindings } from "../check/required.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import type { Instance } from "../instance/types.ts";
import { readNamedPlan } from "../io/named-plan.ts";
import { readPlan, type StatedPlan } from "../io/plan-file.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { endWith } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { parseTimeLimit } from "./options.ts";
import { print, printJson } from "./print.ts";
import { showProgress } from "./progress.ts";
import { type RequireFlags, requiredBy, unmetText, withRequireOptions } from "./require-options.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";
import { findingsText } from "./verify-text.ts";

/** `berth verify INSTANCE PLAN`: recompute everything, list every broken rule and every statement that is not so; and how good the plan is. */
export function verifyCommand(program: Command): void {
  const command = program
    .command("verify")
    .description(
      "check a plan and all that its file states, exactly, and how good anyone's plan is",
    )
    .argument("<instance>", "instance file")
    .argument("<plan>", "plan file, or the output of solve --json; - reads stdin")
    .option(
      "--bound <duration>",
      "search so long for bounds, such as 10s: a gap for anyone's plan",
      parseTimeLimit,
    )
    .option(
      "--against <plan>",
      "another plan file: its bounds and values count once checked (may be repeated)",
      (path: string, before: readonly string[] = []) => [...before, path],
    )
    .option("--certificate", "recompute each bound from the proof that the file carries (default)")
    .option("--no-certificate", "leave proofs alone: bounds are then told as stated")
    .option("--objective <list>", "judge by these instead of the instance's own, as solve had it")
    .option("--from <plan>", "the earlier plan of a replan: what had begun must be where it was");
  withRequireOptions(withRuntimesOptions(command))
    .option("--json", "print exactly one JSON document on stdout")
    .option("-q, --quiet", "no progress on stderr")
    .action(verifyFiles);
}

interface VerifyFlags extends RuntimesFlags, RequireFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** Milliseconds. */
  readonly bound?: number;
  readonly against?: readonly string[];
  readonly certificate?: boolean;
  readonly objective?: string;
  readonly from?: string;
}

async function verifyFiles(
  instancePath: string,
  planPath: string,
  flags: VerifyFlags,
): Promise<void> {
  const { instance } = await readFilledInstance(instancePath, flags);
  const stated = await readPlan(planPath, instance);
  refuseUnfit(stated, flags);
  const options: JudgeOptions = defined({
    certificates: flags.certificate,
    objectives:
      flags.objective === undefined ? undefined : objectivesFromText(instance, flags.objective),
    earlier: flags.from === undefined ? undefined : await readNamedPlan(flags.from),
    against: await readOthers(flags.against ?? [], instance),
  });
  const findings = await judged(instance, stated, options, flags);
  const required = requiredBy(flags);
  const unmet = findings.ok ? unmetFindings(findings, required) : [];
  const { violations, contradictions } = findings;
  if (violations.length > 0) endWith(EXIT.usage);
  else if (contradictions.length > 0) endWith(EXIT.contradicted);
  else endWith(unmet.length > 0 ? EXIT.missing : EXIT.plan);
  const ok = findings.ok && unmet.length === 0;
  if (flags.json === true) {
    printJson({ instance: instance.name, ...findings, ...(unmet.length > 0 && { unmet }), ok });
  } else print(findingsText(findings, unmet.length > 0 ? unmetText(unmet, required) : undefined));
}

async function readOthers(
  paths: readonly string[],
  instance: Instance,
): Promise<readonly OtherPlan[]> {
  const others: OtherPlan[] = [];
  for (const source of paths) others.push({ source, file: await readPlan(source, instance) });
  return others;
}

/** The findings, with a search for bounds where one is asked for: Ctrl-C ends that and keeps what it found. */
async function judged(
  instance: Instance,
  stated: StatedPlan,
  options: JudgeOptions,
  { bound: timeLimit, quiet, json }: VerifyFlags,
): Promise<Findings> {
  if (timeLimit === undefined) return await judgePlanFile(instance, stated, options);
  const progress = showProgress(quiet === true, json === true);
  const interrupt = listenForInterrupt(progress.tell);
  try {
    interrupt.begin(() => "the best bounds so far are kept.");
    const { signal } = interrupt;
    const bound = { timeLimit, signal, onTrace: progress.onTrace };
    return await judgePlanFile(instance, stated, { ...options, bound });
  } finally {
    progress.end();
    interrupt.end();
  }
}

function refuseUnfit({ replan }: StatedPlan, flags: VerifyFlags): void {
  const wantsProofs = flags.certificate === true || flags.requireCertified === true;
  if (replan !== undefined && flags.from === undefined && wantsProofs) {
    throw new UsageError(
      "The plan came from a replan, and its certificates speak of what was left to plan.\nMaybe add --from with the earlier plan.",
    );
  }
  if (flags.requireCertified === true && flags.certificate === false) {
    throw new UsageError(
      "--require-certified needs the certificates.\nMaybe drop --no-certificate.",
    );
  }
  if (flags.objective !== undefined && flags.from !== undefined) {
    throw new UsageError(
      "A replan is judged by the objectives that its file names.\nMaybe drop --objective.",
    );
  }
}
