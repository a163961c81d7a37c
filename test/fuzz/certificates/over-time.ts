import { areaProgram, pricedMeasures } from "../../../src/bounds/schedule/area-program.ts";
import { candidateMeasures } from "../../../src/bounds/schedule/candidates.ts";
import { energyPrices } from "../../../src/bounds/schedule/makespan.ts";
import { busyPrices } from "../../../src/bounds/schedule/slopes.ts";
import { climb } from "../../../src/exact/clauses/climb.ts";
import { modelOf } from "../../../src/exact/clauses/model.ts";
import type { Target } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import type { AreaMeasure } from "../../../src/plan/certificate/over-time/types.ts";
import { highs } from "../../../src/solvers/highs.ts";
import type { Random } from "../../../src/util/random.ts";

/** Certificates of a kind for a schedule: those that methods would find, and others with measures out of the blue. */
export async function overTimeCertificates(
  kind: string,
  instance: Instance,
  target: Target,
  random: Random,
): Promise<readonly unknown[]> {
  if (kind === "critical-path") return [{ kind }];
  if (kind === "clause-log") return clauseLogs(instance);
  if (kind === "load-prices over time") return loadPrices(instance, random);
  const priced = await solvedMeasures(instance, target);
  const alone = everyMeasure(instance, target).map((measure) => [measure]);
  const guessed = guessedMeasures(instance, random);
  return [priced, guessed, ...random.shuffle(alone).slice(0, 3)].flatMap(
    (measures): readonly unknown[] => {
      if (measures.length === 0) return [];
      if (kind === "late-prices") {
        return [1, 2, 4, 6].map((at) => ({ kind, at, measures }));
      }
      if (kind === "rent-prices") return [{ kind, denominator: 2 ** 16, measures }];
      if (kind === "energy-prices") {
        return [
          energyPrices(instance, measures, 1, 20_000) ?? { kind, refuted: 0, from: 0, until: 1 },
        ];
      }
      return [...busyPrices(instance, target, measures)].slice(-2);
    },
  );
}

/** Units of time within which the plans of a tiny schedule end. */
const HORIZON = 60;

/** The last logs of a climb from the least makespan. */
function clauseLogs(instance: Instance): readonly unknown[] {
  const model = modelOf(instance, HORIZON);
  if (model === undefined) return [];
  const logs: unknown[] = [];
  for (const step of climb(model, () => ({ least: 0, most: HORIZON }))) {
    if (step?.certificate !== undefined) logs.push(step.certificate);
  }
  return logs.slice(-2);
}

/** One price for a dimension, the same or another one for each resource. */
function loadPrices({ resources, dimensions }: Instance, random: Random): readonly unknown[] {
  const one = random.int(0, dimensions.length - 1);
  const priced = (priceOf: (r: number) => number) => ({
    kind: "load-prices",
    price: resources.map((_, r) => dimensions.map((_, d) => (d === one ? priceOf(r) : 0))),
  });
  return [priced(() => 1), priced(() => random.int(0, 3))];
}

async function solvedMeasures(instance: Instance, target: Target): Promise<readonly AreaMeasure[]> {
  const { name } = target.terms[0].objective;
  const isRent = name === "cost" || name === "energy";
  const candidates = candidateMeasures(instance);
  const area = areaProgram(instance, candidates, isRent ? name : "time", Infinity, 1000);
  const { duals } = await highs.solve(area.program, {}, {});
  if (duals === undefined) return [];
  const per = name === "cost" ? 3_600_000 : 1000;
  const scale = isRent ? (2 ** 16 * (1 - 1e-9) * per) / 1000 : undefined;
  return pricedMeasures(instance, candidates, area, duals, scale);
}

/** Some measures at small prices. */
function guessedMeasures(instance: Instance, random: Random): readonly AreaMeasure[] {
  const all = everyMeasure(instance).map(({ price, ...measure }) => ({
    ...measure,
    price: price.map((one) => Math.sign(one) * random.int(0, 2)),
  }));
  return random.shuffle(all).slice(0, random.int(1, 3));
}

/** Every measure, with prices for which all copies weigh about the same, or as rents allow. */
function everyMeasure(
  { resources, schedule, dimensions }: Instance,
  target?: Target,
): readonly AreaMeasure[] {
  const name = target?.terms[0].objective.name;
  const paid = resources.map(({ pricePerHour, power = 0 }) =>
    name === "cost" ? pricePerHour : name === "energy" ? power : 1,
  );
  const pricesOf = (sizeOf: (r: number) => number) =>
    paid.map((one, r) => (sizeOf(r) === 0 ? 0 : Math.floor((2 ** 16 * one) / sizeOf(r))));
  const list: AreaMeasure[] = dimensions.flatMap((_, of) => {
    const capacity = (r: number) => resources[r].capacity[of];
    const parts = [1, 2, 3].map((k) => ({ of, parts: k, price: pricesOf(() => k) }));
    return [{ of, price: pricesOf(capacity) }, ...parts];
  });
  const isAlone = schedule!.exclusiveResource;
  if (isAlone.includes(1)) list.push({ of: "exclusive", price: pricesOf((r) => isAlone[r]) });
  for (const { name: limit } of schedule!.limits) list.push({ of: `limit ${limit}`, price: [1] });
  return list;
}
