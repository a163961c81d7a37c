import { basename, dirname, join } from "node:path";
import type { Command } from "commander";
import { type PatchedChange, sendPatch } from "../io/kubernetes/api/apply.ts";
import { objectProgress } from "../io/kubernetes/api/progress.ts";
import { INDEX_FILE } from "../io/kubernetes/out/files.ts";
import { readChangeList, readPatch } from "../io/kubernetes/out/read-list.ts";
import { readParsed } from "../io/read-instance.ts";
import { type ApplyFlags, applyDue, checkIntent, withApplyOptions } from "./apply-due.ts";
import {
  type ClusterFlags,
  clusterRequest,
  withClusterOptions,
  withNamespaces,
} from "./cluster-options.ts";

/** The options of `berth apply kubernetes`. */
interface KubernetesFlags extends ApplyFlags, ClusterFlags {
  readonly namespace?: readonly string[];
}

/** `berth apply kubernetes FOLDER`: the changes whose time has come, each at most once. */
export function applyKubernetesCommand(command: Command): void {
  const subcommand = command
    .command("kubernetes")
    .description("send each patch whose time has come; a repeat sends what is left")
    .argument("<folder>", "what berth export-plan kubernetes wrote with -o, or its plan.json");
  withNamespaces(subcommand, "touch only what is in these namespaces");
  withApplyOptions(withClusterOptions(subcommand)).action(run);
}

async function run(folder: string, flags: KubernetesFlags): Promise<void> {
  checkIntent(flags);
  const { plan, changes, total } = await readChanges(folder, flags.namespace);
  const request = await clusterRequest("berth apply kubernetes", flags, `, plan ${plan}`);
  const elsewhere = total - changes.length;
  await applyDue(
    {
      changes,
      total,
      ...(elsewhere > 0 && { rest: `${elsewhere} in other namespaces` }),
      about: { plan },
      attempt: (one) => sendPatch(one, { request, isDryRun: flags.dryRun === true }),
      progressOf: ({ change }) => objectProgress(change, request),
      timeOf: ({ change }) => change,
      words: ({ change: { kind, namespace, name } }) => `${kind} ${namespace}/${name}`,
      data: ({ change: { kind, namespace, name } }) => ({ kind, namespace, name }),
      runs: ({ change: { uid, features = [] } }) =>
        features.map((one, i) => ({ id: i === 0 ? uid : `${uid}/${i + 1}`, features: one })),
    },
    flags,
  );
}

/** The changes of a folder in the order of the plan, all read and checked before the first is sent. */
async function readChanges(folder: string, namespaces: readonly string[] | undefined) {
  const file = basename(folder) === INDEX_FILE ? folder : join(folder, INDEX_FILE);
  const list = await readParsed(file, readChangeList);
  const changes: PatchedChange[] = [];
  for (const change of list.changes) {
    if (namespaces?.includes(change.namespace) === false) continue;
    const path = join(dirname(file), change.file);
    const patch = await readParsed(path, (document) => readPatch(document, list, change));
    changes.push({ change, patch });
  }
  return { plan: list.plan, changes, total: list.changes.length };
}
