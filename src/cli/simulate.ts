import { type Command, InvalidArgumentError } from "commander";
import { findResourceCopy } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import { readRows } from "../io/history-file.ts";
import { readPlan, writePlan } from "../io/plan-file.ts";
import { contestReport, contestText } from "../report/simulation.ts";
import { type ContestResult, contest } from "../simulate/contest.ts";
import type { Failures } from "../simulate/failures.ts";
import { knownRuntimesOf } from "../simulate/known-runtimes.ts";
import type { Noise } from "../simulate/noise.ts";
import { POLICIES } from "../simulate/policies/registry.ts";
import type { OnlinePolicy } from "../simulate/types.ts";
import { UsageError } from "../util/errors.ts";
import { stdout } from "./command-run.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { parseCount, parseNames, parseSeed, parseTimeLimit } from "./options.ts";
import { columnsOf, print, printJson, tell } from "./print.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";
import { checkPlanOutput } from "./solve.ts";

const NAMES = POLICIES.map(({ name }) => name);

interface SimulateFlags extends RuntimesFlags {
  readonly plan?: string;
  readonly policy?: readonly string[];
  readonly noise?: Noise;
  readonly trueRuntimes?: string;
  readonly seed: readonly number[];
  readonly failures?: string;
  readonly bound?: number;
  readonly workLimit?: number;
  readonly output?: string;
  readonly json?: boolean;
}

/** `berth simulate INSTANCE`: play a plan and online policies against runtimes that turn out otherwise. */
export function simulateCommand(program: Command): void {
  const command = program
    .command("simulate")
    .description("play a plan and online policies against noise, arrivals and failures")
    .argument("<file>", "instance file that runs over time")
    .option("--plan <plan>", "a plan of the instance to execute: a file of solve")
    .option(
      "--policy <names>",
      `online policies: ${NAMES.join(",")}; without it all of them, beside a --plan none`,
      parseNames,
    )
    .option(
      "--noise <level>",
      "how far runtimes stray: 20%, or uniform:20% (default: 0%)",
      parseNoise,
    )
    .option(
      "--true-runtimes <file>",
      "runtimes as they turned out: rows of task,runtime[,resource], .csv, .json or .yaml; noise is on the rest",
    )
    .option("--seed <list>", "seeds to play: 7, 1,2,5 or 1..5", parseSeeds, [1])
    .option(
      "--failures <list>",
      "what fails: id@2h+30m,... from when and how long, or 24h+1h drawn for each resource",
    )
    .option(
      "--bound <duration>",
      "compare with planning in hindsight, for so long for each seed",
      parseTimeLimit,
    )
    .option("--work-limit <units>", "the same by work: equal on any machine", parseCount);
  withRuntimesOptions(command)
    .option("-o, --output <file>", "write what happened as a plan, .csv; for one row and one seed")
    .option("--json", "print exactly one JSON document on stdout")
    .action(simulateFile);
}

async function simulateFile(file: string, flags: SimulateFlags): Promise<void> {
  const interrupt = listenForInterrupt(tell);
  try {
    await simulateUntil(file, flags, interrupt);
  } finally {
    interrupt.end();
  }
}

