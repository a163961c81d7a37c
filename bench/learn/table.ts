import type { LearnResults, MethodResult } from "./types.ts";

/** What was measured of learning, as Markdown. */
export function learnTables({ gavel, policy, speed, node, cores, program }: LearnResults): string {
  const parts = [
    "### Learned runtimes and matching",
    `Node ${node.slice(1)}, ${cores} cores, program ${program ?? "unknown"}`,
    ...(gavel === undefined ? [] : gavelParts(gavel)),
    ...policyParts(policy),
    `Training on ${count(speed.rows)} rows of ${speed.features} features took ${short(speed.trainSeconds)} s, p50 and p90 of ` +
      `${count(speed.cells)} cells ${short(speed.predictSeconds)} s.`,
  ];
  return parts.join("\n\n");
}

function gavelParts(gavel: NonNullable<LearnResults["gavel"]>): readonly string[] {
  const scores = gavel.scores.map(({ split, learner, skipped, errors, below50, below90 }) =>
    errors === undefined
      ? [split, learner, skipped ?? "", "", "", ""]
      : [split, learner, ...[errors.median, errors.mean, below50 ?? 0, below90 ?? 0].map(percent)],
  );
  const regrets = gavel.regrets.map(({ learner, mean, most }) => [
    learner,
    percent(mean),
    percent(most),
  ]);
  return [
    "Gavel's throughputs (83 job types on 3 GPUs), relative error of runtimes that were held out: a fifth of cells or job " +
      "types (5 seeds), each kind, each family.",
    table(["held out", "learner", "median", "mean", "below p50", "below p90"], scores),
    `Regret: makespan of Gavel's trace on 36 GPUs in hosts of four, planned with ${gavel.hidden} of ${gavel.cells} runtimes predicted and ` +
      "executed with the true ones, above that planned with true ones (5 seeds, 5 s for each plan).",
    table(["learner", "mean regret", "most"], regrets),
  ];
}

const METHODS: Readonly<Record<string, string>> = {
  greedy: "`greedy`",
  learned: "`learned`",
  prices: "`learned` with a rule on prices instead of a policy",
  auto: "`auto`, until it has the gap of `learned`",
};

function policyParts(policy: LearnResults["policy"]): readonly string[] {
  const { warmStart } = policy;
  return [
    `Makespan of ${policy.instances} generated fleets of 100 to 500 tasks; the policy learned from ${policy.learnedFrom} optimal plans of ` +
      "fleets of 16 to 50 tasks. Gaps are to the certified bound of `learned`.",
    table(["method", "mean gap", "worst gap", "mean seconds"], policy.methods.map(methodCells)),
    `\`auto\` started from the policy has a mean gap of ${percent(warmStart.started)} after ${warmStart.seconds} s, without it ` +
      `${percent(warmStart.alone)} (${warmStart.instances} of these fleets).`,
  ];
}

function methodCells({ name, meanGap, worstGap, meanSeconds, stopped }: MethodResult): string[] {
  const cut = stopped === undefined ? "" : ` (${stopped} stopped after 10 s)`;
  return [
    METHODS[name] ?? name,
    percent(meanGap),
    percent(worstGap),
    `${short(meanSeconds)}${name === "auto" ? cut : ""}`,
  ];
}

function table(header: readonly string[], lines: readonly (readonly string[])[]): string {
  return [header, header.map(() => "---"), ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

function short(seconds: number): string {
  return String(Number(seconds.toPrecision(2)));
}

function count(number: number): string {
  return number.toLocaleString("en");
}
