import type { Random } from "../../src/util/random.ts";
import { type Feature, pick, type RandomDocument, randomDocument } from "./random-document.ts";
import { randomStages } from "./random-stages.ts";

const FEATURES: readonly (readonly Feature[])[] = [
  ["capacity", "cost", "fixed-price", "optional", "counts", "budget"],
  ["devices", "cost", "optional", "counts"],
  ["devices", "capacity", "demand-tables", "forbidden", "price"],
  ["replicas", "across", "separate", "optional", "cost", "capacity"],
  ["colocate", "optional", "capacity", "cost", "eligible"],
  ["capacity", "memory", "price", "counts", "weights", "optional", "no-runtime"],
];

/** A small placement whose plan must survive losses of a random kind. */
export function robustDocument(
  random: Random,
  size: { readonly maxTasks?: number; readonly maxResources?: number } = {},
): RandomDocument {
  const { maxTasks = 4, maxResources = 4 } = size;
  const features = pick(random, FEATURES);
  const document =
    random.int(0, 6) === 0
      ? withoutShares(randomStages(random, { maxTasks }))
      : randomDocument(random, { mode: "placement", features, maxTasks, maxResources });
  const ids = document.resources.map(({ id }) => id as string);
  const zones = document.resources.flatMap(
    ({ labels }) => (labels as { zone?: string }).zone ?? [],
  );
  const choices: unknown[] = [
    1,
    1,
    { lose: 1, of: pick(random, ids) },
    { lose: 1, of: "*", across: "rack" },
    ...(zones.length > 0
      ? [
          { lose: 1, of: `zone=${zones[0]}` },
          { lose: 1, across: "zone" },
        ]
      : []),
  ];
  return { ...document, robust: pick(random, choices) };
}

/** What is lost of a divisible task has no one recovery. */
function withoutShares(document: RandomDocument): RandomDocument {
  const whole = ({ divisible: _, stages, ...task }: Readonly<Record<string, unknown>>): object => ({
    ...task,
    ...(Array.isArray(stages) && { stages: stages.map(whole) }),
  });
  return { ...document, tasks: document.tasks.map(whole) as RandomDocument["tasks"] };
}
