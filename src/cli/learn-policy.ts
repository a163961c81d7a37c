import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { priceBound } from "../bounds/prices/prices.ts";
import { targetsOf } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { policyText } from "../io/policy-file.ts";
import { type Example, trainPolicy } from "../learn/policy/train.ts";
import { plan } from "../planner/plan.ts";
import { InstanceError, UsageError } from "../util/errors.ts";
import { checkModelOutput, putModel } from "./model-output.ts";
import { parseGap, parseSeed, parseTimeLimit } from "./options.ts";
import { tell } from "./print.ts";
import { readFilledInstance } from "./runtimes-option.ts";

interface Flags {
  readonly instances: string;
  readonly output: string;
  readonly timeLimit: number;
  readonly gap: number;
  readonly seed: number;
}

/** `berth learn policy --instances DIR`: plans that Berth proves, to a policy that predicts where tasks belong. */
export function learnPolicyCommand(command: Command): void {
  command
    .command("policy")
    .description("learn where tasks belong from optimal plans, which Berth finds and proves first")
    .requiredOption("--instances <folder>", "instance files, small enough to be solved to the end")
    .requiredOption("-o, --output <file>", "policy to write (JSON)")
    .addOption(
      new Option("--time-limit <duration>", "for each instance")
        .argParser(parseTimeLimit)
        .default(10_000, "10s"),
    )
    .addOption(
      new Option("--gap <percent>", "learn from plans with at most this proven gap too")
        .argParser(parseGap)
        .default(0, "0%"),
    )
    .option("--seed <integer>", "seed of folds and draws", parseSeed, 1)
    .action(learnPolicy);
}

async function learnPolicy({ instances, output, timeLimit, gap, seed }: Flags): Promise<void> {
  const files = (await filesIn(instances)).filter((name) => /\.(ya?ml|json)$/i.test(name)).sort();
  if (files.length === 0) throw new UsageError(`${instances} holds no .yaml or .json files.`);
  const inputs = files.map((file) => join(instances, file));
  await checkModelOutput(output, inputs);
  const examples: Example[] = [];
  for (const [i, file] of files.entries()) {
    const example = await exampleOf(join(instances, file), timeLimit, gap, seed, inputs);
    if (typeof example !== "string") examples.push(example);
    const told = typeof example === "string" ? example : "learned";
    tell(`${i + 1} of ${files.length}: ${file}: ${told}`);
  }
  const objectives = new Set(examples.map(({ target }) => target.name));
  if (objectives.size > 1) {
    throw new UsageError(
      `The instances have different first objectives: ${[...objectives].join(", ")}.\nMaybe learn a policy for each.`,
    );
  }
  const policy = trainPolicy(examples, seed);
  await checkModelOutput(output, inputs);
  const { trained, objective } = policy;
  const report =
    `Learned from ${trained.instances} plans for ${objective} (${trained.pairs} pairs); on held-out instances the ` +
    `likeliest place is the plan's own for ${(100 * trained.hits).toFixed(1)} % of tasks.`;
  await putModel(policyText(policy), output, report);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    throw new UsageError(`${folder} is no folder that can be read.`);
  }
}

/** The instance of a file, or what is wrong with it first: one bad file is no reason to stop. */
async function readOrReason(path: string, inputs: string[]): Promise<Instance | string> {
  try {
    const { instance, sources } = await readFilledInstance(path, {});
    inputs.push(...sources);
    return instance;
  } catch (error) {
    if (!(error instanceof InstanceError)) throw error;
    const [{ path: place, message }] = error.issues;
    return `${place === "" ? "" : `${place}: `}${message}`;
  }
}

/** An instance with its plan, or why it is passed over; the files that it was read from join `inputs`. */
async function exampleOf(
  path: string,
  timeLimit: number,
  gap: number,
  seed: number,
  inputs: string[],
): Promise<Example | string> {
  const instance = await readOrReason(path, inputs);
  if (typeof instance === "string") return `passed over: ${instance}`;
  if (instance.mode === "schedule") return "passed over: its tasks run side by side over time";
  const objectives = instance.objectives.slice(0, 1);
  const outcome = await plan(instance, { objectives, timeLimit, gap, seed });
  const [level] = outcome.levels;
  if (outcome.plan === undefined) return `passed over: ${outcome.termination}`;
  if (level.gap === undefined || level.gap > gap) {
    return `passed over: its gap is ${(100 * (level.gap ?? 1)).toFixed(2)} % after ${outcome.seconds.toFixed(1)} s`;
  }
  const [target] = targetsOf(instance, objectives);
  return { instance, target, plan: outcome.plan.plan, bound: priceBound(instance, target) };
}
