import { basename, extname } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { isPlainName } from "../batch/names.ts";
import { commandContestant } from "../compare/command.ts";
import { methodContestant } from "../compare/methods.ts";
import { moduleContestant } from "../compare/module.ts";
import { plansContestant } from "../compare/plan-files.ts";
import { policyContestant } from "../compare/policy.ts";
import type { Contestant } from "../compare/types.ts";
import { POLICIES } from "../simulate/policies/registry.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { QUANTITIES, readQuantity } from "../util/quantities.ts";
import { parseNames } from "./options.ts";

/** Who makes plans. */
export interface ContestantFlags {
  readonly method?: readonly string[];
  readonly policy?: readonly string[];
  readonly plans?: readonly string[];
  readonly module?: readonly string[];
  readonly cmd?: readonly string[];
  /** MiB. */
  readonly memoryLimit?: number;
}

/** Adds the options for schedulers of one's own. */
export function withSchedulerOptions(command: Command): Command {
  return command
    .option(
      "--policy <names>",
      `online policies, played where runtimes are as expected: ${POLICIES.map(({ name }) => name).join(",")}`,
      parseNames,
    )
    .option(
      "--module <name=file>",
      "a module with a function plan: instance to assignments (may be repeated)",
      collect,
    )
    .option(
      "--cmd <name=line>",
      "a program: python3 list.py {instance} {plan}; without them stdin and stdout (may be repeated)",
      collect,
    )
    .option("--memory-limit <amount>", "of each process of a program, such as 2GiB", parseMemory);
}

function parseMemory(text: string): number {
  const parsed = readQuantity(QUANTITIES.memoryCapacity, text);
  if (typeof parsed === "number" && parsed > 0) return parsed;
  throw new InvalidArgumentError("Write an amount of memory from 1MiB on, such as 2GiB.");
}

/** Gathers what an option that may be repeated was given. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** The contestants that the options name, in order. Throws UsageError if there is none, or for two of one name. */
export async function contestantsOf(
  flags: ContestantFlags,
  byName: (method: string) => Contestant = methodContestant,
): Promise<readonly Contestant[]> {
  const { method = [], policy = [], plans = [], module = [], cmd = [] } = flags;
  const all: Contestant[] = method.map((name) => byName(name));
  const limits = defined({ memory: flags.memoryLimit });
  all.push(...policy.map((name) => policyContestant(name)));
  for (const text of plans) {
    const [name, folder] = named(text, "plans");
    all.push(await plansContestant(name, folder));
  }
  for (const text of module) all.push(moduleContestant(...named(text, "module")));
  for (const text of cmd) all.push(commandContestant(...named(text, "cmd"), limits));
  if (all.length === 0) {
    throw new UsageError(
      "There is nobody to compare.\nMaybe add --method lpt,auto, or --cmd 'mine=python3 mine.py {instance} {plan}'.",
    );
  }
  const names = all.map(({ name }) => name.toLowerCase());
  const twice = all.find((_, i) => names.indexOf(names[i]) < i);
  if (twice !== undefined) {
    throw new UsageError(
      `Two contestants are called ${twice.name}.\nMaybe write NAME= before one.`,
    );
  }
  return all;
}

/** "mine=./mine.mjs" in two; what has no name but may go without one is called after its first file. */
function named(text: string, option: string): readonly [string, string] {
  const [, name, value] = /^([^\s=]*)=(.+)$/s.exec(text) ?? [];
  if (isPlainName(name)) return [name, value.trim()];
  const file = text.split(/\s+/).find((word) => /\.\w+$/.test(word)) ?? "";
  const free = basename(file, extname(file));
  if (name === undefined && option !== "plans" && isPlainName(free)) return [free, text];
  throw new UsageError(
    `--${option} ${text}: expected a name, "=" and what it stands for.\nMaybe write --${option} '${EXAMPLES[option]}'.`,
  );
}

const EXAMPLES: Readonly<Record<string, string>> = {
  plans: "mine=plans/",
  module: "mine=./mine.mjs",
  cmd: "mine=python3 mine.py {instance} {plan}",
};
