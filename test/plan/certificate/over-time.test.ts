import { expect, test } from "vitest";
import { priceBound } from "../../../src/bounds/prices/prices.ts";
import { areaProgram, pricedMeasures } from "../../../src/bounds/schedule/area-program.ts";
import { candidateMeasures } from "../../../src/bounds/schedule/candidates.ts";
import { energyPrices } from "../../../src/bounds/schedule/makespan.ts";
import { busyPrices } from "../../../src/bounds/schedule/slopes.ts";
import { gridOf } from "../../../src/instance/facts/grid.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import type { Certificate, SumProof } from "../../../src/plan/certificate/types.ts";
import { solveInWorker } from "../../../src/solvers/in-worker.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { first } from "../../support/drawn.ts";
import { bestSchedule } from "../../support/enumerate-schedule.ts";
import { mutants } from "../../support/mutants.ts";
import { randomSchedule } from "../../support/random-schedule.ts";

const OBJECTIVES = [
  "makespan",
  "weighted-completion",
  "weighted-tardiness",
  "late-tasks",
  "cost",
  "energy",
];
const OTHERS = [
  "balance",
  "completion-time",
  "throughput",
  "cost + makespan",
  "weighted-completion + throughput",
];

/** Seeds of the first list, and of both. */
const [PLAIN, ALL] = [150, 260];

