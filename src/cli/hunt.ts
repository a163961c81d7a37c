import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { keepFor } from "../compare/store.ts";
import type { Contestant } from "../compare/types.ts";
import { FAMILIES } from "../hunt/families/registry.ts";
import { type Hunted, hunt, huntedMethod } from "../hunt/hunt.ts";
import { huntDocument, huntText, ratioText } from "../hunt/text.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { divide, type Fraction, parseDecimal } from "../util/fraction.ts";
import { commandTime, endWith, stdout } from "./command-run.ts";
import { type ContestantFlags, contestantsOf, withSchedulerOptions } from "./contestant-options.ts";
import { EXIT } from "./failure.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { parseCount, parseNames, parseSeed, timeOption } from "./options.ts";
import { columnsOf, print, printJson, tell } from "./print.ts";
import { type SteadyLine, showSteadily } from "./progress.ts";

interface HuntFlags extends Omit<ContestantFlags, "method" | "plans"> {
  readonly family?: readonly string[];
  readonly tasks?: number;
  readonly resources?: number;
  readonly leastOptimum?: number;
  readonly until?: Fraction;
  /** Milliseconds, both. */
  readonly timeLimit: number;
  readonly callLimit: number;
  readonly workLimit?: number;
  readonly seed: number;
  readonly keep: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `berth hunt METHOD`: small instances on which a method is far from the proven optimum. */
export function huntCommand(program: Command): void {
  const command = program
    .command("hunt")
    .description("search for small instances on which a method is far from the proven optimum")
    .argument(
      "[method]",
      "a method of Berth, such as lpt or first-fit, if it is no scheduler of yours",
    );
  withSchedulerOptions(command)
    .option(
      "--family <names>",
      `of ${FAMILIES.map(({ name }) => name).join(", ")} (default: all that it takes)`,
      parseNames,
    )
    .option(
      "--resources <m>",
      "resources, where a family has a fixed number (default: 3)",
      parseOne,
    )
    .option("--tasks <n>", "most tasks of an instance", parseOne)
    .option("--least-optimum <n>", "only optima of at least this, such as 9 hosts", parseCount)
    .option("--until <ratio>", "a family ends once it has this, such as 11/9", parseRatio)
    .addOption(timeOption("--time-limit <duration>", "for all families together", 60_000))
    .option(
      "--work-limit <n>",
      "in its place: so many instances looked at in each family, equal on any machine",
      parseCount,
    )
    .addOption(
      timeOption("--call-limit <duration>", "of one call of a module or a program", 10_000),
    )
    .option("--seed <integer>", "seed of everything random", parseSeed, 1)
    .option("--keep <folder>", "save each find there, with its plan", "hunted")
    .option("--json", "print exactly one JSON document on stdout")
    .option("-q, --quiet", "no progress on stderr")
    .action(huntMethod);
}

function parseOne(text: string): number {
  const count = parseCount(text);
  if (count > 0) return count;
  throw new InvalidArgumentError("Write a whole number from 1 on.");
}

/** "11/9" or "1.2". */
function parseRatio(text: string): Fraction {
  const [above, below] = text.split("/").map((part) => parseDecimal(part.trim()));
  const isWhole = text.split("/").length === (below === undefined ? 1 : 2);
  if (above !== undefined && isWhole && above.numerator > 0n && below?.numerator !== 0n) {
    return below === undefined ? above : divide(above, below);
  }
  throw new InvalidArgumentError("Write a ratio above 1, such as 11/9 or 1.2.");
}

async function huntMethod(method: string | undefined, flags: HuntFlags): Promise<void> {
  const interrupt = listenForInterrupt(flags.quiet === true ? () => {} : tell);
  let contestant: Contestant | undefined;
  let progress: SteadyLine | undefined;
  try {
    contestant = await contestantOf(method, flags);
    const { name } = contestant;
    if (method !== undefined && method !== name && flags.quiet !== true) {
      tell(`${method} begins again from other orders; hunted is its one pass, ${name}.`);
    }
    interrupt.begin(() => "the best so far is told.");
    const told = new Map<string, string>();
    const best = () => [...told].map(([of, text]) => `${of} ${text}`).join(", ");
    progress = showSteadily(flags.quiet === true, () =>
      told.size === 0 ? `hunting ${name}: nothing yet` : `hunting ${name}: ${best()}`,
    );
    const { tasks, resources, leastOptimum, until, workLimit, callLimit, seed, family } = flags;
    const hunted = await hunt(contestant, {
      ...defined({ tasks, resources, leastOptimum, until, workLimit, families: family }),
      ...(workLimit === undefined && { timeLimit: Math.max(0, flags.timeLimit - commandTime()) }),
      ...{ callLimit, seed, signal: interrupt.signal },
      onBetter(of, { ratio }) {
        const text = ratioText(ratio);
        if (told.get(of) !== text) progress?.tell(`${of}: ${text}`);
        told.set(of, text);
      },
    });
    progress.end();
    const saved = await keepAll(hunted, flags.keep);
    if (flags.json === true) printJson({ ...huntDocument(hunted), saved });
    else
      print([huntText(hunted, columnsOf(stdout())), ...replayLines(saved, name, flags)].join("\n"));
    endWith(EXIT.plan);
  } finally {
    progress?.end();
    contestant?.end?.();
    interrupt.end();
  }
}

async function contestantOf(method: string | undefined, flags: HuntFlags): Promise<Contestant> {
  const { policy, module, cmd, memoryLimit } = flags;
  const named = method === undefined ? [] : [method];
  const all =
    named.length + [policy, module, cmd].reduce((sum, one) => sum + (one ?? []).length, 0);
  if (all !== 1) {
    throw new UsageError(
      `One method is hunted at a time, not ${all}.\nMaybe write berth hunt lpt, or berth hunt --cmd 'mine=python3 mine.py {instance} {plan}'.`,
    );
  }
  const [one] = await contestantsOf(
    { method: named, ...defined({ policy, module, cmd, memoryLimit }) },
    huntedMethod,
  );
  return one!;
}

/** The instance files. */
async function keepAll(
  { contestant, families }: Hunted,
  folder: string,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const { family, found } of families) {
    if (found === undefined) continue;
    const name = `${contestant}-${family}`;
    await keepFor(folder, name, found.subject, found.plan);
    files.push(join(folder, `${name}.json`));
  }
  return files;
}

/** How to look at the first find again. */
function replayLines(
  saved: readonly string[],
  name: string,
  { policy, module, cmd }: HuntFlags,
): readonly string[] {
  const [file] = saved;
  if (file === undefined) return [];
  const option = policy === undefined ? "method" : "policy";
  const isOwn = module !== undefined || cmd !== undefined;
  const again = isOwn ? [] : [`  berth compare ${file} --${option} ${name}`];
  const plan = file.replace(/json$/, "plan.csv");
  return [
    `Saved: ${saved.join(", ")}. Look again:`,
    ...again,
    `  berth verify ${file} ${plan} --bound 10s`,
  ];
}
