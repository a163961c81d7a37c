import { type Command, Option } from "commander";
import { type ImportedCluster, importKubernetes } from "../io/kubernetes/import.ts";
import { type RuntimeList, runtimeList } from "../io/kubernetes/units/runtimes.ts";
import { checkOutput, STDOUT } from "../io/output.ts";
import { readParsed } from "../io/read-instance.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { documentText } from "../io/write-document.ts";
import { InstanceError, type Issue, UsageError } from "../util/errors.ts";
import {
  type ClusterFlags,
  readObjects,
  type ScopeFlags,
  withClusterOptions,
  withScope,
} from "./cluster-options.ts";
import { checkDocumentOutput, DOCUMENT_OUTPUT, putDocument } from "./document-output.ts";
import { isRefused, type ReportFlags, reportImport } from "./import-report.ts";
import { parseInstant, parseMoney } from "./options.ts";
import { nameFor, originFor } from "./origin-file.ts";

/** The options of `berth import kubernetes`. */
interface KubernetesFlags extends ClusterFlags, ReportFlags, ScopeFlags {
  readonly origin?: string;
  readonly earlier?: string;
  readonly mode?: "placement" | "batch";
  readonly optional?: boolean;
  readonly runtimes?: string;
  readonly now?: number;
  /** Micro-dollars. */
  readonly preferencePrice?: number;
}

/** `berth import kubernetes [FILE...]`: a cluster, as it is or from what kubectl prints. */
export function importKubernetesCommand(command: Command): void {
  const subcommand = command
    .command("kubernetes")
    .description("nodes, pods and jobs of Kubernetes, Kueue, JobSet, Kubeflow and KubeRay")
    .argument(
      "[files...]",
      "what kubectl get ... -A -o json (or yaml) prints, or manifests; - is stdin; none: the cluster itself is read",
    )
    .option("-o, --output <file>", DOCUMENT_OUTPUT)
    .option(
      "--origin <file>",
      "write what each row stands for; default: beside -o, NAME.origin.json",
    )
    .option("--earlier <plan.json>", "plan what runs too, and write where it is as an earlier plan")
    .addOption(
      new Option("--mode <mode>", "default: batch if all that waits has a runtime").choices([
        "placement",
        "batch",
      ]),
    )
    .option("--optional", "what waits may be left out; high priorities come first")
    .option("--runtimes <file>", 'YAML or JSON, such as { team/train: 2h, "team/probe-*": 10m }')
    .option("--now <time>", "when the plan begins: so much of what runs has passed", parseInstant)
    .option(
      "--preference-price <dollars>",
      "cost of each point of weight that is not met",
      parseMoney,
    );
  withScope(subcommand, "plan only what").option(
    "--strict",
    "exit 1 and write nothing if something cannot be represented",
  );
  withClusterOptions(subcommand)
    .option("--json", "print exactly one JSON document on stdout")
    .action(run);
}

async function run(files: readonly string[], flags: KubernetesFlags): Promise<void> {
  const { output, earlier } = flags;
  const origin = flags.origin ?? originFor(output);
  await checkOutputs(files, flags, origin);
  const { documents, findings } = await readObjects("berth import kubernetes", files, flags);
  const runtimes = await runtimesOf(flags.runtimes);
  const { mode, now, namespace, selector, preferencePrice } = flags;
  const read = importKubernetes(documents, {
    name: nameFor(output, "kubernetes"),
    isOptional: flags.optional === true,
    withRunning: earlier !== undefined,
    runtimes,
    ...(mode !== undefined && { mode }),
    ...(now !== undefined && { now }),
    ...(preferencePrice !== undefined && { preferencePrice }),
    ...(namespace !== undefined && { namespaces: new Set(namespace) }),
    ...(selector !== undefined && { selector }),
  });
  const imported = { ...read, findings: [...findings, ...read.findings] };
  if (!isRefused(imported.findings, flags)) await write(imported, flags, origin);
  const held = { instance: read.document, origin: read.origin, earlier: read.earlier };
  reportImport({ ...imported, held }, flags, origin);
}

async function checkOutputs(
  files: readonly string[],
  { output, earlier, runtimes, json }: KubernetesFlags,
  origin: string | undefined,
): Promise<void> {
  if (files.filter((file) => file === "-").length > 1) {
    throw new UsageError("Standard input can be read only once.\nMaybe name - once.");
  }
  if (json === true && output === STDOUT) {
    throw new UsageError(
      "--json and -o - both print on standard output.\nMaybe leave out one of them: both hold the instance.",
    );
  }
  const inputs = [...files, runtimes ?? "-"];
  await checkDocumentOutput(output, inputs);
  const others = [origin, earlier].filter((path) => path !== undefined);
  const all = [...others, ...(output === undefined ? [] : [output])];
  if (new Set(all).size < all.length) {
    throw new UsageError("Two of the files to write are the same.\nMaybe name another one.");
  }
  for (const path of others) await checkOutput(path, { endings: [".json"], inputs });
}

async function runtimesOf(path: string | undefined): Promise<RuntimeList> {
  if (path === undefined) return new Map();
  return await readParsed(path, (document) => {
    const issues: Issue[] = [];
    const list = runtimeList(document, issues);
    if (issues.length > 0) throw new InstanceError(issues);
    return list;
  });
}

async function write(
  { document, origin, earlier }: ImportedCluster,
  flags: KubernetesFlags,
  originFile: string | undefined,
): Promise<void> {
  if (originFile !== undefined) {
    await writeAtomically(originFile, [`${JSON.stringify(origin, undefined, 2)}\n`]);
  }
  if (flags.earlier !== undefined && earlier !== undefined) {
    await writeAtomically(flags.earlier, documentText(earlier, "json"));
  }
  if (flags.json !== true || flags.output !== undefined) await putDocument(document, flags.output);
}
