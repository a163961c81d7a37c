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
import {
  randomSchedule,
  SCHEDULE_FEATURES,
  type ScheduleFeature,
} from "../../support/random-schedule.ts";
import { AT_ONCE, type Limit, pricesOf } from "./at-once.ts";
import { mutated } from "./mutate.ts";
import { overTimeCertificates } from "./over-time.ts";
import { sumCertificates } from "./sums.ts";

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

/** One certificate, true or mutated, and what its check came to. */
export interface Witnessed {
  readonly instance: Instance;
  readonly target: Target;
  readonly certificate: unknown;
  readonly checked: Checked;
}

/** Mutations of one certificate. */
const EACH = 6;

/** Objectives that a kind over time speaks of. */
const OVER_TIME: Readonly<Record<string, readonly string[]>> = {
  "critical-path": ["makespan", "weighted-completion", "weighted-tardiness", "late-tasks"],
  "energy-prices": ["makespan"],
  "clause-log": ["makespan"],
  "busy-prices": ["weighted-completion", "weighted-tardiness"],
  "late-prices": ["late-tasks"],
  "rent-prices": ["cost", "energy"],
  "load-prices over time": ["balance", "balance:cpu"],
};

/** Sums of several terms, each of which some kind speaks of. */
const SUM_OVER_TIME = "sum over time";
const SUMS: ReadonlySet<string> = new Set(["sum", SUM_OVER_TIME]);

/** Every kind of certificate; one that is checked otherwise over time comes twice. */
export const KINDS: readonly string[] = [
  ...Object.keys(AT_ONCE),
  ...Object.keys(OVER_TIME),
  ...SUMS,
];

/**
 * So many random mutations of true certificates of a kind, over documents that can be enumerated: each is rejected or proves no
 * more than the least value. A mutation that proves as much as the certificate it comes from takes its place, so that what
 * proves too much is climbed to. `see` is told of every certificate that is checked.
 */
export async function climb(
  kind: string,
  mutations: number,
  first = 1,
  see: (witnessed: Witnessed) => void = () => {},
): Promise<Climbed> {
  let [tried, held, sharp] = [0, 0, 0];
  for (let seed = first; tried < mutations && seed < first + 100 * mutations; seed++) {
    const random = makeRandom(seed);
    const drawn = await drawnCase(kind, random);
    if (drawn === undefined) continue;
    const { instance, target, leastUnder, document } = drawn;
    const check = (certificate: unknown): Checked => {
      const checker = kind === "formulation" ? checkFormulation : checkCertificate;
      const checked = checker(instance, target, certificate);
      see({ instance, target, certificate, checked });
      return checked;
    };
    const faultOf = (certificate: unknown, checked: Checked): string | undefined => {
      if ("rejected" in checked || checked.bound <= leastUnder(checked)) return undefined;
      const what = `seed ${seed}: ${target.name} of at least ${checked.bound}, and ${leastUnder(checked)} exists`;
      return `${what}: ${JSON.stringify(certificate)} of ${JSON.stringify(document)}`;
    };
    for (const start of await drawn.certificates()) {
      let current = start;
      let proven = check(start);
      const wrong = faultOf(start, proven);
      if (wrong !== undefined) return { tried, held, sharp, fault: wrong };
      if ("rejected" in proven || Object(start).kind !== kind.split(" ", 1)[0]) continue;
      if (proven.bound === leastUnder(proven)) sharp++;
      for (let n = 0; n < EACH && tried < mutations; n++) {
        const mutant = mutated(current, random);
        const checked = check(mutant);
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
  const goals = kind === SUM_OVER_TIME ? sumGoals(random) : OVER_TIME[kind];
  const document =
    goals === undefined
      ? documentAtOnce(kind, random)
      : schedule(goals, random, kind === SUM_OVER_TIME);
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
    if (SUMS.has(kind)) {
      return sumCertificates(instance, target, random, (own) => partsOf(instance, own, random));
    }
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
  if (kind === "sum") return { ...document, ...weighted(random.shuffle([...all]), random) };
  const objectives = BATCH.has(kind) ? ["makespan"] : all;
  return { ...document, combine: "lexicographic", objectives };
}

/** Two or three of the objectives as one sum. */
function weighted(names: readonly string[], random: Random) {
  const objectives = names.slice(0, random.int(2, 3)).map((objective) => ({
    objective,
    weight: pick(random, [0.5, 1, 2, "1.25"]),
  }));
  return { combine: "weighted", objectives };
}

/** Objectives over time that bounds speak of, from kinds that differ. */
function sumGoals(random: Random): readonly string[] {
  return random.shuffle(Object.values(OVER_TIME)).map((goals) => pick(random, goals));
}

/** Certificates of a part of a sum. */
async function partsOf(
  instance: Instance,
  target: Target,
  random: Random,
): Promise<readonly unknown[]> {
  if (instance.mode !== "schedule") return pricesOf(instance, target);
  const [{ objective }] = target.terms;
  const kinds = Object.keys(OVER_TIME).filter((kind) =>
    OVER_TIME[kind].some((goal) => goal.split(":", 1)[0] === objective.name),
  );
  const lists = await Promise.all(
    kinds.map((kind) => overTimeCertificates(kind, instance, target, random)),
  );
  return lists.flat();
}

/** Kinds that speak of makespans of sequences. */
const BATCH: ReadonlySet<string> = new Set(["makespan-search", "reachable-sums"]);
const DIVIDED: ReadonlySet<string> = new Set([
  ...["divisible", "replicas", "across", "colocate", "separate", "optional", "release"],
  ...["deadline", "fixed-price", "window", "budget"],
]);

const RENT = ["power", "price", "fine"] as const;
const DUE = ["due", "weights"] as const;

/** What a document needs, or what makes its bounds say something, by objective. */
const NEEDED: Readonly<Record<string, readonly ScheduleFeature[]>> = {
  ...{ cost: RENT, energy: RENT, balance: ["horizon"], "balance:cpu": ["horizon"] },
  ...{ "weighted-completion": DUE, "weighted-tardiness": DUE, "late-tasks": DUE },
};

function schedule(goals: readonly string[], random: Random, isSum: boolean): RandomDocument {
  // Of documents with few rules bounds are sharp, which is where one that is too large shows.
  const features = random.shuffle([...SCHEDULE_FEATURES]).slice(0, random.int(0, 3));
  if (random.int(0, 1) === 0) features.push("exclusive-resources");
  const needed = goals.flatMap((goal) => NEEDED[goal] ?? []);
  // Where a unit is 1 ms every start can be tried, so costs may be rounded.
  const isFine = random.int(0, 1) === 0;
  const document = randomSchedule(random, {
    ...(isFine ? { unit: 1 } : { whole: true }),
    ...{ maxTasks: 4, maxResources: 2 },
    features: [...new Set([...features, ...needed])],
    objectives: [pick(random, goals)],
  });
  return isSum ? { ...document, ...weighted([...new Set(goals)], random) } : document;
}
