import { setTimeout as wait } from "node:timers/promises";
import type { Command } from "commander";
import { ApiFault } from "../io/apply/exchange.ts";
import { type Followed, follow, type Progress } from "../io/apply/follow.ts";
import type { Again, Applied, Sent } from "../io/apply/in-order.ts";
import { APPLY_LOSSES, applyInOrder } from "../io/apply/in-order.ts";
import { durationText } from "../plan/wording.ts";
import { UsageError } from "../util/errors.ts";
import { plain } from "../util/plain.ts";
import { type NamedRun, recorder } from "./apply-history.ts";
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
  readonly watch?: boolean;
  readonly history?: string;
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

/** Changes of a plan, and how they are sent and told. */
export interface Applying<Change> {
  readonly changes: readonly Change[];
  /** Changes of the plan that are not meant, in words for the last line; undefined if there are none. */
  readonly rest?: string;
  readonly total: number;
  readonly attempt: (change: Change) => Promise<Sent | Again>;
  readonly progressOf: (change: Change) => Promise<Progress>;
  /** When a change is due. */
  readonly timeOf: (change: Change) => Due;
  /** What a line calls it. */
  readonly words: (change: Change) => string;
  /** The same as data. */
  readonly data: (change: Change) => object;
  /** Whether the work of a change has an end that is waited for; default: it has. */
  readonly isFollowed?: (change: Change) => boolean;
  /** What histories call its runs, each with the features of one kind of its work. */
  readonly runs: (change: Change) => readonly NamedRun[];
  /** Of the whole, for `--json`. */
  readonly about: object;
}

/** When a change is due: ms after the plan begins, and where the instance says when that is, the time itself. */
export interface Due {
  readonly start_ms: number;
  readonly at?: string;
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
  const results = await sendAll(applying, flags, say);
  const { followed, unknown } =
    flags.watch === true ? await followAll(applying, results, { say, record }) : NOTHING;
  if (flags.json === true) {
    const told = results.map(({ change, verdict, what }) => {
      const progress = followed.find((one) => one.change === change)?.progress;
      return { ...data(change), verdict, what, ...(progress && { progress: timesOf(progress) }) };
    });
    printJson({ ...about, dry_run: flags.dryRun === true, results: told });
  }
  const counts = new Map<string, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const parts = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  if (rest !== undefined) parts.push(rest);
  tell(`Of ${total} changes: ${parts.length === 0 ? "none" : parts.join(", ")}.`);
  const lost = followed.filter(({ progress }) => progress.state === "lost").length;
  if (followed.length + unknown > 0) {
    const open = unknown === 0 ? "" : `, ${unknown} not known`;
    const [all, ended] = [followed.length + unknown, followed.length - lost];
    tell(`Of the work of ${all}: ${ended} ended, ${lost} lost${open}.`);
  }
  if (lost > 0) tell("What is lost needs a plan of its own: import anew, then berth replan.");
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

/** What became of the work of changes, and of how many it is not known because the system fell silent. */
interface Work<Change> {
  readonly followed: readonly Followed<Change>[];
  readonly unknown: number;
}

const NOTHING: Work<never> = { followed: [], unknown: 0 };

/** What is made of what is heard. */
interface Heard<Change> {
  readonly say: (word: string, change: Change, what: string) => void;
  readonly record: (followed: Followed<Change>) => Promise<void>;
}

async function followAll<Change>(
  { progressOf, isFollowed = () => true }: Applying<Change>,
  results: readonly Applied<Change>[],
  { say, record }: Heard<Change>,
): Promise<Work<Change>> {
  const open = results.filter(
    ({ change, verdict }) => (verdict === "applied" || verdict === "done") && isFollowed(change),
  );
  const found: Followed<Change>[] = [];
  const ended = follow(
    open.map(({ change }) => change),
    {
      ...{ progressOf, wait: (ms: number) => wait(ms) },
      onChange: ({ change, progress }) => {
        if (progress.state === "running") say("running", change, "it runs");
      },
    },
  );
  try {
    for await (const one of ended) {
      found.push(one);
      const { state, what } = one.progress;
      say(
        state,
        one.change,
        [what, durationOf(one.progress)].filter((part) => part !== undefined).join(", "),
      );
      await record(one);
    }
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    tell(
      `No word of the rest any more: ${error.message}. Maybe apply again: what was sent is found.`,
    );
  }
  return { followed: found, unknown: open.length - found.length };
}

function durationOf({ began, ended }: Progress): string | undefined {
  return began === undefined || ended === undefined
    ? undefined
    : `after ${durationText(Math.max(0, ended - began))}`;
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
