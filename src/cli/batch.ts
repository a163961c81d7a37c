import { availableParallelism } from "node:os";
import { basename } from "node:path";
import type { Command } from "commander";
import type { PassedOver } from "../batch/folder.ts";
import { mergeResults } from "../batch/merge.ts";
import { batchPage } from "../batch/page.ts";
import { poolExecutor, slotsFor } from "../batch/pool.ts";
import { resultLine } from "../batch/results.ts";
import type { Standing } from "../batch/rounds.ts";
import { type BatchHooks, runBatch } from "../batch/run.ts";
import { parseShard, type Shard, unitsOf } from "../batch/shard.ts";
import { openStore, type Store } from "../batch/store.ts";
import { summaryText } from "../batch/summary.ts";
import type { Executor, JobOptions } from "../batch/types.ts";
import { readUnits, type UnitList } from "../batch/units.ts";
import { checkMethodName, findMethod } from "../planner/registry.ts";
import { findSolver } from "../solvers/registry.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { EXITS, exitOf, refuseRequired } from "./batch-exit.ts";
import { type OnRayFlags, plannedOnRay, withOnRayOptions } from "./batch-on-ray.ts";
import { commandTime, endWith, stdout } from "./command-run.ts";
import { emitted, withEmitOptions } from "./emit.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { parseThreads } from "./options.ts";
import { withPlanningOptions } from "./planning-options.ts";
import { columnsOf, print, printJson, tell } from "./print.ts";
import { showSteadily } from "./progress.ts";
import { PLAIN, queuedOver } from "./queue-option.ts";
import { checkPageOutput, type PictureFlags, savePage, withPageOption } from "./report-output.ts";
import { type RequireFlags, requiredBy, withRequireOptions } from "./require-options.ts";
import { checkRuntimesFlags } from "./runtimes-option.ts";

