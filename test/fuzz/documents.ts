import { makeRandom, type Random } from "../../src/util/random.ts";
import { FEATURES, pick, type RandomDocument, randomDocument } from "../support/random-document.ts";
import { randomSchedule, SCHEDULE_FEATURES } from "../support/random-schedule.ts";
import { randomStages } from "../support/random-stages.ts";
import { robustDocument } from "../support/robust-document.ts";
import { robustSchedule } from "../support/robust-schedule.ts";

/** A small random document and how it is solved. Equal seeds give equal cases. */
export interface FuzzCase {
  /** What kind of document it is, for counts. */
  readonly family: string;
  readonly document: RandomDocument;
  readonly solve: Solve;
}

/** How a document is solved. */
export interface Solve {
  readonly method: string;
  readonly workLimit: number;
  readonly seed: number;
}

type Draw = (random: Random) => RandomDocument;

/** By name: how often of ten, and how one is drawn. */
const FAMILIES: readonly (readonly [name: string, share: number, draw: Draw])[] = [
  ["placement", 27, (random) => withFeatures(random, "placement", 5)],
  ["sequence", 20, (random) => withFeatures(random, "batch", 4)],
  ["schedule", 33, (random) => schedule(random, 4, 3)],
  ["stages", 8, (random) => randomStages(random, { maxTasks: 4 })],
  ["robust", 8, (random) => robustDocument(random, { maxTasks: 3, maxResources: 3 })],
  ["robust schedule", 4, (random) => robust(random)],
];

/** The case of a seed. */
export function fuzzCase(seed: number): FuzzCase {
  const random = makeRandom(seed);
  let at = random.int(1, 100);
  const [family, , draw] = FAMILIES.find(([, share]) => {
    at -= share;
    return at <= 0;
  })!;
  const document = draw(random);
  const isTimed = document.mode === "batch" && family !== "sequence";
  return {
    family,
    document,
    solve: {
      method: pick(random, METHODS),
      // What a unit of work is takes longer where tasks run side by side over time.
      workLimit: pick(random, isTimed ? [1, 2, 3, 4, 6] : [2, 6, 6, 12, 12, random.int(1, 60)]),
      seed: random.int(1, 3),
    },
  };
}

const METHODS = [...new Array<string>(24).fill("auto"), "greedy", "local", "local", "milp"];

/** Few features at a time, so that most documents have a plan and each feature meets each other one. */
function some<T>(random: Random, features: readonly T[]): readonly T[] {
  return random.shuffle([...features]).slice(0, random.int(1, 8));
}

function withFeatures(random: Random, mode: "placement" | "batch", most: number): RandomDocument {
  const features = some(random, FEATURES);
  // Equal copies cost the enumeration little.
  const maxTasks = features.includes("counts") ? most + 2 : most;
  return randomDocument(random, { mode, features, maxTasks, maxResources: 3 });
}

function schedule(random: Random, maxTasks: number, maxResources: number): RandomDocument {
  const features = some(random, SCHEDULE_FEATURES);
  const size = { maxTasks, maxResources };
  // Where a unit is 1 ms every start can be tried, so nothing needs to be whole.
  if (random.int(0, 2) > 0) return randomSchedule(random, { ...size, features, whole: true });
  const fine = [...features, "fine", "price", "power"].slice(-random.int(3, 9));
  return randomSchedule(random, {
    ...{ maxTasks: 3, maxResources: 2, unit: 1 },
    features: SCHEDULE_FEATURES.filter((name) => fine.includes(name)),
  });
}

function robust(random: Random): RandomDocument {
  const features = some(random, SCHEDULE_FEATURES);
  return robustSchedule(random, { maxTasks: 3, maxResources: 2, features, whole: true });
}
