import { checkFormulation } from "../../../src/check/check-formulation.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { type Checked, checkCertificate } from "../../../src/plan/certificate/check.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { truthOf } from "../../oracle/truth.ts";
import {
  FEATURES,
  pick,
  type RandomDocument,
  randomDocument,
} from "../../support/random-document.ts";
import { validObjectives } from "../../support/random-objectives.ts";
import { randomSchedule, SCHEDULE_FEATURES } from "../../support/random-schedule.ts";
import { AT_ONCE, type Limit } from "./at-once.ts";
import { mutated } from "./mutate.ts";
import { overTimeCertificates } from "./over-time.ts";

/** What became of the mutations of one kind. */
export interface Climbed {
  readonly tried: number;
  /** Mutations that still prove something. */
  readonly held: number;
  /** True certificates that prove the best value itself. */
  readonly sharp: number;
  /** What is proven and false, with its certificate and document. */
  readonly fault?: string;
}

/** Mutations of one certificate. */
const EACH = 6;

/** Objectives that a kind over time speaks of. */
const OVER_TIME: Readonly<Record<string, readonly string[]>> = {
  "critical-path": ["makespan", "weighted-completion", "weighted-tardiness", "late-tasks"],
  "energy-prices": ["makespan"],
  "busy-prices": ["weighted-completion", "weighted-tardiness"],
  "late-prices": ["late-tasks"],
  "rent-prices": ["cost", "energy"],
};

/** Every kind of certificate. */
export const KINDS: readonly string[] = [...Object.keys(AT_ONCE), ...Object.keys(OVER_TIME)];

/**
 * So many random mutations of true certificates of a kind, over documents that can be enumerated: each is rejected or proves no
 * more than the least value. A mutation that proves as much as the certificate it comes from takes its place, so that what
 * proves too much is climbed to.
 */
export async function climb(kind: string, mutations: number, first = 1): Promise<Climbed> {
  let [tried, held, sharp] = [0, 0, 0];
  for (let seed = first; tried < mutations && seed < first + 100 * mutations; seed++) {
    const random = makeRandom(seed);
    const drawn = await drawnCase(kind, random);
    if (drawn === undefined) continue;
    const { instance, target, leastUnder, document } = drawn;
    const check = kind === "formulation" ? checkFormulation : checkCertificate;
    const faultOf = (certificate: unknown, checked: Checked): string | undefined => {
      if ("rejected" in checked || checked.bound <= leastUnder(checked)) return undefined;
      const what = `seed ${seed}: ${target.name} of at least ${checked.bound}, and ${leastUnder(checked)} exists`;
      return `${what}: ${JSON.stringify(certificate)} of ${JSON.stringify(document)}`;
    };
    for (const start of await drawn.certificates()) {
      let current = start;
      let proven = check(instance, target, start);
      const wrong = faultOf(start, proven);
      if (wrong !== undefined) return { tried, held, sharp, fault: wrong };
      if ("rejected" in proven || Object(start).kind !== kind) continue;
      if (proven.bound === leastUnder(proven)) sharp++;
      for (let n = 0; n < EACH && tried < mutations; n++) {
        const mutant = mutated(current, random);
        const checked = check(instance, target, mutant);
        tried++;
        const fault = faultOf(mutant, checked);
        if (fault !== undefined) return { tried, held, sharp, fault };
        if ("rejected" in checked) continue;
        held++;
        if (checked.bound < proven.bound) continue;
        current = mutant;
        proven = checked;
      }
    }
  }
  return { tried, held, sharp };
}

interface Drawn {
  readonly document: RandomDocument;
  readonly instance: Instance;
  readonly target: Target;
  certificates(): Promise<readonly unknown[]>;
  /** The least value of plans that keep what a certificate holds under; Infinity where that is not known. */
  leastUnder(checked: Checked): number;
}

async function drawnCase(kind: string, random: Random): Promise<Drawn | undefined> {
  const goals = OVER_TIME[kind];
  const document = goals === undefined ? documentAtOnce(kind, random) : schedule(goals, random);
  let instance: Instance;
  try {
    instance = parseInstance(document);
    // A schedule may have lost what made it one.
    if ((goals !== undefined) !== (instance.mode === "schedule")) return undefined;
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
  const targets = targetsOf(instance);
  const truth = truthOf(instance, targets, 4000);
  if (truth === undefined || truth.values.length === 0) return undefined;
  const { values } = truth;
  const at = goals === undefined ? random.int(0, targets.length - 1) : 0;
  const target = targets[at];
  const leastUnder = (checked: Checked) => {
    const given = "given" in checked ? (checked.given ?? []) : [];
    const kept = given.map(({ objective, dimension, at_most }) => {
      const level = targets.findIndex(({ terms: [{ objective: one }] }) => {
        return one.name === objective && one.dimension === dimension;
      });
      return { level, at_most };
    });
    if (kept.some(({ level }) => level < 0)) return Infinity;
    const rows = values.filter((row) => kept.every(({ level, at_most }) => row[level] <= at_most));
    return Math.min(...rows.map((row) => row[at]));
  };
  const certificates = async () => {
    if (goals !== undefined) return await overTimeCertificates(kind, instance, target, random);
    const level = random.int(0, targets.length - 1);
    const atMost = pick(random, values)[level];
    const limits: Limit[] = level === at ? [] : [{ target: targets[level], atMost }];
    return await AT_ONCE[kind](
      instance,
      target,
      Math.min(...values.map((row) => row[at])),
      limits,
      random,
    );
  };
  return { document, instance, target, certificates, leastUnder };
}

/** Every objective that the document can have, so that limits on any of them are known. */
function documentAtOnce(kind: string, random: Random): RandomDocument {
  const isTimed = BATCH.has(kind) || (kind !== "configuration-prices" && random.int(0, 2) === 0);
  const mode = isTimed ? "batch" : "placement";
  const features = random.shuffle([...FEATURES]).slice(0, random.int(1, 6));
  const isPlain = BATCH.has(kind) || kind === "search";
  const document = randomDocument(random, {
    ...{ mode, maxTasks: 5, maxResources: 3 },
    features: isPlain ? features.filter((name) => !DIVIDED.has(name)) : features,
  });
  const all = validObjectives(document);
  const objectives = BATCH.has(kind) ? ["makespan"] : all;
  return { ...document, combine: "lexicographic", objectives };
}

/** Kinds that speak of makespans of sequences. */
const BATCH: ReadonlySet<string> = new Set(["makespan-search", "reachable-sums"]);
const DIVIDED: ReadonlySet<string> = new Set([
  ...["divisible", "replicas", "across", "colocate", "separate", "optional", "release"],
  ...["deadline", "fixed-price", "window", "budget"],
]);

function schedule(goals: readonly string[], random: Random): RandomDocument {
  // Of documents with few rules bounds are sharp, which is where one that is too large shows.
  const features = random.shuffle([...SCHEDULE_FEATURES]).slice(0, random.int(0, 3));
  if (random.int(0, 1) === 0) features.push("exclusive-resources");
  const isRent = goals.includes("cost");
  const needed = isRent ? (["power", "price", "fine"] as const) : (["due", "weights"] as const);
  // Where a unit is 1 ms every start can be tried, so costs may be rounded.
  const isFine = random.int(0, 1) === 0;
  return randomSchedule(random, {
    ...(isFine ? { unit: 1 } : { whole: true }),
    ...{ maxTasks: 4, maxResources: 2 },
    features: [...new Set([...features, ...(goals.includes("makespan") ? [] : needed)])],
    objectives: [pick(random, goals)],
  });
}