interface BatchFlags extends OnRayFlags, RequireFlags, PictureFlags {
  readonly output: string;
  readonly shard?: Shard;
  readonly merge?: readonly string[];
  readonly queue?: string;
  readonly allowPlain?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `berth batch DIR|MANIFEST -o OUT`: many instances under one budget, resumable. */
export function batchCommand(program: Command): void {
  const command = program
    .command("batch")
    .description("plan many instances under one budget; the same command goes on after a kill")
    .argument("<instances>", "folder of instances, or a manifest: a list of { instance: FILE }");
  const placed = (made: Command) => withOnRayOptions(withEmitOptions(made));
  placed(
    withPageOption(
      withRequireOptions(withPlanningOptions(command, LIMITS))
        .requiredOption("-o, --output <folder>", "plans, results.ndjson and what resuming needs")
        .option(
          "--shard <i/n>",
          "plan only part i of n; every machine knows its part alone",
          parseShard,
        )
        .option("--merge <folders...>", "plan nothing: bring the results of these folders together")
        .option(
          "--queue <where>",
          "let berth work plan it: on machines that see this folder, or reach redis://HOST:PORT",
        )
        .option("--allow-plain", PLAIN)
        .option(
          "--workers <n>",
          "jobs that they plan side by side, or parts (default: 4)",
          parseThreads,
        )
        .option(
          "--threads <n>",
          "threads to keep busy (default: as many as processors)",
          parseThreads,
        ),
    ),
  )
    .option("--json", "print the results on stdout, one JSON document a line")
    .option("-q, --quiet", "no progress on stderr")
    .addHelpText("after", EXITS)
    .action(batch);
}

const LIMITS = {
  time: "for all instances together, divided by what each can still gain",
  work: "the same in units of work: equal seeds and limits give equal results on any machine",
};

async function batch(path: string, flags: BatchFlags): Promise<void> {
  checkRuntimesFlags(flags);
  const interrupt = listenForInterrupt(flags.quiet === true ? () => {} : tell);
  try {
    await batchWith(path, flags, interrupt);
  } finally {
    interrupt.end();
  }
}

async function batchWith(path: string, flags: BatchFlags, interrupt: Interrupt): Promise<void> {
  if (flags.method !== undefined) checkMethodName(flags.method);
  for (const name of flags.without ?? []) findMethod(name);
  if (flags.solver !== undefined) await findSolver(flags.solver);
  if (flags.shard !== undefined && flags.merge !== undefined) {
    throw new UsageError(
      "--shard and --merge are two steps.\nMaybe plan each part with --shard first, then merge.",
    );
  }
  refuseRequired(flags);
  if (await plannedOnRay(path, flags.output, flags)) return;
  if (emitted(path, flags.output, flags)) return;
  refuseMixed(flags);
  await checkPageOutput(flags, [path]);
  const list = partOf(await readUnits(path, flags.output, jobOptions(flags)), flags.shard);
  tellPassedOver(list.passedOver);
  const store = await openStore(flags.output, { onWaiting: tell });
  try {
    for (const note of store.notes) tell(note);
    const { standings, interrupted } =
      flags.merge === undefined
        ? await run(list, store, flags, interrupt)
        : await merge(list, flags.merge, store, flags);
    await savePage(() => batchPage(basename(path), standings), flags);
    printResults(standings, flags);
    tellRest(standings, interrupted, flags);
    endWith(exitOf(standings, requiredBy(flags)));
  } finally {
    store.close();
  }
}

/** Where instances are planned is said in one way. */
function refuseMixed({ queue, workers, threads, merge }: BatchFlags): void {
  if (queue === undefined && workers !== undefined) {
    throw new UsageError(
      "--workers are those of --queue, --emit or --on.\nMaybe use --threads on this machine.",
    );
  }
  if (queue !== undefined && threads !== undefined) {
    throw new UsageError(
      "Under --queue nothing is planned here.\nMaybe give --threads to berth work, and --workers here.",
    );
  }
  if (queue !== undefined && merge !== undefined) {
    throw new UsageError("--merge plans nothing.\nMaybe leave --queue out.");
  }
}

function jobOptions(flags: BatchFlags): JobOptions {
  const {
    objective: objectives,
    method,
    without,
    solver,
    gap,
    seed,
    runtimes,
    risk,
    policy,
  } = flags;
  return defined({ objectives, method, without, solver, gap, seed, runtimes, risk, policy });
}

function partOf(list: UnitList, shard: Shard | undefined): UnitList {
  if (shard === undefined) return list;
  const units = unitsOf(list.units, shard);
  tell(`Part ${shard.index} of ${shard.count}: ${units.length} of ${list.units.length} instances.`);
  return { ...list, units };
}

async function merge(
  { units }: UnitList,
  folders: readonly string[],
  store: Store,
  { output, workLimit }: BatchFlags,
): Promise<Planned> {
  const standings = await mergeResults(defined({ units, folders, output, workLimit }), store);
  const missing = standings.filter(({ record }) => record === undefined).length;
  if (missing > 0) {
    tell(`${missing} of ${units.length} are planned in none of the folders.`);
    tell("The same command without --merge plans them.");
  }
  return { standings, interrupted: false };
}

interface Planned {
  readonly standings: readonly Standing[];
  readonly interrupted: boolean;
}

async function run(
  { units }: UnitList,
  store: Store,
  flags: BatchFlags,
  interrupt: Interrupt,
): Promise<Planned> {
  const { timeLimit: time, workLimit, quiet } = flags;
  const executor = await executorFor(units.length, flags);
  const timeLimit = time === undefined ? undefined : Math.max(0, time - commandTime());
  const limits = defined({ timeLimit, workLimit });
  interrupt.begin(() => "what was found so far is kept.");
  const progress = showBatch(units.length, quiet === true);
  try {
    const hooks = { ...progress.hooks, signal: interrupt.signal };
    const standings = await runBatch(units, limits, executor, store, hooks);
    return { standings, interrupted: interrupt.signal.aborted };
  } finally {
    progress.end();
    await executor.end();
  }
}

/** Threads of this process, or workers elsewhere. */
async function executorFor(
  units: number,
  { workLimit, threads, queue, workers = WORKERS, allowPlain }: BatchFlags,
): Promise<Executor> {
  if (queue !== undefined) return await queuedOver(queue, workers, allowPlain === true);
  const slots = slotsFor(threads ?? availableParallelism(), workLimit !== undefined);
  return poolExecutor(Math.max(1, Math.min(slots, units)));
}

/** Default of `--workers`. */
const WORKERS = 4;

/** How far the batch is. */
function showBatch(
  count: number,
  quiet: boolean,
): { readonly hooks: Omit<BatchHooks, "signal">; end(): void } {
  let [round, jobs, done] = [0, 0, 0];
  const final = new Set<string>();
  const text = () =>
    round === 0
      ? undefined
      : `round ${round}: ${done} of ${jobs} done; ${final.size} of ${count} instances finished`;
  const line = showSteadily(quiet, text);
  return {
    hooks: {
      onResume(known) {
        if (known > 0) tell(`Going on: ${known} of ${count} are known from an earlier run.`);
      },
      onRound(number, size) {
        [round, jobs, done] = [number, size, 0];
      },
      onRecord(unit, record) {
        done++;
        if (record.final) final.add(unit.name);
      },
    },
    end: line.end,
  };
}

function printResults(standings: readonly Standing[], { json }: BatchFlags): void {
  if (json === true) {
    for (const standing of standings) {
      printJson(resultLine(standing));
    }
    return;
  }
  print(summaryText(standings, columnsOf(stdout())));
}

const MOST_NAMES = 10;

function tellPassedOver(passedOver: PassedOver): void {
  for (const [reason, names] of passedOver) {
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
    tell(`Passed over: ${names.slice(0, MOST_NAMES).join(", ")}${more} (${reason}).`);
  }
}

function tellRest(
  standings: readonly Standing[],
  interrupted: boolean,
  { output, timeLimit }: BatchFlags,
): void {
  const none = standings.filter(({ record }) => record?.status === "no-instance");
  if (none.length > 0) {
    const files = none.map(({ unit }) => unit.file);
    tellPassedOver(new Map([["neither tasks nor resources in it: no instance", files]]));
  }
  const open = standings.filter(({ record }) => record?.final !== true).length;
  if (interrupted) {
    const done = standings.length - open;
    tell(`Interrupted: ${done} of ${standings.length} are finished, and what was found is kept.`);
    tell("The same command goes on from there.");
  } else if (open > 0 && timeLimit !== undefined) {
    tell(`${open} could still gain: the same command with a longer --time-limit goes on.`);
  }
  tell(`Results: ${output}/results.ndjson and ${output}/plans/`);
}
