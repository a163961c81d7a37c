import { setTimeout as wait } from "node:timers/promises";
import type { Command } from "commander";
import type { Again, Applied, Sent } from "../io/apply/in-order.ts";
import { APPLY_LOSSES, applyInOrder } from "../io/apply/in-order.ts";
import { UsageError } from "../util/errors.ts";
import { endWith } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { parseInstant } from "./options.ts";
import { print, printJson, tell } from "./print.ts";

/** Whether and when changes are sent. */
export interface ApplyFlags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly since?: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Adds the options that say whether and when changes are sent. */
export function withApplyOptions(command: Command): Command {
  return command
    .option("--dry-run", "ask what would become of all of them, and change nothing")
    .option("--yes", "send them")
    .option(
      "--since <time>",
      "when the plan began, where the instance does not say it",
      parseInstant,
    )
    .option("--all", "send them now, in the order of the plan, whatever their times")
    .option("--json", "print exactly one JSON document on stdout");
}

/** Throws UsageError unless it is said whether something is to happen. */
export function checkIntent({ dryRun = false, yes = false }: ApplyFlags): void {
  if (dryRun !== yes) return;
  const what = yes ? "--dry-run and --yes are two things" : "Nothing is sent without a word";
  throw new UsageError(
    `${what}.\nMaybe --dry-run first: all is checked and nothing changes; then --yes.`,
  );
}

/** Changes of a plan, and how they are sent and told. */
export interface Applying<Change> {
  readonly changes: readonly Change[];
  /** Changes of the plan that are not meant, in words for the last line; undefined if there are none. */
  readonly rest?: string;
  readonly total: number;
  readonly attempt: (change: Change) => Promise<Sent | Again>;
  /** When a change is due. */
  readonly timeOf: (change: Change) => Due;
  /** What a line calls it. */
  readonly words: (change: Change) => string;
  /** The same as data. */
  readonly data: (change: Change) => object;
  /** Of the whole, for `--json`. */
  readonly about: object;
}

/** When a change is due: ms after the plan begins, and where the instance says when that is, the time itself. */
export interface Due {
  readonly start_ms: number;
  readonly at?: string;
}

/** Sends what is due, tells what became of each, and ends with exit code 6 if not all of it is as planned. */
export async function applyDue<Change>(
  applying: Applying<Change>,
  flags: ApplyFlags,
): Promise<void> {
  const { changes, attempt, timeOf, words, data, about, rest, total } = applying;
  const now = Date.now();
  const results: Applied<Change>[] = [];
  const sent = applyInOrder(changes, {
    ...{ attempt, wait: (ms: number) => wait(ms) },
    notYet: (change) => (flags.dryRun === true ? undefined : notYet(timeOf(change), flags, now)),
  });
  for await (const result of sent) {
    results.push(result);
    const { verdict, change, what } = result;
    if (flags.json !== true) print(`${verdict}: ${words(change)}: ${what}`);
  }
  if (flags.json === true) {
    const told = results.map(({ change, verdict, what }) => ({ ...data(change), verdict, what }));
    printJson({ ...about, dry_run: flags.dryRun === true, results: told });
  }
  const counts = new Map<string, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const parts = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  if (rest !== undefined) parts.push(rest);
  tell(`Of ${total} changes: ${parts.length === 0 ? "none" : parts.join(", ")}.`);
  if (results.some(({ verdict }) => APPLY_LOSSES.includes(verdict))) endWith(EXIT.missing);
}

/** Why a change is not sent yet; undefined if its time has come. */
function notYet(
  { at, start_ms }: Due,
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
