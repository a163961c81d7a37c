import type { Command } from "commander";
import type { Followed } from "../io/apply/follow.ts";
import { submitJob } from "../io/ray/api/apply.ts";
import { aliveness, askRay } from "../io/ray/api/cluster.ts";
import { jobProgress } from "../io/ray/api/progress.ts";
import { readNodes } from "../io/ray/nodes.ts";
import { type ListedSubmission, readSubmissions } from "../io/ray/read-submissions.ts";
import { readDocument } from "../io/read-instance.ts";
import { readText } from "../io/read-text.ts";
import { UsageError } from "../util/errors.ts";
import { shellWord } from "../util/shell-word.ts";
import { applyDue, checkIntent, withApplyOptions } from "./apply-due.ts";
import type { ApplyFlags, Due } from "./applying.ts";
import { tell } from "./print.ts";
import { type RayFlags, requestOf, withRayOptions } from "./ray-options.ts";
import { rayRecovery } from "./ray-recovery.ts";

/** `berth apply ray JOBS`: the jobs whose time has come, each at most once. */
export function applyRayCommand(command: Command): void {
  const subcommand = command
    .command("ray")
    .description("submit each job whose time has come; a repeat submits what is left")
    .argument("<jobs>", "what berth export-plan ray wrote with -o; - is stdin");
  withApplyOptions(withRayOptions(subcommand))
    .option(
      "--replan <tasks>",
      "watching: plan anew what is lost with a node, from the list of work that all was planned from",
    )
    .action(run);
}

interface ApplyRayFlags extends ApplyFlags, RayFlags {
  readonly replan?: string;
}

async function run(path: string, flags: ApplyRayFlags): Promise<void> {
  checkIntent(flags);
  const { address, replan } = flags;
  if (replan !== undefined && flags.watch !== true) {
    throw new UsageError("What is lost is seen by watching.\nMaybe add --watch to --replan.");
  }
  if (address === undefined) {
    throw new UsageError("Which cluster is meant?\nMaybe add --address http://127.0.0.1:8265.");
  }
  const { text, source } = await readText(path);
  const changes = readSubmissions(text, source);
  // A list that cannot be read is told now, not when it is needed.
  if (replan !== undefined) await readDocument(replan);
  const request = requestOf(address, flags);
  const { nodes } = readNodes((await askRay(request)).nodes);
  tell(`Ray at ${new URL(address).origin}: ${nodes.length} nodes are alive.`);
  const isAlive = aliveness(request);
  const setting = { request, isDryRun: flags.dryRun === true, isAlive };
  const laterOf = new Map<ListedSubmission, Due>();
  const recovery = (file: string) => {
    const recover = rayRecovery(file, request);
    return async (lost: readonly Followed<ListedSubmission>[]) => {
      const found = await recover(lost);
      // Times of the new plan count from now on.
      const now = Date.now();
      for (const one of found?.changes ?? []) {
        const at = now + one.at;
        laterOf.set(one, { start_ms: at - (flags.since ?? now), at: new Date(at).toISOString() });
      }
      return found;
    };
  };
  await applyDue(
    {
      changes,
      total: changes.length,
      about: {},
      attempt: (one) => submitJob(one, setting),
      progressOf: (one) => jobProgress(one, request, isAlive),
      advice: (lost) =>
        adviceOf(
          path,
          lost.map(({ change }) => change.task),
          address,
        ),
      ...(replan !== undefined && { recover: recovery(replan) }),
      timeOf: (one) => ({ start_ms: one.at, ...(laterOf.get(one) ?? {}) }),
      words: ({ task, node }) => `${task} on ${node}`,
      data: ({ task, node, body }) => ({ task, node, submission_id: body.submission_id }),
      runs: ({ body, features }) =>
        features === undefined ? [] : [{ id: body.submission_id, features }],
    },
    flags,
  );
}

/** The commands that plan anew what is lost. */
function adviceOf(path: string, lost: readonly string[], address: string): readonly string[] {
  const next = `${path.replace(/\.(nd|)json.?$/, "")}-next`;
  const [file, plan, out, to] = [`${next}.yaml`, `${next}.json`, `${next}.ndjson`, address].map(
    shellWord,
  );
  const names = lost.length === 0 ? "" : ` (${lost.join(", ")})`;
  return [
    `A plan of what is lost${names} on the nodes that are alive, with these tasks alone in TASKS (apply --replan TASKS does it by itself):`,
    `  berth import ray --address ${to} --tasks TASKS -o ${file}`,
    `  berth solve ${file} -q -o ${plan}`,
    `  berth export-plan ray ${file} ${plan} -o ${out}`,
    `  berth apply ray ${out} --address ${to} --yes --watch`,
  ];
}
