import type { JudgedSubject } from "./compare.ts";
import type { JudgedRun } from "./types.ts";

/** What is kept of an instance once it was judged: everything but plans and documents. */
export type JudgedRecord = Omit<JudgedSubject, "subject" | "runs"> & {
  readonly runs: readonly Omit<JudgedRun, "plan">[];
};

/** The gaps of one contestant, over the instances where it has a plan and a bound is known. Shares. */
export interface GapSpread {
  readonly mean: number;
  /** By nearest rank, so each is the gap of an instance. */
  readonly median: number;
  readonly p90: number;
  readonly worst: number;
  /** Of the first instance with the worst one. */
  readonly worst_instance: string;
}

/** One contestant over all instances. */
export interface ContestantStanding {
  readonly contestant: string;
  /** Instances that it was asked about, and those on which it had a plan that keeps every rule. */
  readonly asked: number;
  readonly plans: number;
  /** Instances with a gap. */
  readonly judged: number;
  readonly gap?: GapSpread;
  /** Instances on which its plan reaches the bound: proven optimal in the first objective. */
  readonly optimal: number;
  /** Pairs of an instance and another contestant in which it is strictly better, or worse; without a plan it is worse than any plan. */
  readonly won: number;
  readonly lost: number;
  /** Of all its calls. */
  readonly seconds: number;
  /** By kind. */
  readonly failures: Readonly<Record<string, number>>;
}

/** One row for each contestant, in their order. */
export function standingsOf(
  contestants: readonly string[],
  judged: readonly JudgedRecord[],
): readonly ContestantStanding[] {
  return contestants.map((contestant) => {
    const own = judged.flatMap(({ name, runs }) => {
      const run = runs.find((one) => one.contestant === contestant);
      return run === undefined ? [] : [{ name, run, others: runs.filter((one) => one !== run) }];
    });
    const gaps = own.flatMap(({ name, run }) =>
      run.gap === undefined ? [] : [{ name, gap: run.gap }],
    );
    const failures: Record<string, number> = {};
    for (const { run } of own) {
      if (run.trouble === undefined) continue;
      failures[run.trouble.kind] = (failures[run.trouble.kind] ?? 0) + 1;
    }
    const beats = (a: Omit<JudgedRun, "plan">, b: Omit<JudgedRun, "plan">) =>
      reached(a) < reached(b);
    const count = (test: (one: Omit<JudgedRun, "plan">, run: Omit<JudgedRun, "plan">) => boolean) =>
      own.reduce((sum, { run, others }) => sum + others.filter((one) => test(one, run)).length, 0);
    const gap = spreadOf(gaps);
    return {
      contestant,
      asked: own.length,
      plans: own.filter(({ run }) => run.trouble === undefined).length,
      judged: gaps.length,
      ...(gap !== undefined && { gap }),
      optimal: gaps.filter((one) => one.gap === 0).length,
      won: count((one, run) => beats(run, one)),
      lost: count((one, run) => beats(one, run)),
      seconds: own.reduce((sum, { run }) => sum + run.seconds, 0),
      failures,
    };
  });
}

function reached({ value = Infinity }: Omit<JudgedRun, "plan">): number {
  return value;
}

function spreadOf(
  gaps: readonly { readonly name: string; readonly gap: number }[],
): GapSpread | undefined {
  if (gaps.length === 0) return undefined;
  const sorted = gaps.map(({ gap }) => gap).sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  const worst = rank(1);
  return {
    mean: sorted.reduce((sum, one) => sum + one, 0) / sorted.length,
    median: rank(0.5),
    p90: rank(0.9),
    worst,
    worst_instance: gaps.find(({ gap }) => gap === worst)!.name,
  };
}
