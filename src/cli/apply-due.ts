import { setTimeout as wait } from "node:timers/promises";
import type { Command } from "commander";
import type { Followed, Progress } from "../io/apply/follow.ts";
import type { Applied } from "../io/apply/in-order.ts";
import { APPLY_LOSSES, applyInOrder } from "../io/apply/in-order.ts";
import { UsageError } from "../util/errors.ts";
import { plain } from "../util/plain.ts";
import { followAll } from "./apply-follow.ts";
import { recorder } from "./apply-history.ts";
import type { ApplyFlags, Applying, Due, RecoveredWork } from "./applying.ts";
import { endWith } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { parseInstant } from "./options.ts";
import { print, printJson, tell, tellLines } from "./print.ts";

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
    .option("--watch", "stay: send each at its time, then follow all until they have ended")
    .option("--history <file.csv>", "add what each took to this history of berth learn")
    .option("--json", "print exactly one JSON document on stdout");
}

/** Throws UsageError unless it is said whether something is to happen. */
export function checkIntent(flags: ApplyFlags): void {
  const { dryRun = false, yes = false, watch = false, history } = flags;
  if (dryRun && watch) throw new UsageError("A dry run has nothing to watch.\nMaybe --yes.");
  if (history !== undefined && !watch) {
    throw new UsageError("What ended is seen by watching.\nMaybe add --watch to --history.");
  }
  if (dryRun !== yes) return;
  const what = yes ? "--dry-run and --yes are two things" : "Nothing is sent without a word";
  throw new UsageError(
    `${what}.\nMaybe --dry-run first: all is checked and nothing changes; then --yes.`,
  );
}

/**
 * Sends what is due, tells what became of each, and ends with exit code 6 if not all of it is as planned. Watching, it sends the
 * rest at their times, and stays until the work of all that was sent has ended.
 */
export async function applyDue<Change>(
  applying: Applying<Change>,
  flags: ApplyFlags,
): Promise<void> {
  const { words, data, about, rest, total } = applying;
  const say = (word: string, change: Change, what: string) => {
    // What a cluster says is one line, so that it cannot write another one of ours.
    if (flags.json !== true) print(plain(`${word}: ${words(change)}: ${what}`));
  };
  const record = await recorder(flags.history, applying.runs);
  const results: Applied<Change>[] = [];
  const followed: Followed<Change>[] = [];
  const instead = new Set<Change>();
  const told = new Set<string>();
  let open: readonly Applied<Change>[] = [];
  let [unknown, added] = [0, 0];
  for (let now: readonly Change[] | undefined = applying.changes; now !== undefined; ) {
    const sent: readonly Applied<Change>[] = await sendAll(
      { ...applying, changes: now },
      flags,
      say,
    );
    results.push(...sent);
    if (flags.watch !== true) break;
    const work = await followAll(applying, [...open, ...sent], { say, record, told });
    followed.push(...work.followed);
    unknown += work.unknown;
    const lost = work.followed.filter((one) => one.progress.state === "lost");
    const left = work.open.map(({ change }) => change);
    const next: RecoveredWork<Change> | undefined =
      lost.length + left.length === 0 ? undefined : await applying.recover?.(lost, left);
    for (const change of next?.instead ?? []) instead.add(change);
    added += next?.changes.length ?? 0;
    open = work.open.filter(({ change }) => !instead.has(change));
    now = next?.changes ?? (open.length > 0 ? [] : undefined);
  }
  if (flags.json === true) {
    const all = results.map(({ change, verdict, what }) => {
      const progress = followed.find((one) => one.change === change)?.progress;
      return { ...data(change), verdict, what, ...(progress && { progress: timesOf(progress) }) };
    });
    printJson({ ...about, dry_run: flags.dryRun === true, results: all });
  }
  const counts = new Map<string, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const parts = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  if (rest !== undefined) parts.push(rest);
  tell(`Of ${total + added} changes: ${parts.length === 0 ? "none" : parts.join(", ")}.`);
  const gone = followed.filter(({ change, progress }) => {
    return progress.state === "lost" && !instead.has(change);
  });
  const lost = gone.length;
  const ended = followed.filter(({ progress }) => progress.state === "ended").length;
  const all = ended + lost + instead.size + unknown;
  if (all > 0) {
    const silent = unknown === 0 ? "" : `, ${unknown} not known`;
    const again = instead.size === 0 ? "" : `, ${instead.size} planned anew`;
    tell(`Of the work of ${all}: ${ended} ended, ${lost} lost${again}${silent}.`);
  }
  if (lost > 0) tellLines(applying.advice(gone).join("\n"));
  const isLoss = ({ verdict }: Applied<Change>) =>
    APPLY_LOSSES.includes(verdict) || (flags.watch === true && verdict === "later");
  if (lost + unknown > 0 || results.some(isLoss)) endWith(EXIT.missing);
}

