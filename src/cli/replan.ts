import { type Command, InvalidArgumentError, Option } from "commander";
import type { Instance } from "../instance/types.ts";
import type { StatedPlan } from "../io/plan-file.ts";
import { readPolicyFile } from "../io/policy-file.ts";
import { evaluateObjective } from "../plan/evaluate.ts";
import { planningTime } from "../planner/planning-time.ts";
import type { Unmet } from "../planner/required.ts";
import type { Outcome } from "../planner/types.ts";
import { valueBefore } from "../replan/before.ts";
import { changesOf } from "../replan/changes.ts";
import { lostWork } from "../replan/lost-work.ts";
import { movesOf } from "../replan/moves.ts";
import type { ReplanRecord } from "../replan/record.ts";
import { type Replanned, replan } from "../replan/replan.ts";
import type { Situation } from "../replan/types.ts";
import { replanSection } from "../report/html/replan.ts";
import { outcomeStory } from "../report/html/story.ts";
import { outcomeFields } from "../report/json.ts";
import { type ReplanReport, replanText } from "../report/replan.ts";
import { outcomeText } from "../report/terminal.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { commandTime, stderr, stdout } from "./command-run.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { parseMoney } from "./options.ts";
import { withPlanningOptions } from "./planning-options.ts";
import { columnsOf, printJson, tell } from "./print.ts";
import { type ShownProgress, showProgress } from "./progress.ts";
import {
  earlierNote,
  earlierPlan,
  type ReplanFlags,
  recordOf,
  refuseOtherTimes,
  situationOf,
} from "./replan-situation.ts";
import { checkReportOutput, saveReport, withReportOption } from "./report-output.ts";
import { unmetBy, withRequireOptions } from "./require-options.ts";
import { runBlock } from "./run-block.ts";
import { runHeader } from "./run-header.ts";
import { readFilledInstance } from "./runtimes-option.ts";
import { checkPlanOutput, endWithSaved, printBeside, save } from "./solve.ts";

/** On a terminal somebody waits for the answer, ms. */
const PATIENCE = 60_000;

const LIMITS = {
  time: `stop after this long and keep the best (default on a terminal: ${PATIENCE / 1000}s)`,
  work: "stop after this much work: equal seeds and limits give equal plans on any machine",
};

/** `berth replan INSTANCE --from PLAN`: what runs stays, what is lost moves, the rest is planned anew. */
export function replanCommand(program: Command): void {
  const command = program
    .command("replan")
    .description("plan the rest of an earlier plan anew: what runs stays, what is lost moves")
    .argument("<file>", "the instance that the earlier plan is for")
    .requiredOption("--from <plan>", "the earlier plan: a file of solve or replan")
    .option("--now <time>", "what starts before has begun: 2h15m, or a time of day with its zone")
    .option("--down <ids>", "resources that are down from now on: copies, ids or kinds", names)
    .option("--up <ids>", "resources of an earlier --down that are back", names)
    .option("--changed <file>", "the instance from now on; tasks and resources go by their names")
    .addOption(
      new Option(
        "--migrations <when>",
        "count moved tasks, before (default) or after the objectives",
      )
        .choices(["first", "last", "ignore"])
        .conflicts("migrationPrice"),
    )
    .option(
      "--migration-price <dollars>",
      "what each migration counts as cost instead",
      migrationPrice,
    );
  withReportOption(
    withRequireOptions(withPlanningOptions(command, LIMITS)).option(
      "-o, --output <file>",
      "write the new plan to this file, as JSON",
    ),
  )
    .option("--json", "print exactly one JSON document on stdout")
    .option("-q, --quiet", "no progress on stderr")
    .action(run);
}

async function run(file: string, flags: ReplanFlags): Promise<void> {
  const progress = showProgress(flags.quiet === true, flags.json === true);
  const interrupt = listenForInterrupt(progress.tell);
  try {
    await replanWith(file, flags, progress, interrupt);
  } finally {
    progress.end();
    interrupt.end();
  }
}