async function simulateUntil(
  file: string,
  flags: SimulateFlags,
  interrupt: Interrupt,
): Promise<void> {
  const policies = policiesOf(flags);
  const rows = policies.length + (flags.plan === undefined ? 0 : 1);
  if (flags.output !== undefined && rows * flags.seed.length !== 1) {
    throw new UsageError(
      `What happened is written for one row and one seed, and here are ${rows} rows and ${flags.seed.length} seeds.\n` +
        "Maybe name one --policy and one --seed.",
    );
  }
  const { instance, sources } = await readFilledInstance(file, flags);
  const { trueRuntimes: truth } = flags;
  await checkPlanOutput(flags, [...sources, flags.plan ?? "-", truth ?? "-"], [".csv"]);
  const known =
    truth === undefined
      ? undefined
      : await readRows(truth, (rows, placeOf) => knownRuntimesOf(instance, rows, placeOf));
  const { bound, workLimit } = flags;
  const isOffline = bound !== undefined || workLimit !== undefined;
  interrupt.begin(() => "the seeds that were played are kept.");
  const result = await contest({
    instance,
    signal: interrupt.signal,
    ...(flags.plan !== undefined && { plan: (await readPlan(flags.plan, instance)).plan }),
    policies,
    noise: flags.noise ?? { shape: "lognormal", level: 0 },
    ...(known !== undefined && { known }),
    ...(flags.failures !== undefined && { failures: failuresOf(instance, flags.failures) }),
    seeds: flags.seed,
    ...(isOffline && {
      offline: {
        ...(bound !== undefined && { timeLimit: bound }),
        ...(workLimit !== undefined && { workLimit }),
      },
    }),
  });
  const { length } = result.rounds;
  if (length < flags.seed.length) tell(`Stopped after ${length} of ${flags.seed.length} seeds.`);
  const [happened] = result.rounds[0].measured;
  // The ending is .csv: bounds and values of another instance would have no place in it.
  if (flags.output !== undefined) await writePlan(flags.output, happened.plan, NOTHING_STATED);
  if (flags.json === true) printJson(documentOf(instance, result));
  else print(contestText(result, columnsOf(stdout())));
}

const NOTHING_STATED = { termination: "completed", method: "simulate", levels: [] } as const;

function documentOf(instance: Instance, result: ContestResult): object {
  return {
    instance: instance.name,
    seeds: result.rounds.map(({ seed }) => seed),
    contestants: contestReport(result),
  };
}

function policiesOf({ policy, plan }: SimulateFlags): readonly OnlinePolicy[] {
  if (policy === undefined) return plan === undefined ? POLICIES : [];
  return [...new Set(policy)].map((name) => {
    const found = POLICIES.find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new UsageError(`There is no policy "${name}".\nMaybe one of: ${NAMES.join(", ")}.`);
  });
}

function parseNoise(text: string): Noise {
  const [, shape = "lognormal", level] =
    /^(?:(lognormal|uniform):)?(\d+(?:\.\d+)?)\s*%$/.exec(text.trim()) ?? [];
  const share = Number(level) / 100;
  if (share <= 1) return { shape: shape as Noise["shape"], level: share };
  throw new InvalidArgumentError("Write a share from 0% to 100%, such as 20% or uniform:20%.");
}

/** Seeds that one call may ask for. */
const MOST_SEEDS = 10_000;

function parseSeeds(text: string): readonly number[] {
  const seeds = text.split(",").flatMap((part) => {
    const [from, to = from] = part.split("..").map(parseSeed);
    if (to < from || to - from >= MOST_SEEDS) {
      throw new InvalidArgumentError(`Write up to ${MOST_SEEDS} seeds in order, such as 1..5.`);
    }
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  return [...new Set(seeds)];
}

/** "24h+1h", or "dgx#1@2h+30m,l4@5h+1h". */
function failuresOf(instance: Instance, text: string): Failures {
  const parts = text.split(",").map((part) => part.trim());
  if (!text.includes("@")) {
    const [between, repair] = durationsOf(text);
    return { between, repair };
  }
  const windows = parts.map((part) => {
    const at = part.lastIndexOf("@");
    const id = part.slice(0, Math.max(0, at));
    const resource = findResourceCopy(instance, id);
    if (resource === undefined) {
      throw new UsageError(
        `--failures: there is no resource copy "${id}".\nMaybe write ids as berth solve prints them, such as dgx#1@2h+30m.`,
      );
    }
    const [from, length] = durationsOf(part.slice(at + 1));
    return { resource, from, until: from + length };
  });
  return { windows };
}

function durationsOf(text: string): readonly [number, number] {
  const times = text.split("+");
  if (times.length !== 2) {
    throw new UsageError(
      `--failures: expected two durations, got "${text}".\nMaybe write 24h+1h, or dgx#1@2h+30m.`,
    );
  }
  try {
    const [first, second] = times.map((time) => parseTimeLimit(time.trim()));
    return [first, second];
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(`--failures: ${error.message}`);
  }
}
