import { stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Command } from "commander";
import { load } from "js-yaml";
import { parseInstance } from "../instance/parse.ts";
import { checkOutput } from "../io/output.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { UsageError } from "../util/errors.ts";
import { EXAMPLE, type InitAnswers, type InitHost, type InitJob, initText } from "./init-text.ts";
import { print, tell } from "./print.ts";

interface InitFlags {
  readonly output: string;
  readonly yes?: boolean;
}

/** `berth init`: asks what there is to plan, and writes an instance file with comments. */
export function initCommand(program: Command): void {
  program
    .command("init")
    .description("ask a few questions and write an instance file with comments to begin with")
    .option("-o, --output <file>", "file to write; one that is there stays as it is", "berth.yaml")
    .option("-y, --yes", "ask nothing and write an example")
    .action(init);
}

async function init({ output, yes }: InitFlags): Promise<void> {
  await checkOutput(output, { endings: [".yaml", ".yml"], inputs: [] });
  await refuseOther(output);
  const answers =
    yes === true ? { ...EXAMPLE, isNight: true, aim: "makespan" as const } : await asked();
  const text = initText(answers);
  // What was typed is checked as any file is, before it becomes one.
  parseInstance(load(text));
  await writeAtomically(output, text);
  print(`${output} is written. Now: berth solve ${output}`);
}

async function refuseOther(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined)) === undefined) return;
  throw new UsageError(
    `${path} is there already and stays as it is.\nMaybe write to another file: -o NAME.yaml.`,
  );
}

/** Asks for the next line; undefined once there are none. */
type Ask = (question: string) => Promise<string | undefined>;

/** What a person answers on the terminal, or what a file says line by line. */
async function asked(): Promise<InitAnswers> {
  const reader = createInterface({ input: process.stdin });
  const lines = reader[Symbol.asyncIterator]();
  const ask: Ask = async (question) => {
    tell(question);
    const { done, value } = await lines.next();
    return done === true ? undefined : value.trim();
  };
  try {
    const isNight = await choice(
      ask,
      "Do jobs run over time (night), or all at once (placement)?",
      ["night", "placement"],
    );
    const aim =
      isNight === "night" ? await choice(ask, "What counts first?", ["makespan", "cost"]) : "cost";
    const hosts = await rows(
      ask,
      "Hosts, one line each: NAME COUNT GPUS [DOLLARS AN HOUR], such as a100 2 8 27.45",
      hostOf,
    );
    const time = isNight === "night" ? " TIME, such as finetune 5 4 2h30m" : ", such as serve 12 1";
    const jobs = await rows(ask, `Jobs, one line each: NAME COUNT GPUS${time}`, (words) =>
      jobOf(words, isNight === "night"),
    );
    return {
      ...{ isNight: isNight === "night", aim },
      hosts: hosts.length > 0 ? hosts : EXAMPLE.hosts,
      jobs: jobs.length > 0 ? jobs : EXAMPLE.jobs,
    };
  } finally {
    reader.close();
  }
}

/** One of some words; the first where nothing is answered. */
async function choice<T extends string>(
  ask: Ask,
  question: string,
  words: readonly [T, ...T[]],
): Promise<T> {
  for (;;) {
    const answer = await ask(`${question} ${words.join(" or ")} [${words[0]}]`);
    if (answer === undefined || answer === "") return words[0];
    const found = words.find((word) => word.startsWith(answer.toLowerCase()));
    if (found !== undefined) return found;
    again(`"${answer}" is none of ${words.join(", ")}.`);
  }
}

/** Lines until an empty one, each as a row. */
async function rows<T>(
  ask: Ask,
  question: string,
  rowOf: (words: readonly string[]) => T | string,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (let text = `${question}. An empty line ends the list:`; ; text = "Next, or an empty line:") {
    const answer = await ask(text);
    if (answer === undefined || answer === "") return found;
    const row = rowOf(answer.split(/\s+/));
    if (typeof row === "string") again(`"${answer}": ${row}.`);
    else found.push(row);
  }
}

/** A person may answer anew; a file is wrong. */
function again(fault: string): void {
  if (process.stdin.isTTY !== true)
    throw new UsageError(`${fault}\nMaybe run berth init on a terminal.`);
  tell(fault);
}

const NAME = /^[A-Za-z0-9_./:-]+$/;
const COUNT = /^[1-9]\d{0,6}$/;
const GPUS = /^\d{1,4}(\.\d{1,3})?$/;
const PRICE = /^\d{1,6}(\.\d{1,6})?$/;
const TIME = /^((\d+(\.\d+)?)(d|h|m|s))+$/;

function hostOf([id = "", count = "", gpus = "", price]: readonly string[]): InitHost | string {
  if (!NAME.test(id)) return "a name has letters, digits and _ . / : - only";
  if (!COUNT.test(count)) return "after the name comes how many there are, 1 or more";
  if (!/^\d{1,4}$/.test(gpus)) return "then how many GPUs each has, such as 8";
  if (price !== undefined && !PRICE.test(price)) return "then dollars an hour, such as 27.45";
  return { id, count: Number(count), gpus: Number(gpus), ...(price !== undefined && { price }) };
}

function jobOf(
  [id = "", count = "", gpus = "", time]: readonly string[],
  isNight: boolean,
): InitJob | string {
  if (!NAME.test(id)) return "a name has letters, digits and _ . / : - only";
  if (!COUNT.test(count)) return "after the name comes how many there are, 1 or more";
  if (!GPUS.test(gpus)) return "then how many GPUs each takes, such as 4, or 0.5 of one";
  if (isNight && (time === undefined || !TIME.test(time)))
    return "then how long each runs, such as 2h30m";
  return { id, count: Number(count), gpus, ...(isNight && time !== undefined && { time }) };
}
