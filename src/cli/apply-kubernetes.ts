import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Command } from "commander";
import type { Followed } from "../io/apply/follow.ts";
import { type PatchedChange, sendPatch } from "../io/kubernetes/api/apply.ts";
import { lostNodes } from "../io/kubernetes/api/lost-nodes.ts";
import { sendMove } from "../io/kubernetes/api/moves/send.ts";
import type { BodiedMove, MoveSetting } from "../io/kubernetes/api/moves/setting.ts";
import { objectProgress } from "../io/kubernetes/api/progress.ts";
import { meets } from "../io/kubernetes/objects/requirements.ts";
import {
  INDEX_FILE,
  inOrder,
  type ListedChange,
  type ListedMove,
} from "../io/kubernetes/out/files.ts";
import { readChangeList, readMove, readPatch } from "../io/kubernetes/out/read-list.ts";
import { readParsed } from "../io/read-instance.ts";
import { UsageError } from "../util/errors.ts";
import { shellWord } from "../util/shell-word.ts";
import { applyDue, checkIntent, withApplyOptions } from "./apply-due.ts";
import type { ApplyFlags, RecoveredWork } from "./applying.ts";
import {
  type ClusterFlags,
  clusterRequest,
  type ScopeFlags,
  withClusterOptions,
  withScope,
} from "./cluster-options.ts";
import { recoverFrom } from "./kubernetes-recovery.ts";
import { lossWatch } from "./loss-watch.ts";
import { parseTimeLimit } from "./options.ts";
import { tell } from "./print.ts";

/** The options of `berth apply kubernetes`. */
interface KubernetesFlags extends ApplyFlags, ClusterFlags, ScopeFlags {
  /** ms. */
  readonly patience?: number;
  /** ms. */
  readonly replan?: number;
}

/** How long a step of a move may take where nothing is said, ms. */
const PATIENCE = 300_000;

/** `berth apply kubernetes FOLDER`: the changes whose time has come, each at most once. */
export function applyKubernetesCommand(command: Command): void {
  const subcommand = command
    .command("kubernetes")
    .description("send each patch whose time has come; a repeat sends what is left")
    .argument("<folder>", "what berth export-plan kubernetes wrote with -o, or its plan.json");
  withScope(subcommand, "touch only what").option(
    "--patience <duration>",
    "how long a move waits for a disruption budget, for its pod to be gone, for the new one to run (default: 5m)",
    parseTimeLimit,
  );
  withApplyOptions(withClusterOptions(subcommand))
    .option(
      "--replan <duration>",
      "watching: once a node is lost for so long, plan what runs anew without it and make the moves",
      parseTimeLimit,
    )
    .action(run);
}

/** A change or a move, as the index and its file have it. */
type Listed = PatchedChange | BodiedMove;