async function replanWith(
  file: string,
  flags: ReplanFlags,
  progress: ShownProgress,
  interrupt: Interrupt,
): Promise<void> {
  if (flags.output?.toLowerCase().endsWith(".csv") === true) {
    throw new UsageError(
      "A replan is not written as CSV, which has no room for what is down and since when.\nMaybe end the name in .json.",
    );
  }
  const { instance: before, note, sources } = await readFilledInstance(file, flags);
  const stated = await earlierPlan(flags.from, before);
  const now =
    flags.changed === undefined ? undefined : await readFilledInstance(flags.changed, flags);
  const instance = now?.instance ?? before;
  refuseOtherTimes(before, instance);
  const situation = situationOf(instance, before, stated, flags);
  const policy = flags.policy === undefined ? undefined : await readPolicyFile(flags.policy);
  const inputs = [...sources, flags.from, ...(now?.sources ?? []), flags.policy ?? "-"];
  await checkPlanOutput(flags, inputs, [".json"]);
  await checkReportOutput(flags, inputs, [flags.output]);
  progress.begin(runHeader(instance, flags));
  interrupt.begin(progress.held);
  const { method, without, solver, workLimit, gap, seed } = flags;
  const limit = flags.timeLimit ?? defaultLimit(flags);
  const time = planningTime(limit, commandTime(), instance);
  const { timeLimit } = time;
  const replanned = await replan(situation, {
    ...defined({ method, without, solver, timeLimit, workLimit, gap, seed, policy }),
    signal: interrupt.signal,
    onTrace: progress.onTrace,
  });
  const told = [note, now?.note, time.note, earlierNote(before, stated)];
  const notes = [...told, ...replanned.outcome.notes];
  const outcome = { ...replanned.outcome, notes: notes.filter((text) => text !== undefined) };
  progress.end();
  const record = recordOf(situation, replanned, flags);
  const report = reportOf(situation, before, stated, { ...replanned, outcome });
  const failures = [
    await save(outcome, flags.output, { replan: record, document: instance }),
    await saveReport(
      () => ({ ...outcomeStory(instance, outcome), more: [replanSection(report)] }),
      flags,
    ),
  ];
  const unmet = unmetBy(outcome, flags);
  printOutcome({ outcome, unmet }, replanned.replanned, report, record, flags);
  endWithSaved(outcome, failures, unmet, flags);
}

/** Told, so that nobody takes it for the end of the search. */
function defaultLimit({ workLimit, quiet }: ReplanFlags): number | undefined {
  if (workLimit !== undefined || stderr().isTTY !== true) return undefined;
  if (quiet !== true)
    tell(`Searches for at most ${PATIENCE / 1000}s; --time-limit says otherwise.`);
  return PATIENCE;
}

function reportOf(
  situation: Situation,
  before: Instance,
  { plan: earlier }: StatedPlan,
  { outcome, replanned, past }: Replanned,
): ReplanReport {
  const { now, down, instance } = situation;
  const found = outcome.plan?.plan;
  return {
    instance,
    now,
    down,
    levels: outcome.levels,
    before: outcome.levels.map(({ target }) => valueBefore(before, earlier, replanned, target)),
    ...(found !== undefined && {
      changes: changesOf(situation, past, found),
    }),
    ...(found !== undefined && {
      moves: movesOf(
        past,
        found,
        replanned.earlier?.migrates && evaluateObjective(replanned, found, { name: "migrations" }),
      ),
    }),
    lost: lostWork(instance, past, now),
  };
}

function printOutcome(
  { outcome, unmet }: { readonly outcome: Outcome; readonly unmet: readonly Unmet[] },
  replanned: Instance,
  report: ReplanReport,
  record: ReplanRecord,
  flags: ReplanFlags,
): void {
  if (flags.json === true) {
    const { changes, before, moves, lost } = report;
    const document = {
      ...outcomeFields(report.instance, outcome),
      ...(unmet.length > 0 && { unmet }),
      run: runBlock(outcome, flags),
      replan: {
        ...record,
        ...defined({ changes, moves }),
        lost: { runs: lost.runs, time_ms: lost.time, cost_usd: lost.cost / 1e6 },
        before: outcome.levels.map(({ target }, i) => ({
          name: target.name,
          ...defined({ value: before[i] }),
        })),
      },
    };
    printJson(document);
    return;
  }
  const width = columnsOf(stdout());
  const text = [outcomeText(replanned, outcome, width), "", replanText(report, width)].join("\n");
  printBeside(flags.output, text);
}

/** Ids apart by commas; the option may be repeated. */
function names(text: string, before: readonly string[] = []): readonly string[] {
  const list = text.split(",").map((name) => name.trim());
  if (list.includes("")) throw new InvalidArgumentError("Write ids apart by commas.");
  return [...before, ...list];
}

function migrationPrice(text: string): number {
  const parsed = parseMoney(text);
  if (parsed > 0) return parsed;
  throw new InvalidArgumentError("Write dollars above 0, or use --migrations ignore.");
}
