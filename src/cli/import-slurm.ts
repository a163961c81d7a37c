import type { Command } from "commander";
import { parseInstance } from "../instance/parse.ts";
import { checkOutput, STDOUT } from "../io/output.ts";
import { readParsed } from "../io/read-instance.ts";
import { importSlurm } from "../io/slurm/import.ts";
import { readNodes } from "../io/slurm/nodes.ts";
import { importSlurmWork } from "../io/slurm/work.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { UsageError } from "../util/errors.ts";
import { checkDocumentOutput, DOCUMENT_OUTPUT, putDocument } from "./document-output.ts";
import { isRefused, type ReportFlags, reportImport } from "./import-report.ts";
import { parseInstant } from "./options.ts";
import { nameFor, originFor } from "./origin-file.ts";

interface SlurmFlags extends ReportFlags {
  readonly nodes: string;
  readonly jobs?: string;
  readonly tasks?: string;
  readonly origin?: string;
  readonly now?: number;
  readonly held?: boolean;
}

/** `berth import slurm`: the nodes and the queue of a cluster. */
export function importSlurmCommand(command: Command): void {
  command
    .command("slurm")
    .description("nodes and queue of a Slurm cluster: what waits becomes tasks")
    .requiredOption("--nodes <file>", "what scontrol show nodes --json (or sinfo -N --json) prints")
    .option("--jobs <file>", "what squeue --json prints")
    .option(
      "--tasks <file>",
      "work that is not in the queue: an instance without resources; each task has an entrypoint",
    )
    .option("-o, --output <file>", DOCUMENT_OUTPUT)
    .option(
      "--origin <file>",
      "write what each row stands for; default: beside -o, NAME.origin.json",
    )
    .option(
      "--now <time>",
      "when the plan begins; default: when the queue was printed, or now",
      parseInstant,
    )
    .option("--held", "plan held jobs too; a plan's script releases them")
    .option("--strict", "exit 1 and write nothing if something cannot be represented")
    .option("--json", "print exactly one JSON document on stdout")
    .action(run);
}

/** The queue, or the list of work. */
function listOf({ jobs, tasks, held }: SlurmFlags): string {
  if (tasks !== undefined && held === true) {
    throw new UsageError("--held is about a queue.\nMaybe leave it out.");
  }
  const list = jobs ?? tasks;
  if (list !== undefined && (jobs === undefined || tasks === undefined)) return list;
  throw new UsageError(
    "Either a queue is planned or a list of work.\nMaybe --jobs queue.json (squeue --json), or --tasks work.yaml.",
  );
}

async function run(flags: SlurmFlags): Promise<void> {
  const { nodes, output, now } = flags;
  const listed = listOf(flags);
  if (nodes === "-" && listed === "-") {
    throw new UsageError("Standard input can be read only once.\nMaybe name - once.");
  }
  if (flags.json === true && output === STDOUT) {
    throw new UsageError(
      "--json and -o - both print on standard output.\nMaybe leave out one of them: both hold the instance.",
    );
  }
  const originFile = flags.origin ?? originFor(output);
  const inputs = [nodes, listed];
  await checkDocumentOutput(output, inputs);
  if (originFile !== undefined) await checkOutput(originFile, { endings: [".json"], inputs });
  const cluster = await readParsed(nodes, readNodes);
  const imported = await readParsed(listed, (list) => {
    const name = nameFor(output, "slurm");
    const found =
      flags.tasks !== undefined
        ? importSlurmWork(cluster, list, { name, now: now ?? Date.now() })
        : importSlurm(cluster, list, {
            ...{ name, isHeldToo: flags.held === true },
            ...(now !== undefined && { now }),
          });
    parseInstance(found.document);
    return found;
  });
  const { document, origin, findings, notes } = imported;
  if (!isRefused(findings, flags)) {
    if (originFile !== undefined) {
      await writeAtomically(originFile, [`${JSON.stringify(origin, undefined, 2)}\n`]);
    }
    if (flags.json !== true || output !== undefined) await putDocument(document, output);
  }
  reportImport({ findings, notes, held: { instance: document, origin } }, flags, originFile);
}