async function run(folder: string, flags: KubernetesFlags): Promise<void> {
  checkIntent(flags);
  if (flags.replan !== undefined && flags.watch !== true) {
    throw new UsageError("What is lost is seen by watching.\nMaybe add --watch to --replan.");
  }
  const { plan, changes, total } = await readChanges(folder, flags);
  const request = await clusterRequest("berth apply kubernetes", flags, `, plan ${plan}`);
  const elsewhere = total - changes.length;
  const { dryRun: isDryRun = false, patience = PATIENCE } = flags;
  const setting = { request, isDryRun, patience, wait: (ms: number) => wait(ms) };
  const watch = lossWatch(flags.replan ?? Infinity, () => performance.now());
  await applyDue<Listed>(
    {
      changes,
      total,
      ...(elsewhere > 0 && { rest: `${elsewhere} not meant (--namespace, --selector)` }),
      about: { plan },
      attempt: (one) => ("move" in one ? sendMove(one, setting) : sendPatch(one, setting)),
      progressOf: (one) => objectProgress(refOf(one), request),
      isFollowed: (one) => !("move" in one) || one.move.way === "restart",
      troubles: async (open) => {
        const lost = await lostNodes(request, open.flatMap(nodesOf));
        watch.see(lost.keys());
        return troublesOf(open, lost);
      },
      advice: (lost) => adviceOf(folder, lost, flags),
      ...(flags.replan !== undefined && {
        isHopeless: () => watch.due().size > 0,
        recover: (_, open) => recover(open, { folder, flags, setting, lost: watch.take() }),
      }),
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

interface Recovering {
  readonly folder: string;
  readonly flags: KubernetesFlags;
  readonly setting: MoveSetting;
  readonly lost: ReadonlySet<string>;
}

/** The moves of a plan without lost nodes; objects that they hold and let go are followed by them. */
async function recover(
  open: readonly Listed[],
  { folder, flags, setting, lost }: Recovering,
): Promise<RecoveredWork<Listed> | undefined> {
  if (lost.size === 0) return undefined;
  const affected = open.filter((one) => nodesOf(one).some((node) => lost.has(node)));
  tell(`Planning anew what runs, without ${[...lost].join(", ")}.`);
  const next = await recoverFrom(lost, new Set(affected.map((one) => refOf(one).uid)), {
    ...{ request: setting.request, wait: setting.wait, folder: folderOf(folder) },
    ...{ scope: flags, access: accessWords(flags), json: flags.json === true },
  });
  if (next === undefined) return undefined;
  const { changes } = await readChanges(next, {});
  const moved = new Set(changes.map((one) => refOf(one).uid));
  return { changes, instead: open.filter((one) => moved.has(refOf(one).uid)) };
}

/** Where its pods go. */
function nodesOf(one: Listed): readonly string[] {
  return "move" in one ? Object.keys(one.move.wanted) : one.change.nodes;
}

/** Most objects that a sentence names. */
const MOST_NAMED = 5;

function troublesOf(
  open: readonly Listed[],
  lost: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const sentences = [...lost].map(([node, what]) => {
    const names = open
      .filter((one) => nodesOf(one).includes(node))
      .map((one) => `${refOf(one).kind} ${refOf(one).namespace}/${refOf(one).name}`);
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
    const shown = `${names.slice(0, MOST_NAMED).join(", ")}${more}`;
    return [`${node} ${what}`, `Node ${node} is ${what}, and planned for ${shown}.`] as const;
  });
  return new Map(sentences);
}

/** The commands that bring what runs elsewhere; what has failed for good is to be made anew first. */
function adviceOf(
  folder: string,
  lost: readonly Followed<Listed>[],
  flags: KubernetesFlags,
): readonly string[] {
  const next = `${folderOf(folder).replace(/\/+$/, "")}-next`;
  const files = [`${next}.yaml`, `${next}-now.json`, `${next}.json`, next];
  const [file, now, plan, out] = files.map(shellWord);
  const access = accessWords(flags);
  const to = access.length === 0 ? "" : ` ${access.join(" ")}`;
  const again =
    lost.length === 0
      ? []
      : ["What has failed is not made anew: create it again, suspended. Then:"];
  return [
    ...again,
    "A plan of the cluster as it is now:",
    `  berth import kubernetes${to} --mode placement --optional --earlier ${now} -o ${file}`,
    `  berth replan ${file} --from ${now} -q -o ${plan}          # with --down as the import says it`,
    `  berth export-plan kubernetes ${file} ${plan} -o ${out}${to}`,
    `  berth apply kubernetes ${out} --yes --watch${to}`,
  ];
}

function folderOf(path: string): string {
  return basename(path) === INDEX_FILE ? dirname(path) : path;
}

/** Which cluster is meant, as a shell takes it. */
function accessWords({ kubeconfig, context }: KubernetesFlags): readonly string[] {
  return [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...(context === undefined ? [] : ["--context", context]),
  ].map(shellWord);
}

function refOf(one: Listed): ListedMove | ListedChange {
  return "move" in one ? one.move : one.change;
}

/** The changes and moves of a folder in the order of the plan, all read and checked before the first is sent. */
async function readChanges(folder: string, { namespace, selector = [] }: ScopeFlags) {
  const file = basename(folder) === INDEX_FILE ? folder : join(folder, INDEX_FILE);
  const list = await readParsed(file, readChangeList);
  const { plan } = list;
  const changes: Listed[] = [];
  for (const one of inOrder(list.moves, list.changes, ({ start_ms }) => start_ms)) {
    if (namespace?.includes(one.namespace) === false) continue;
    if (!meets(new Map(Object.entries(one.labels ?? {})), selector)) continue;
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
