import type { Command } from "commander";
import { isUnread, type JudgedSubject, judgeSubject } from "../compare/compare.ts";
import { comparisonCsv, comparisonDocument } from "../compare/data.ts";
import { comparisonPage } from "../compare/page.ts";
import type { JudgedRecord } from "../compare/standing.ts";
import { type CompareStore, keepFor, openCompareStore } from "../compare/store.ts";
import { type SubjectSource, sourcesOf } from "../compare/subjects.ts";
import { type Comparison, comparisonText } from "../compare/text.ts";
import type { Contestant, Subject, Unread } from "../compare/types.ts";
import { checkOutput } from "../io/output.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { defined } from "../util/defined.ts";
import { ownVersion } from "../util/own-version.ts";
import { endWith, stdout } from "./command-run.ts";
import {
  type ContestantFlags,
  collect,
  contestantsOf,
  withSchedulerOptions,
} from "./contestant-options.ts";
import { EXIT } from "./failure.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { parseCount, parseNames, parseSeed, timeOption } from "./options.ts";
import { columnsOf, print, printJson, tell } from "./print.ts";
import { showSteadily } from "./progress.ts";
import { checkPageOutput, type PictureFlags, savePage, withPageOption } from "./report-output.ts";

interface CompareFlags extends ContestantFlags, PictureFlags {
  /** Milliseconds, both. */
  readonly bound: number;
  readonly timeLimit: number;
  readonly workLimit?: number;
  readonly seed: number;
  readonly keep?: string;
  readonly output?: string;
  readonly csv?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `berth compare INSTANCES...`: how far from the optimum are plans of any methods, modules, programs or files, over any instances. */
export function compareCommand(program: Command): void {
  const command = program
    .command("compare")
    .description("judge methods, modules, programs and plan files by their certified gaps")
    .argument(
      "<instances...>",
      "files, folders, or generators such as unrelated:tasks=40,resources=5,seed=1..10",
    )
    .option("--method <names>", "methods of Berth, such as lpt,greedy,auto", parseNames)
    .option("--plans <name=folder>", "plan files named by instance (may be repeated)", collect);
  withPageOption(withSchedulerOptions(command))
    .addOption(
      timeOption("--bound <duration>", "search so long for the bound of each instance", 10_000),
    )
    .addOption(timeOption("--time-limit <duration>", "of each contestant on each instance", 10_000))
    .option(
      "--work-limit <units>",
      "in place of both for Berth's own runs: equal results on any machine",
      parseCount,
    )
    .option("--seed <integer>", "seed of Berth's methods", parseSeed, 1)
    .option("--keep <folder>", "save the worst instance of each contestant with its plan")
    .option("-o, --output <folder>", "keep results there: the same command goes on after a kill")
    .option("--csv <file>", "write a line for each instance and contestant")
    .option("--json", "print exactly one JSON document on stdout")
    .option("-q, --quiet", "no progress on stderr")
    .action(compareAll);
}

async function compareAll(words: readonly string[], flags: CompareFlags): Promise<void> {
  const interrupt = listenForInterrupt(flags.quiet === true ? () => {} : tell);
  const contestants: Contestant[] = [];
  let store: CompareStore | undefined;
  try {
    contestants.push(...(await contestantsOf(flags)));
    const sources = await sourcesOf(words);
    if (flags.csv !== undefined) await checkOutput(flags.csv, { endings: [".csv"], inputs: words });
    await checkPageOutput(flags, words, [flags.csv]);
    if (flags.output !== undefined) store = await openCompareStore(flags.output, settingOf(flags));
    interrupt.begin(() => "the instances that were judged are kept.");
    const comparison = await judgeAll(sources, contestants, flags, store, interrupt.signal);
    const done = comparison.judged.length + comparison.unread.length;
    if (done < sources.length) tell(`Stopped after ${done} of ${sources.length} instances.`);
    if (flags.csv !== undefined) await writeAtomically(flags.csv, comparisonCsv(comparison));
    await savePage(() => comparisonPage(comparison), flags);
    if (flags.json === true) printJson(comparisonDocument(comparison));
    else print(comparisonText(comparison, columnsOf(stdout())));
    endWith(exitOf(comparison));
  } finally {
    for (const { end } of contestants) end?.();
    await store?.close();
    interrupt.end();
  }
}

/** A contestant that fails is what was asked about; only what is ours, or cannot be read, is an error. */
function exitOf({ judged, unread }: Comparison): number {
  const runs = judged.flatMap((one) => one.runs);
  if (runs.some(({ trouble }) => trouble?.kind === "fault")) return EXIT.fault;
  return unread.length > 0 ? EXIT.usage : EXIT.plan;
}

/** What results depend on beside the instance. */
function settingOf(flags: CompareFlags): object {
  const {
    csv: _,
    report: _report,
    json: _json,
    quiet: _quiet,
    output: _output,
    ...depends
  } = flags;
  return { version: ownVersion(), ...depends };
}

async function judgeAll(
  sources: readonly SubjectSource[],
  contestants: readonly Contestant[],
  { bound, timeLimit, workLimit, seed, keep, quiet }: CompareFlags,
  store: CompareStore | undefined,
  signal: AbortSignal,
): Promise<Comparison> {
  const judged: JudgedRecord[] = [];
  const unread: Unread[] = [];
  const worst = new Map<string, number>();
  const limits = defined({ bound, timeLimit, workLimit, seed, signal });
  let now = "";
  const progress = showSteadily(quiet === true, () => {
    const done = judged.length + unread.length;
    return `${done} of ${sources.length} instances judged${now}`;
  });
  try {
    for (const source of sources) {
      if (signal.aborted) break;
      const subject = await source.read();
      if (isUnread(subject)) {
        unread.push(subject);
        continue;
      }
      const before = store?.known(subject);
      now = `; now ${subject.name}`;
      const found =
        before === undefined ? await judgeSubject(subject, contestants, limits) : undefined;
      // What was cut short says nothing of who was not asked, and little of the others.
      if (found !== undefined && signal.aborted) break;
      const record = before ?? recordOf(found!);
      if (found !== undefined) await store?.add(subject, record);
      judged.push(record);
      for (const [name, gap] of newWorst(record, worst)) {
        worst.set(name, gap);
        if (keep !== undefined) await keepRun(keep, name, subject, found);
      }
    }
  } finally {
    progress.end();
  }
  return { contestants: contestants.map(({ name }) => name), judged, unread };
}

function recordOf({ subject: _, runs, ...known }: JudgedSubject): JudgedRecord {
  return { ...known, runs: runs.map(({ plan: _plan, ...run }) => run) };
}

function newWorst(
  { runs }: JudgedRecord,
  worst: ReadonlyMap<string, number>,
): readonly (readonly [string, number])[] {
  return runs.flatMap(({ contestant, gap }) =>
    gap !== undefined && gap > (worst.get(contestant) ?? -1) ? [[contestant, gap] as const] : [],
  );
}

/** What an earlier run judged, it has kept as well. */
async function keepRun(
  folder: string,
  name: string,
  subject: Subject,
  found: JudgedSubject | undefined,
): Promise<void> {
  const plan = found?.runs.find((run) => run.contestant === name)?.plan;
  if (plan !== undefined) await keepFor(folder, name, subject, plan);
}
