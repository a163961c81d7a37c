import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Command } from "commander";
import { type PatchedChange, sendPatch } from "../io/kubernetes/api/apply.ts";
import { sendMove } from "../io/kubernetes/api/moves/send.ts";
import type { BodiedMove } from "../io/kubernetes/api/moves/setting.ts";
import { objectProgress } from "../io/kubernetes/api/progress.ts";
import {
  INDEX_FILE,
  inOrder,
  type ListedChange,
  type ListedMove,
} from "../io/kubernetes/out/files.ts";
import { readChangeList, readMove, readPatch } from "../io/kubernetes/out/read-list.ts";
import { readParsed } from "../io/read-instance.ts";
import { type ApplyFlags, applyDue, checkIntent, withApplyOptions } from "./apply-due.ts";
import {
  type ClusterFlags,
  clusterRequest,
  withClusterOptions,
  withNamespaces,
} from "./cluster-options.ts";
import { parseTimeLimit } from "./options.ts";

/** The options of `berth apply kubernetes`. */
interface KubernetesFlags extends ApplyFlags, ClusterFlags {
  readonly namespace?: readonly string[];
  /** ms. */
  readonly patience?: number;
}

/** How long a step of a move may take where nothing is said, ms. */
const PATIENCE = 300_000;

/** `berth apply kubernetes FOLDER`: the changes whose time has come, each at most once. */
export function applyKubernetesCommand(command: Command): void {
  const subcommand = command
    .command("kubernetes")
    .description("send each patch whose time has come; a repeat sends what is left")
    .argument("<folder>", "what berth export-plan kubernetes wrote with -o, or its plan.json");
  withNamespaces(subcommand, "touch only what is in these namespaces").option(
    "--patience <duration>",
    "how long a move waits for a disruption budget, for its pod to be gone, for the new one to run (default: 5m)",
    parseTimeLimit,
  );
  withApplyOptions(withClusterOptions(subcommand)).action(run);
}

/** A change or a move, as the index and its file have it. */
type Listed = PatchedChange | BodiedMove;

async function run(folder: string, flags: KubernetesFlags): Promise<void> {
  checkIntent(flags);
  const { plan, changes, total } = await readChanges(folder, flags.namespace);
  const request = await clusterRequest("berth apply kubernetes", flags, `, plan ${plan}`);
  const elsewhere = total - changes.length;
  const { dryRun: isDryRun = false, patience = PATIENCE } = flags;
  const setting = { request, isDryRun, patience, wait: (ms: number) => wait(ms) };
  await applyDue(
    {
      changes,
      total,
      ...(elsewhere > 0 && { rest: `${elsewhere} in other namespaces` }),
      about: { plan },
      attempt: (one) => ("move" in one ? sendMove(one, setting) : sendPatch(one, setting)),
      progressOf: (one) => objectProgress(refOf(one), request),
      isFollowed: (one) => !("move" in one) || one.move.way === "restart",
      timeOf: refOf,
      words: (one) => {
        const { kind, namespace, name } = refOf(one);
        return `${kind} ${namespace}/${name}`;
      },
      data: (one) => {
        const { kind, namespace, name } = refOf(one);
        return { kind, namespace, name, ...("move" in one && { way: one.move.way }) };
      },
      runs: (one) => {
        const { uid, features = [] } = refOf(one);
        return features.map((each, i) => {
          return { id: i === 0 ? uid : `${uid}/${i + 1}`, features: each };
        });
      },
    },
    flags,
  );
}

function refOf(one: Listed): ListedMove | ListedChange {
  return "move" in one ? one.move : one.change;
}

/** The changes and moves of a folder in the order of the plan, all read and checked before the first is sent. */
async function readChanges(folder: string, namespaces: readonly string[] | undefined) {
  const file = basename(folder) === INDEX_FILE ? folder : join(folder, INDEX_FILE);
  const list = await readParsed(file, readChangeList);
  const { plan } = list;
  const changes: Listed[] = [];
  for (const one of inOrder(list.moves, list.changes, ({ start_ms }) => start_ms)) {
    if (namespaces?.includes(one.namespace) === false) continue;
    const path = join(dirname(file), one.file);
    if ("way" in one) {
      const body = await readParsed(path, (document) => readMove(document, list, one));
      changes.push({ move: one, body, plan });
    } else {
      const patch = await readParsed(path, (document) => readPatch(document, list, one));
      changes.push({ change: one, patch });
    }
  }
  return { plan, changes, total: list.moves.length + list.changes.length };
}
