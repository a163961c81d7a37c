import { type Command, InvalidArgumentError, Option } from "commander";
import { readHistories } from "../io/history-file.ts";
import { readDocument } from "../io/read-instance.ts";
import { evaluateHistory, type Score } from "../learn/evaluate.ts";
import { RISKS, type Risk } from "../learn/fill.ts";
import { historyOf } from "../learn/history.ts";
import { type Regret, regretsOf } from "../learn/regret-run.ts";
import { plan } from "../planner/plan.ts";
import { parseGap, parseTimeLimit } from "./options.ts";
import { print, printJson } from "./print.ts";

interface Flags {
  readonly seeds: number;
  readonly hide: number;
  readonly family?: string;
  readonly instance?: string;
  readonly timeLimit: number;
  readonly risk: Risk;
  readonly json?: boolean;
}

/** `berth learn evaluate HISTORY...`: how far off predictions are on what they have not seen, and what that costs. */
export function learnEvaluateCommand(command: Command): void {
  command
    .command("evaluate")
    .description("judge learners and baselines on held-out cells, tasks, kinds and families")
    .argument("<history...>", "files of measured runtimes, as for learn runtime")
    .option("--seeds <n>", "draws of what is held out", parseSeeds, 5)
    .addOption(
      new Option("--hide <percent>", "share of cells or tasks to hold out")
        .argParser(parseGap)
        .default(0.2, "20%"),
    )
    .option("--family <feature>", "feature that names families (default: the first text of tasks)")
    .option("--instance <file>", "also plan this instance with hidden runtimes: regret")
    .addOption(
      new Option("--time-limit <duration>", "for each plan of the regret")
        .argParser(parseTimeLimit)
        .default(10_000, "10s"),
    )
    .addOption(new Option("--risk <quantile>", "to plan with").choices(RISKS).default("p50"))
    .option("--json", "print exactly one JSON document on stdout")
    .action(evaluate);
}

async function evaluate(paths: readonly string[], flags: Flags): Promise<void> {
  const measurements = await readHistories(paths);
  const seeds = Array.from({ length: flags.seeds }, (_, i) => i + 1);
  const scores = evaluateHistory(historyOf(measurements), {
    seeds,
    share: flags.hide,
    ...(flags.family === undefined ? {} : { family: flags.family }),
  });
  const regrets =
    flags.instance === undefined
      ? []
      : await regretsOf(await readDocument(flags.instance), measurements, {
          share: flags.hide,
          seeds,
          risk: flags.risk,
          solve: async (instance) => {
            const objectives = instance.objectives.slice(0, 1);
            const outcome = await plan(instance, { objectives, timeLimit: flags.timeLimit });
            return outcome.plan?.plan;
          },
        });
  if (flags.json === true) printJson({ scores, regrets });
  else
    print(
      [scoresText(scores), ...(regrets.length === 0 ? [] : [regretText(regrets)])].join("\n\n"),
    );
}

function parseSeeds(text: string): number {
  const seeds = Number(text);
  if (Number.isInteger(seeds) && seeds >= 1 && seeds <= 100) return seeds;
  throw new InvalidArgumentError("Write an integer from 1 to 100.");
}

function scoresText(scores: readonly Score[]): string {
  const lines = scores.map(({ split, learner, skipped, errors, below50, below90 }) => {
    const head = `${split.padEnd(10)}${learner.padEnd(13)}`;
    if (errors === undefined) return `${head}${skipped}`;
    const cells = [errors.median, errors.mean, below50 ?? 0, below90 ?? 0];
    return `${head}${cells.map((share) => percent(share).padStart(11)).join("")}`;
  });
  const titles = ["median", "mean", "below p50", "below p90"].map((title) => title.padStart(11));
  return [`${"held out".padEnd(10)}${"learner".padEnd(13)}${titles.join("")}`, ...lines].join("\n");
}

function regretText(regrets: readonly Regret[]): string {
  const names = [...new Set(regrets.map(({ learner }) => learner))];
  const [{ hidden, cells, risk }] = regrets;
  const lines = names.map((name) => {
    const own = regrets.filter(({ learner }) => learner === name).map(({ regret }) => regret);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const most = Math.max(...own);
    return `${name.padEnd(13)}${percent(mean).padStart(11)}${percent(most).padStart(11)}`;
  });
  return [
    `Regret of plans by ${risk} with ${hidden} of ${cells} cells hidden:`,
    `${"learner".padEnd(13)}${"mean".padStart(11)}${"most".padStart(11)}`,
    ...lines,
  ].join("\n");
}

function percent(share: number): string {
  if (share >= 1000) return "> 99999 %";
  return `${(100 * share).toFixed(Math.abs(share) < 1 ? 1 : 0)} %`;
}
