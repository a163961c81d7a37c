import { describe, expect, test } from "vitest";
import { ceilingOf, refutation } from "../../src/bounds/ceiling.ts";
import { plainTarget } from "../../src/bounds/plain-target.ts";
import { priceBounds } from "../../src/bounds/prices/prices.ts";
import { bestBound, provesInfeasible } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance, ObjectiveName } from "../../src/instance/types.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { bestByEnumeration, enumeratePlans } from "../support/enumerate.ts";
import { bestSchedule } from "../support/enumerate-schedule.ts";
import { FEATURES, randomDocument } from "../support/random-document.ts";
import { randomSchedule, SCHEDULE_FEATURES } from "../support/random-schedule.ts";

/** Documents of each mode, and every so many of their variants goes through the whole planner. */
const DOCUMENTS = 60;
const PLANNED = 12;
const MOST = 3000;

type Document = Readonly<Record<string, unknown>>;

/** A document, and whether it has a plan. */
interface Case {
  readonly label: string;
  readonly instance: Instance;
  readonly hasPlan: boolean;
}

function parsed(document: Document): Instance | undefined {
  try {
    return parseInstance(document);
  } catch {
    return undefined;
  }
}

/** The least value of one quantity over all plans; "none" without a plan, undefined where there are too many. */
function leastOf(instance: Instance, name: ObjectiveName): number | "none" | undefined {
  const target = plainTarget(name);
  if (instance.mode === "schedule") {
    const best = bestSchedule(instance, [target], { most: MOST });
    if (best === "gave up") return undefined;
    return best?.values[0] ?? "none";
  }
  let tried = 0;
  for (const _ of enumeratePlans(instance)) if (++tried > MOST) return undefined;
  return bestByEnumeration(instance, [target])?.values[0] ?? "none";
}

/** The document, and variants in which a budget or a horizon just lets its best plan through, or just does not. */
function* variants(document: Document, label: string): Generator<Case> {
  const instance = parsed(document);
  if (instance === undefined) return;
  const cost = leastOf(instance, "cost");
  if (cost === undefined) return;
  yield { label, instance, hasPlan: cost !== "none" };
  if (cost === "none") return;
  const limited = (field: string, value: string, hasPlan: boolean): Case[] => {
    const changed = parsed({ ...document, [field]: value });
    const name = `${label} with ${field} ${value}`;
    return changed === undefined ? [] : [{ label: name, instance: changed, hasPlan }];
  };
  const money = (microDollars: number) => (microDollars / 1e6).toFixed(6);
  const isPriced = instance.resources.some(({ pricePerHour }) => pricePerHour > 0);
  // What grids of starts can miss, the enumeration refuses.
  if (instance.mode !== "schedule" || !isPriced) {
    yield* limited("budget", money(cost), true);
    if (cost > 0) yield* limited("budget", money(cost - 1), false);
  }
  if (instance.mode === "placement") return;
  const makespan = leastOf(instance, "makespan");
  if (typeof makespan !== "number" || makespan < 2) return;
  yield* limited("horizon", `${makespan}ms`, true);
  yield* limited("horizon", `${makespan - 1}ms`, false);
}

const without = <T extends string>(all: readonly T[], ...names: readonly T[]) =>
  all.filter((name) => !names.includes(name));

const MODES = {
  placement: (seed: number): Document =>
    randomDocument(makeRandom(seed), {
      ...{ mode: "placement", maxTasks: 5, maxResources: 3 },
      ...(seed % 3 > 0 && { features: ["capacity", "memory", "counts", "cost", "fixed-price"] }),
      ...(seed % 3 === 0 && { features: without(FEATURES, "divisible") }),
    }),
  batch: (seed: number): Document =>
    randomDocument(makeRandom(seed), {
      ...{ mode: "batch", maxTasks: 4, maxResources: 2 },
      ...(seed % 3 > 0 && {
        features: ["runtime-tables", "counts", "release", "deadline", "cost"],
      }),
      ...(seed % 3 === 0 && { features: without(FEATURES, "divisible") }),
    }),
  schedule: (seed: number): Document =>
    randomSchedule(makeRandom(seed), {
      ...{ maxTasks: 4, maxResources: 2, whole: true, objectives: ["makespan"] },
      ...(seed % 3 > 0 && {
        features: ["counts", "zero", "after", "limits", "release", "maintenance", "devices"],
      }),
      ...(seed % 3 === 0 && { features: without(SCHEDULE_FEATURES, "budget") }),
    }),
} satisfies Record<string, (seed: number) => Document>;

/** Everything quick that may prove that there is no plan. */
function proofOf(instance: Instance): string | undefined {
  const sentence = provesInfeasible(instance);
  if (sentence !== undefined) return sentence;
  const names: ObjectiveName[] = ["cost", "throughput", "completion-time"];
  if (instance.mode !== "placement") names.push("makespan", "weighted-completion");
  for (const target of names.map(plainTarget)) {
    const ceiling = ceilingOf(instance, target);
    const quick = bestBound(instance, target);
    const prices =
      instance.mode === "schedule" ? [] : priceBounds(instance, target, { passes: 40 });
    for (const bound of [...(quick === undefined ? [] : [quick]), ...prices]) {
      const found = refutation(instance, target, bound, ceiling);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

describe.each(Object.keys(MODES) as (keyof typeof MODES)[])("%s", (mode) => {
  const cases: Case[] = [];
  for (let seed = 1; seed <= DOCUMENTS; seed++) {
    const document = MODES[mode](seed);
    cases.push(...variants(document, `seed ${seed}: ${JSON.stringify(document)}`));
  }

  test("nothing is proven of what just fits, and mostly of what just does not", () => {
    let [having, lacking, proven] = [0, 0, 0];
    for (const { label, instance, hasPlan } of cases) {
      const sentence = proofOf(instance);
      if (hasPlan) expect(sentence, label).toBeUndefined();
      if (hasPlan) having++;
      else lacking++;
      if (!hasPlan && sentence !== undefined) proven++;
    }
    const said = JSON.stringify({ having, lacking, proven });
    expect(having, said).toBeGreaterThan(DOCUMENTS / 2);
    expect(lacking, said).toBeGreaterThan(DOCUMENTS / 3);
    expect(proven / lacking, said).toBeGreaterThan(0.6);
  });

  test("the planner says so too", async () => {
    for (const { label, instance, hasPlan } of cases.filter((_, i) => i % PLANNED === 0)) {
      const { termination, plan: found } = await plan(instance, { workLimit: 40, seed: 1 });
      if (hasPlan) expect(termination, label).not.toBe("infeasible");
      else expect(found, label).toBeUndefined();
    }
  });
});
