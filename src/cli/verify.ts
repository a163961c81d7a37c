import type { Command } from "commander";
import { type VerifyOptions, verifyPlanFile } from "../check/verify-plan-file.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import { readNamedPlan } from "../io/named-plan.ts";
import { readPlan, type StatedPlan } from "../io/plan-file.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { endWith } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { print, printJson } from "./print.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";
import { findingsText } from "./verify-text.ts";

/** `berth verify INSTANCE PLAN`: recompute everything, list every broken rule and every statement that is not so. */
export function verifyCommand(program: Command): void {
  const command = program
    .command("verify")
    .description("check a plan and all that its file states against its instance, exactly")
    .argument("<instance>", "instance file")
    .argument("<plan>", "plan file, or the output of solve --json; - reads stdin")
    .option("--certificate", "recompute each bound from the proof that the file carries (default)")
    .option("--no-certificate", "leave proofs alone: bounds are then told as stated")
    .option("--require-certified", "fail unless every objective has a bound that was checked")
    .option("--objective <list>", "judge by these instead of the instance's own, as solve had it")
    .option("--from <plan>", "the earlier plan of a replan: what had begun must be where it was");
  withRuntimesOptions(command)
    .option("--json", "print exactly one JSON document on stdout")
    .action(verifyFiles);
}

interface VerifyFlags extends RuntimesFlags {
  readonly json?: boolean;
  readonly certificate?: boolean;
  readonly requireCertified?: boolean;
  readonly objective?: string;
  readonly from?: string;
}

async function verifyFiles(
  instancePath: string,
  planPath: string,
  flags: VerifyFlags,
): Promise<void> {
  const { json, requireCertified } = flags;
  const { instance } = await readFilledInstance(instancePath, flags);
  const stated = await readPlan(planPath, instance);
  refuseUnfit(stated, flags);
  const options: VerifyOptions = defined({
    certificates: flags.certificate,
    objectives:
      flags.objective === undefined ? undefined : objectivesFromText(instance, flags.objective),
    earlier: flags.from === undefined ? undefined : await readNamedPlan(flags.from),
  });
  const findings = verifyPlanFile(instance, stated, options);
  const isMissing = requireCertified === true && findings.uncertified.length > 0;
  const { violations, contradictions } = findings;
  if (violations.length > 0) endWith(EXIT.usage);
  else if (contradictions.length > 0) endWith(EXIT.contradicted);
  else endWith(isMissing ? EXIT.missing : EXIT.plan);
  const ok = findings.ok && !isMissing;
  if (json === true) printJson({ instance: instance.name, ...findings, ok });
  else print(findingsText(findings, isMissing));
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
