import type { Command } from "commander";
import { submitJob } from "../io/ray/api/apply.ts";
import { aliveness, askRay } from "../io/ray/api/cluster.ts";
import { jobProgress } from "../io/ray/api/progress.ts";
import { readNodes } from "../io/ray/nodes.ts";
import { readSubmissions } from "../io/ray/read-submissions.ts";
import { readText } from "../io/read-text.ts";
import { UsageError } from "../util/errors.ts";
import { type ApplyFlags, applyDue, checkIntent, withApplyOptions } from "./apply-due.ts";
import { tell } from "./print.ts";
import { type RayFlags, requestOf, withRayOptions } from "./ray-options.ts";

/** `berth apply ray JOBS`: the jobs whose time has come, each at most once. */
export function applyRayCommand(command: Command): void {
  const subcommand = command
    .command("ray")
    .description("submit each job whose time has come; a repeat submits what is left")
    .argument("<jobs>", "what berth export-plan ray wrote with -o; - is stdin");
  withApplyOptions(withRayOptions(subcommand)).action(run);
}

async function run(path: string, flags: ApplyFlags & RayFlags): Promise<void> {
  checkIntent(flags);
  const { address } = flags;
  if (address === undefined) {
    throw new UsageError("Which cluster is meant?\nMaybe add --address http://127.0.0.1:8265.");
  }
  const { text, source } = await readText(path);
  const changes = readSubmissions(text, source);
  const request = requestOf(address, flags);
  const { nodes } = readNodes((await askRay(request)).nodes);
  tell(`Ray at ${new URL(address).origin}: ${nodes.length} nodes are alive.`);
  const isAlive = aliveness(request);
  const setting = { request, isDryRun: flags.dryRun === true, isAlive };
  await applyDue(
    {
      changes,
      total: changes.length,
      about: {},
      attempt: (one) => submitJob(one, setting),
      progressOf: (one) => jobProgress(one, request, isAlive),
      timeOf: ({ at }) => ({ start_ms: at }),
      words: ({ task, node }) => `${task} on ${node}`,
      data: ({ task, node, body }) => ({ task, node, submission_id: body.submission_id }),
      runs: ({ body, features }) =>
        features === undefined ? [] : [{ id: body.submission_id, features }],
    },
    flags,
  );
}
