import type { Command } from "commander";
import type { Instance } from "../instance/types.ts";
import { changesOf, type PlanChanges } from "../io/kubernetes/out/changes.ts";
import { featuresOfChanges } from "../io/kubernetes/out/features.ts";
import { type ChangeList, changeList, moveBody } from "../io/kubernetes/out/files.ts";
import { readOrigin } from "../io/kubernetes/out/read-origin.ts";
import { changeLines, moveLines, outFindingLines } from "../io/kubernetes/out/text.ts";
import { OUT_LOSSES } from "../io/kubernetes/out/verdicts.ts";
import { readParsed } from "../io/read-instance.ts";
import { runFeaturesOf } from "../learn/run-features.ts";
import { UsageError } from "../util/errors.ts";
import { requireEmpty, writeChanges } from "./changes-folder.ts";
import { type ClusterFlags, readObjects, withClusterOptions } from "./cluster-options.ts";
import { endWith } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { originBeside } from "./origin-file.ts";
import { print, printJson, tell } from "./print.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";
import { readVerified } from "./verified-plan.ts";

/** The options of `berth export-plan kubernetes`. */
interface ExportPlanFlags extends RuntimesFlags, ClusterFlags {
  readonly origin?: string;
  readonly gates?: boolean;
  readonly output?: string;
  readonly json?: boolean;
}

/** `berth export-plan kubernetes INSTANCE PLAN [FILE...]`: one patch for each object, in the order of the plan. */
export function exportPlanKubernetesCommand(command: Command): void {
  const subcommand = command
    .command("kubernetes")
    .description("a patch for each Job, JobSet, TrainJob, gated Pod, ... that the plan places")
    .argument("<instance>", "what berth import kubernetes wrote with -o")
    .argument("<plan>", "a plan of it")
    .argument(
      "[files...]",
      "the objects as they are now, as for berth import; none: the cluster itself is read",
    )
    .option("--origin <file>", "who is who; default: beside the instance, NAME.origin.json")
    .option(
      "--gates",
      "hold pods that a template cannot send to their nodes, and send them one by one",
    )
    .option("-o, --output <folder>", "write each patch to a file, with plan.json as their list");
  withClusterOptions(withRuntimesOptions(subcommand))
    .option("--json", "print exactly one JSON document on stdout")
    .action(run);
}

async function run(
  instancePath: string,
  planPath: string,
  files: readonly string[],
  flags: ExportPlanFlags,
): Promise<void> {
  const { output, gates } = flags;
  if ([instancePath, planPath, ...files].filter((file) => file === "-").length > 1) {
    throw new UsageError("Standard input can be read only once.\nMaybe name - once.");
  }
  const originFile = flags.origin ?? originBeside(instancePath);
  if (output !== undefined) await requireEmpty(output);
  const { instance, document } = await readFilledInstance(instancePath, flags);
  const verified = await readVerified(planPath, instance);
  const origin = await readParsed(originFile, readOrigin);
  const { documents } = await readObjects("berth export-plan kubernetes", files, flags);
  const options = { withGates: gates === true, now: Date.now() };
  const made = changesOf(verified, origin, documents, options);
  const featuresOf = featuresOfChanges(verified, origin, runFeaturesOf(document));
  const list = changeList(made, instance, featuresOf);
  if (output !== undefined) await writeChanges(output, list, made);
  report(instance, list, made, flags);
}

function report(
  { origin }: Instance,
  list: ChangeList,
  { moves, changes, findings }: PlanChanges,
  { output, json }: ExportPlanFlags,
): void {
  if (json === true) {
    const patched = list.changes.map((one, i) => ({ ...one, patch: changes[i].patch }));
    const moved = list.moves.map((one, i) => ({ ...one, body: moveBody(moves[i]) }));
    printJson({ ...list, moves: moved, changes: patched, ...(output !== undefined && { output }) });
  } else {
    for (const move of moves) print(moveLines(move, origin).join("\n"));
    for (const change of changes) print(changeLines(change, origin).join("\n"));
  }
  for (const line of outFindingLines(findings)) tell(line);
  const lost = findings.filter(({ verdict }) => OUT_LOSSES.includes(verdict)).length;
  const where = output === undefined ? "nothing is written without -o" : `written to ${output}`;
  const counts = [
    ...(moves.length === 0 ? [] : [moves.length === 1 ? "1 move" : `${moves.length} moves`]),
    changes.length === 1 ? "1 change" : `${changes.length} changes`,
  ];
  tell(`${counts.join(", ")}: ${where}.`);
  if (lost > 0) {
    tell(`Not all of the plan is in them: ${lost === 1 ? "1 line" : `${lost} lines`} above.`);
    endWith(EXIT.missing);
  }
}