/** Longest sleep, ms: a clock that is set is heard of. */
const NAP = 5000;

/** Sleeps of a watch, one after the other, for which a system may be silent: some ten minutes, with the tries between them. */
const SILENT_NAPS = 60;

/**
 * What is due; watching, again whenever the next is due, until nothing is left for later. What a system that fell silent was not sent
 * is sent once it answers again, before anything later.
 */
async function sendAll<Change>(
  { changes, attempt, timeOf }: Applying<Change>,
  flags: ApplyFlags,
  say: (word: string, change: Change, what: string) => void,
): Promise<readonly Applied<Change>[]> {
  const results = new Map<Change, Applied<Change>>();
  let silent = 0;
  for (let left = changes; left.length > 0; ) {
    const now = Date.now();
    const round: Applied<Change>[] = [];
    const sent = applyInOrder(left, {
      ...{ attempt, wait: (ms: number) => wait(ms) },
      notYet: (change) => (flags.dryRun === true ? undefined : notYet(timeOf(change), flags, now)),
    });
    for await (const result of sent) {
      const { verdict, change, what } = result;
      const isKnown = results.get(change)?.verdict === verdict;
      results.set(change, result);
      if (!isKnown) say(verdict, change, what);
      round.push(result);
    }
    const cut = round.find((one) => one.cut !== undefined)?.cut;
    silent = cut === "silent" ? silent + 1 : 0;
    if (flags.watch !== true || (cut ?? "silent") !== "silent" || silent > SILENT_NAPS) break;
    const later = round.filter(({ verdict }) => verdict === "later").map(({ change }) => change);
    const due = later.reduce(
      (first, change) => Math.min(first, beginOf(timeOf(change), flags) ?? Infinity),
      Infinity,
    );
    if (cut === undefined && due === Infinity) break;
    const again = round.filter((one) => one.cut !== undefined || one.verdict === "not sent");
    left = [...again.map(({ change }) => change), ...later];
    await wait(cut === undefined ? Math.min(NAP, Math.max(0, due - Date.now())) : NAP);
  }
  return changes.flatMap((change) => results.get(change) ?? []);
}

/** Progress as data, with times as RFC 3339. */
function timesOf({ state, what, began, ended }: Progress): object {
  const at = (ms: number) => new Date(ms).toISOString();
  return {
    state,
    ...(what !== undefined && { what }),
    ...(began !== undefined && { began: at(began) }),
    ...(ended !== undefined && { ended: at(ended) }),
  };
}

/** When a change is due, ms since 1970; undefined where nothing says when the plan begins. */
function beginOf({ at, start_ms }: Due, { since }: ApplyFlags): number | undefined {
  if (since !== undefined) return since + start_ms;
  return at === undefined ? undefined : Date.parse(at);
}

/** Why a change is not sent yet; undefined if its time has come. */
function notYet(due: Due, flags: ApplyFlags, now: number): string | undefined {
  if (flags.all === true) return undefined;
  const time = beginOf(due, flags);
  if (time === undefined) {
    return due.start_ms === 0
      ? undefined
      : "the instance does not say when the plan begins: --since does";
  }
  if (time <= now) return undefined;
  const then = `at ${new Date(time).toISOString()}`;
  return flags.watch === true ? then : `${then}: apply again then`;
}