/** A tiny schedule with one of the objectives in turn; undefined if it lacks what that needs. */
function instanceOf(seed: number): Instance | undefined {
  const isPlain = seed < first + PLAIN;
  const list = isPlain ? OBJECTIVES : OTHERS;
  const dated = isPlain ? DATED : ([...DATED, "horizon"] as const);
  const features = seed % 2 === 0 ? undefined : dated;
  const document = randomSchedule(makeRandom(seed), {
    maxTasks: 3,
    maxResources: 2,
    whole: true,
    objectives: list[seed % list.length].split(" + "),
    ...(features !== undefined && { features }),
  });
  try {
    return parseInstance({ ...document, combine: "weighted" });
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}

/** What makes tasks late and resources dear. */
const DATED = [
  "due",
  "weights",
  "price",
  "power",
  "release",
  "workers",
  "limits",
  "devices",
] as const;

/** Whatever the methods would propose for a target, each with prices from its linear program. */
async function certificatesOf(instance: Instance, target: Target): Promise<Certificate[]> {
  const [{ objective }] = target.terms;
  const isRent = objective.name === "cost" || objective.name === "energy";
  const goal = isRent ? (objective.name as "cost" | "energy") : "time";
  const candidates = candidateMeasures(instance);
  const area = areaProgram(instance, candidates, goal, Infinity, 1000);
  const { duals } = await solveInWorker("highs", area.program);
  const list: Certificate[] = [{ kind: "critical-path" }];
  if (target.terms.length > 1) return [...list, ...(await sumsFor(instance, target))];
  if (duals === undefined) return list;
  const per = objective.name === "cost" ? 3_600_000 : 1000;
  const scale = isRent ? (2 ** 16 * (1 - 1e-9) * per) / 1000 : undefined;
  const measures = pricedMeasures(instance, candidates, area, duals, scale);
  if (measures.length === 0) return list;
  if (objective.name === "balance") list.push(...loadPrices(instance, target));
  if (isRent) list.push({ kind: "rent-prices", denominator: 2 ** 16, measures });
  if (objective.name === "late-tasks") {
    for (const at of [1000, 2000, 4000]) list.push({ kind: "late-prices", at, measures });
  }
  if (objective.name === "makespan") {
    const found = energyPrices(instance, measures, 1, 20_000);
    if (found !== undefined) list.push(found);
  }
  if (objective.name === "weighted-completion" || objective.name === "weighted-tardiness") {
    list.push(...[...busyPrices(instance, target, measures)].filter((_, i) => i % 20 === 0));
  }
  return list;
}

function loadPrices(instance: Instance, target: Target): Certificate[] {
  const bound = priceBound(instance, target, { passes: 60 });
  return bound?.certificate === undefined ? [] : [bound.certificate];
}

/** Sums over the first certificate that each term has beside that of times, else over that. */
async function sumsFor(instance: Instance, target: Target): Promise<Certificate[]> {
  const parts: SumProof["parts"][number][] = [];
  for (const [index, term] of target.terms.entries()) {
    const own = { ...target, terms: [term] };
    const list = (await certificatesOf(instance, own)).reverse();
    const certificate = list.find((one) => "bound" in checkCertificate(instance, own, one));
    if (certificate !== undefined) parts.push({ terms: [index], certificate });
  }
  if (parts.length === 0) return [];
  const twice = { kind: "sum" as const, parts: [...parts, parts[0]] };
  expect(checkCertificate(instance, target, twice)).toHaveProperty("rejected");
  const nested = { kind: "sum", parts: [{ terms: [0], certificate: { kind: "sum", parts } }] };
  expect(checkCertificate(instance, target, nested)).toHaveProperty("rejected");
  return [
    { kind: "sum", parts },
    ...parts.map((part) => ({ kind: "sum" as const, parts: [part] })),
  ];
}

test("a grid is no coarser than what rounding down keeps", () => {
  const document = (second: string) => ({
    mode: "batch",
    resources: [{ id: "r", exclusive: true, capacity: { cpu: 1 } }],
    setup: [{ from: "b", to: "a", time: "1s" }],
    tasks: [
      { id: "b", runtime: second, demand: { cpu: 1 }, family: "b" },
      { id: "a", runtime: "2s", demand: { cpu: 1 }, family: "a" },
    ],
  });
  expect(gridOf(parseInstance(document("1s")))).toBe(1000);
  expect(gridOf(parseInstance(document("4s")))).toBe(1000);
  // Two pieces at one instant follow each other by their place in the plan, which rounding does not keep.
  expect(gridOf(parseInstance(document("0s")))).toBe(1);
});

test("bounds over time hold, and what is tampered with is rejected or proves one that holds", async () => {
  const rejected = new Map<string, number>();
  const held = new Map<string, number>();
  const sharp = new Map<string, number>();
  const count = (map: Map<string, number>, kind: string) => map.set(kind, (map.get(kind) ?? 0) + 1);
  for (let seed = first; seed < first + ALL; seed++) {
    const instance = instanceOf(seed);
    if (instance === undefined) continue;
    const [target] = targetsOf(instance);
    const enumerated = bestSchedule(instance, [target], { most: 6000 });
    if (enumerated === undefined || enumerated === "gave up") continue;
    const best = enumerated.values[0];
    for (const certificate of await certificatesOf(instance, target)) {
      const { kind } = certificate;
      const label = `seed ${seed} ${target.name} ${kind}`;
      const own = checkCertificate(instance, target, certificate);
      if ("bound" in own) {
        expect(own.bound, label).toBeLessThanOrEqual(best);
        if (own.bound === best && best > 0) count(sharp, kind);
      }
      for (const mutant of mutants(certificate)) {
        const checked = checkCertificate(instance, target, mutant);
        if ("rejected" in checked) count(rejected, kind);
        else {
          count(held, kind);
          expect(checked.bound, `${label} ${JSON.stringify(mutant)}`).toBeLessThanOrEqual(best);
        }
      }
    }
  }
  if (process.env.TELL) console.log({ rejected, held, sharp });
  for (const kind of [
    "critical-path",
    "energy-prices",
    "busy-prices",
    "late-prices",
    "rent-prices",
    "load-prices",
    "sum",
  ]) {
    expect(rejected.get(kind) ?? 0, kind).toBeGreaterThan(10);
    expect(sharp.get(kind) ?? 0, kind).toBeGreaterThan(0);
  }
  for (const kind of [
    "energy-prices",
    "busy-prices",
    "late-prices",
    "rent-prices",
    "load-prices",
    "sum",
  ]) {
    expect(held.get(kind) ?? 0, kind).toBeGreaterThan(10);
  }
}, 120_000);
