import { describe, expect, test } from "vitest";
import { makespanCoreOf } from "../../src/cores/makespan.ts";
import { proveMakespan } from "../../src/exact/makespan/prove.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { AT_ONCE, pricesOf } from "../fuzz/certificates/at-once.ts";
import type { Witnessed } from "../fuzz/certificates/climb.ts";
import { mutated } from "../fuzz/certificates/mutate.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { pick } from "../support/random-document.ts";
import { randomStages } from "../support/random-stages.ts";
import { hasPython, Questions } from "./ask.ts";
import { compare } from "./compare.ts";

/** Documents of each sort when all are drawn, and mutations of each certificate. */
const DOCUMENTS = 40;
const EACH = 5;

type Found = readonly unknown[] | Promise<readonly unknown[]>;

/** What random small documents hardly ever have: how it is drawn, certified, and seen in a certificate. */
interface Sort {
  readonly document: (random: Random) => object;
  readonly certificates: (instance: Instance, targets: readonly Target[], random: Random) => Found;
  /** The level that they are of; 0 by default. */
  readonly level?: number;
  readonly has: (certificate: string) => boolean;
  /** How many documents, in place of `DOCUMENTS`: few have what is looked for. */
  readonly documents?: number;
}

const SORTS: Readonly<Record<string, Sort>> = {
  transfers: {
    document: (random) => ({ ...randomStages(random), objectives: ["cost"] }),
    certificates: (instance, [target]) => pricesOf(instance, target),
    has: (text) => text.includes("capacity-prices"),
  },
  "numbers of hosts": {
    document: (random) => ({
      ...{ mode: "placement", objectives: ["cost"] },
      resources: ["a", "b"].map((id, i) => ({
        ...{ id, count: random.int(2, 4), fixed_price: random.int(2, 9) },
        capacity: { cpu: random.int(4, 9) },
        ...(i === 0 ? {} : { devices: { gpu: random.int(1, 2) } }),
      })),
      tasks: ["s", "t", "u"].map((id, i) => ({
        ...{ id, count: random.int(1, 3) },
        demand: { cpu: random.int(1, 4), ...(i === 0 && { gpu: pick(random, [0.3, 0.5, 1]) }) },
      })),
    }),
    certificates: (instance, [target], random) =>
      AT_ONCE["configuration-prices"](instance, target, 0, [], random),
    has: (text) => text.includes('"used"'),
  },
  branches: {
    // What takes more costs less, and room is short, so prices leave a gap.
    document: (random) => ({
      ...{ mode: "placement", objectives: ["cost"] },
      resources: ["a", "b", "c"].map((id) => ({ id, capacity: { cpu: 26 } })),
      tasks: Array.from({ length: 12 }, (_, i) => {
        const amounts = [0, 1, 2].map(() => random.int(3, 12));
        const table = (of: (amount: number) => number) =>
          Object.fromEntries(["a", "b", "c"].map((id, r) => [id, of(amounts[r])]));
        const cost = table((amount) => 30 - 2 * amount + random.int(0, 3));
        return { id: `t${i}`, demand: { cpu: table((amount) => amount) }, cost };
      }),
    }),
    certificates: (instance, [target], random) => AT_ONCE.search(instance, target, 0, [], random),
    has: (text) => text.includes('"children"'),
  },
  "limits of earlier levels": {
    document: (random) => ({
      ...{ mode: "batch", exclusive: true, objectives: ["cost", "makespan"] },
      resources: ["a", "b"].map((id) => ({ id })),
      tasks: Array.from({ length: 6 }, (_, i) => {
        const table = (unit: string, low: number) =>
          Object.fromEntries(["a", "b"].map((id) => [id, `${random.int(low, 9)}${unit}`]));
        return { id: `t${i}`, runtime: table("m", 2), cost: table("", 0) };
      }),
    }),
    certificates: (instance, [cost, makespan], random) => {
      const { tasks, pairs } = instance;
      // So little above the least cost that some pairs are closed.
      const least = tasks.reduce(
        (sum, _, t) => sum + Math.min(pairs.cost[2 * t], pairs.cost[2 * t + 1]),
        0,
      );
      const limits = [{ target: cost, atMost: least + random.int(1, 6) * cost.perUnit }];
      const map = makespanCoreOf(instance, makespan, limits);
      if (map === undefined) return [];
      const ends = { upper: () => Infinity, lower: () => 0 };
      return [...proveMakespan(map.core, ends)].flatMap(({ certificate }) => certificate ?? []);
    },
    ...{ level: 1, documents: 160 },
    has: (text) => text.includes("makespan-search") && text.includes('"given"'),
  },
  classes: {
    document: (random) => ({
      ...{ mode: "placement" },
      objectives: [
        { objective: pick(random, ["throughput", "completion-time"]), by_priority: true },
      ],
      resources: ["a", "b"].map((id) => ({ id, capacity: { cpu: random.int(2, 4) } })),
      tasks: Array.from({ length: 5 }, (_, i) => ({
        ...{ id: `t${i}`, priority: random.int(0, 1), optional: true, value: random.int(1, 4) },
        ...{ demand: { cpu: random.int(1, 3) }, runtime: `${random.int(1, 5)}m` },
      })),
    }),
    certificates: (instance, [target]) => pricesOf(instance, target),
    has: () => true,
  },
};

function parsed(document: object): Instance | undefined {
  try {
    return parseInstance(document);
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}

describe.skipIf(!hasPython)("a checker written from docs/certificates.md (needs python3)", () => {
  test("agrees on what random documents hardly have", { timeout: 600_000 }, async () => {
    const seen: (Witnessed & { readonly sort: string })[] = [];
    const questions = new Questions();
    const met = new Map<string, number>();
    for (const [
      sort,
      { document, certificates, level = 0, has, documents = DOCUMENTS },
    ] of Object.entries(SORTS)) {
      for (let seed = first; seed < first + drawn(documents); seed++) {
        const random = makeRandom(seed);
        const instance = parsed(document(random));
        if (instance === undefined) continue;
        const targets = targetsOf(instance);
        const target = targets[level];
        for (const one of (await certificates(instance, targets, random)).slice(-4)) {
          const all = [one, ...Array.from({ length: EACH }, () => mutated(one, random))];
          for (const certificate of all) {
            const checked = checkCertificate(instance, target, certificate);
            seen.push({ instance, target, certificate, checked, sort });
            questions.add(instance, target.name, certificate);
            if ("bound" in checked && has(JSON.stringify(certificate))) {
              met.set(sort, (met.get(sort) ?? 0) + 1);
            }
          }
        }
      }
    }
    const answers = await questions.answers();
    const counts = { proven: 0, refused: 0, gaveUp: 0 };
    seen.forEach((one, i) => {
      compare(one, answers[i], counts);
    });
    if (process.env.TELL) console.log(counts, met);
    for (const sort of Object.keys(SORTS)) {
      expect(met.get(sort) ?? 0, sort).toBeGreaterThan(atLeast(10));
    }
    expect(counts.refused).toBeGreaterThan(atLeast(100));
  });
});
