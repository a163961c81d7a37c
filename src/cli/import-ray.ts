import type { Command } from "commander";
import { parseInstance } from "../instance/parse.ts";
import { checkOutput } from "../io/output.ts";
import { askRay } from "../io/ray/api/cluster.ts";
import { importRay } from "../io/ray/import.ts";
import { type RayNodes, readNodes, readUsage } from "../io/ray/nodes.ts";
import { readParsed } from "../io/read-instance.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { UsageError } from "../util/errors.ts";
import { checkDocumentOutput, DOCUMENT_OUTPUT, putDocument } from "./document-output.ts";
import { originFor } from "./origin-file.ts";
import { tell } from "./print.ts";
import { type RayFlags, requestOf, withRayOptions } from "./ray-options.ts";

interface ImportFlags extends RayFlags {
  readonly nodes?: string;
  readonly status?: string;
  readonly tasks: string;
  readonly output?: string;
  readonly origin?: string;
}

/** `berth import ray`: the nodes of a cluster, and a list of work with entrypoints. */
export function importRayCommand(command: Command): void {
  const subcommand = command
    .command("ray")
    .description("nodes of a Ray cluster, and work that says what it runs")
    .option("--nodes <file>", "answer to GET /api/v0/nodes?detail=true&limit=10000")
    .requiredOption("--tasks <file>", "an instance without resources; each task has an entrypoint")
    .option("--status <file>", "answer to GET /api/cluster_status: what is in use is left out")
    .option("-o, --output <file>", DOCUMENT_OUTPUT)
    .option(
      "--origin <file>",
      "write what each row stands for; default: beside -o, NAME.origin.json",
    );
  withRayOptions(subcommand).action(run);
}

async function run(flags: ImportFlags): Promise<void> {
  const { nodes, status, tasks, output, origin } = flags;
  const inputs = [tasks, ...[nodes, status].filter((file) => file !== undefined)];
  const originFile = origin ?? originFor(output);
  await checkDocumentOutput(output, inputs);
  if (originFile !== undefined) await checkOutput(originFile, { endings: [".json"], inputs });
  const cluster = await clusterOf(flags);
  const imported = await readParsed(tasks, (work) => {
    const found = importRay(cluster, work);
    parseInstance(found.document);
    return found;
  });
  if (originFile !== undefined) {
    await writeAtomically(originFile, [`${JSON.stringify(imported.origin, undefined, 2)}\n`]);
  }
  await putDocument(imported.document, output);
  for (const note of imported.notes) tell(note);
  if (originFile !== undefined) tell(`What each row stands for: ${originFile}.`);
}

/** The nodes that files tell of, or the dashboard itself. */
async function clusterOf(flags: ImportFlags): Promise<RayNodes> {
  const { nodes, status, address } = flags;
  if ((nodes === undefined) === (address === undefined)) {
    throw new UsageError(
      "Which cluster is meant?\nMaybe add --address http://127.0.0.1:8265, or --nodes FILE with what its dashboard answered.",
    );
  }
  if (nodes !== undefined) {
    // Each is read inside, so that a fault is told with its file and line.
    const usage = status === undefined ? undefined : await readParsed(status, readUsage);
    return await readParsed(nodes, (answer) => readNodes(answer, usage));
  }
  if (status !== undefined) {
    throw new UsageError("--address tells what is in use, too.\nMaybe leave --status out.");
  }
  const answers = await askRay(requestOf(address!, flags));
  return readNodes(answers.nodes, readUsage(answers.status));
}
