import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { featuresOf } from "../../src/io/gavel/import.ts";
import { importDocument } from "../../src/io/import-registry.ts";
import { evaluateHistory } from "../../src/learn/evaluate.ts";
import { historyOf, type Measurement, measurementsOf } from "../../src/learn/history.ts";
import { type Regret, regretsOf } from "../../src/learn/regret-run.ts";
import { plan } from "../../src/planner/plan.ts";
import type { LearnResults } from "./types.ts";

const DATA = join("..", "shared", "data", "gavel");
const KINDS = ["k80", "p100", "v100"];
const SEEDS = [1, 2, 3, 4, 5];
const SHARE = 0.2;
/** Milliseconds for each plan. */
const TIME_LIMIT = 5000;

/** Held-out errors on the measured throughputs of Gavel, and the regret of plans for its trace on 36 devices. */
export async function measureGavel(): Promise<LearnResults["gavel"]> {
  const [throughputs, trace] = ["simulation_throughputs.json", "minimize_makespan.trace"].map(
    (file) => join(DATA, file),
  );
  if (!existsSync(throughputs) || !existsSync(trace)) return undefined;
  const texts = {
    throughputs: readFileSync(throughputs, "utf8"),
    trace: readFileSync(trace, "utf8"),
  };
  const measurements = measured(JSON.parse(texts.throughputs));
  const scores = evaluateHistory(historyOf(measurements), { seeds: SEEDS, share: SHARE });
  const settings = { cluster: "v100=12,p100=12,k80=12", per_host: "4" };
  const { document } = importDocument("gavel", texts, settings);
  const regrets = await regretsOf(document, measurements, {
    share: SHARE,
    seeds: SEEDS,
    risk: "p50",
    solve: async (instance) => (await plan(instance, { timeLimit: TIME_LIMIT })).plan?.plan,
  });
  const [{ hidden, cells }] = regrets;
  return { scores, regrets: summary(regrets), hidden, cells };
}

/** Steps per second alone of every job type, also of those that take several devices. */
function measured(
  document: Readonly<Record<string, Readonly<Record<string, { readonly null: number }>>>>,
): readonly Measurement[] {
  const rows = KINDS.flatMap((kind) =>
    Object.entries(document[kind]).flatMap(([key, { null: throughput }]) => {
      const [, type, scale] = /^\('(.+)', (\d+)\)$/.exec(key) ?? [];
      if (type === undefined || !(throughput > 0)) return [];
      return [{ ...featuresOf({ type, scaleFactor: Number(scale) }), kind, throughput }];
    }),
  );
  return measurementsOf(rows, (row) => `/${row}`);
}

function summary(regrets: readonly Regret[]) {
  return [...new Set(regrets.map(({ learner }) => learner))].map((learner) => {
    const own = regrets.filter((one) => one.learner === learner).map(({ regret }) => regret);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return { learner, mean, most: Math.max(...own) };
  });
}
