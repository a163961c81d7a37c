import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Command } from "commander";
import { APPLY_LOSSES, type Applied, applyAll } from "../io/kubernetes/api/apply.ts";
import type { RawMap } from "../io/kubernetes/fields.ts";
import { INDEX_FILE, type ListedChange } from "../io/kubernetes/out/files.ts";
import { readChangeList, readPatch } from "../io/kubernetes/out/read-list.ts";
import { readParsed } from "../io/read-instance.ts";
import { UsageError } from "../util/errors.ts";
import { type ClusterFlags, clusterRequest, withClusterOptions } from "./cluster-options.ts";
import { endWith } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { parseInstant } from "./options.ts";
import { print, printJson, tell } from "./print.ts";

/** The options of `berth apply kubernetes`. */
interface ApplyFlags extends ClusterFlags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly since?: number;
  readonly all?: boolean;
  readonly namespace?: readonly string[];
  readonly json?: boolean;
}

/** `berth apply kubernetes FOLDER`: the changes whose time has come, each at most once. */
export function applyKubernetesCommand(command: Command): void {
  const subcommand = command
    .command("kubernetes")
    .description("send each patch whose time has come; a repeat sends what is left")
    .argument("<folder>", "what berth export-plan kubernetes wrote with -o, or its plan.json")
    .option("--dry-run", "ask the cluster what it would do with all of them, and change nothing")
    .option("--yes", "change the cluster")
    .option(
      "--since <time>",
      "when the plan began, where the instance does not say it",
      parseInstant,
    )
    .option("--all", "send them now, in the order of the plan, whatever their times")
    .option("--namespace <names...>", "touch only what is in these namespaces");
  withClusterOptions(subcommand)
    .option("--json", "print exactly one JSON document on stdout")
    .action(run);
}

async function run(folder: string, flags: ApplyFlags): Promise<void> {
  const { dryRun = false, yes = false } = flags;
  if (dryRun === yes) {
    const what = yes ? "--dry-run and --yes are two things" : "Nothing is sent without a word";
    throw new UsageError(
      `${what}.\nMaybe --dry-run first: the cluster checks all and changes nothing; then --yes.`,
    );
  }
  const { plan, changes, total } = await readChanges(folder, flags.namespace);
  const request = await clusterRequest("berth apply kubernetes", flags, `, plan ${plan}`);
  const now = Date.now();
  const sent = applyAll(changes, {
    request,
    isDryRun: dryRun,
    wait: (ms) => wait(ms),
    notYet: (change) => (dryRun ? undefined : notYet(change, flags, now)),
  });
  const results: Applied[] = [];
  for await (const result of sent) {
    results.push(result);
    if (flags.json !== true) print(line(result));
  }
  report(results, total, plan, flags);
}

/** The changes of a folder in the order of the plan, all read and checked before the first is sent. */
async function readChanges(folder: string, namespaces: readonly string[] | undefined) {
  const file = basename(folder) === INDEX_FILE ? folder : join(folder, INDEX_FILE);
  const list = await readParsed(file, readChangeList);
  const changes: [ListedChange, RawMap][] = [];
  for (const change of list.changes) {
    if (namespaces?.includes(change.namespace) === false) continue;
    const path = join(dirname(file), change.file);
    changes.push([change, await readParsed(path, (document) => readPatch(document, list, change))]);
  }
  return { plan: list.plan, changes, total: list.changes.length };
}

/** Why a change is not sent yet; undefined if its time has come. */
function notYet(
  { at, start_ms }: ListedChange,
  { all, since }: ApplyFlags,
  now: number,
): string | undefined {
  if (all === true) return undefined;
  const begin = since ?? (at === undefined ? undefined : Date.parse(at) - start_ms);
  if (begin === undefined) {
    return start_ms === 0
      ? undefined
      : "the instance does not say when the plan begins: --since does";
  }
  const due = begin + start_ms;
  return due <= now ? undefined : `at ${new Date(due).toISOString()}: apply again then`;
}

function line({ change, verdict, what }: Applied): string {
  return `${verdict}: ${change.kind} ${change.namespace}/${change.name}: ${what}`;
}

function report(
  results: readonly Applied[],
  total: number,
  plan: string,
  { json, dryRun }: ApplyFlags,
): void {
  if (json === true) {
    const told = results.map(({ change: { kind, namespace, name }, verdict, what }) => {
      return { kind, namespace, name, verdict, what };
    });
    printJson({ plan, dry_run: dryRun === true, results: told });
  }
  const counts = new Map<string, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const words = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  const rest = total - results.length;
  if (rest > 0) words.push(`${rest} in other namespaces`);
  tell(`Of ${total} changes: ${words.length === 0 ? "none" : words.join(", ")}.`);
  if (results.some(({ verdict }) => APPLY_LOSSES.includes(verdict))) endWith(EXIT.missing);
}
