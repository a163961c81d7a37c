import { UsageError } from "../../util/errors.ts";
import { makeRandom } from "../../util/random.ts";
import { diverse } from "./diverse.ts";
import { fleet } from "./fleet.ts";
import { gapA, gapB, gapC, gapD, gapE } from "./gap.ts";
import { identicalLong, identicalMiddle, identicalSmall, identicalWide } from "./identical.ts";
import { night } from "./night.ts";
import { stages, stagesTight } from "./stages.ts";
import type { GeneratedDocument, GenerateOptions, Generator } from "./types.ts";
import { jobCorrelated, machineCorrelated, unrelated } from "./unrelated.ts";

/** Every generator by name. */
export const GENERATORS = {
  "gap-a": gapA,
  "gap-b": gapB,
  "gap-c": gapC,
  "gap-d": gapD,
  "gap-e": gapE,
  unrelated,
  "job-correlated": jobCorrelated,
  "machine-correlated": machineCorrelated,
  "identical-small": identicalSmall,
  "identical-middle": identicalMiddle,
  "identical-long": identicalLong,
  "identical-wide": identicalWide,
  fleet,
  diverse,
  night,
  stages,
  "stages-tight": stagesTight,
} as const satisfies Readonly<Record<string, Generator>>;

/** Most task x resource values in one document. */
const MAX_PAIRS = 50_000_000;

/**
 * A random instance document of a family. Equal options give equal documents on every machine.
 * Throws UsageError for an unknown family or sizes outside it.
 */
export function generate(kind: string, options: GenerateOptions): GeneratedDocument {
  const generator = Object.hasOwn(GENERATORS, kind)
    ? GENERATORS[kind as keyof typeof GENERATORS]
    : undefined;
  if (generator === undefined) {
    const names = Object.keys(GENERATORS).join(", ");
    throw new UsageError(`There is no generator ${JSON.stringify(kind)}. Known are: ${names}.`);
  }
  checkSizes(kind, options);
  const { tasks, resources, seed } = options;
  const document = generator.make(options, makeRandom(seed));
  return { name: `${kind}-${tasks}x${resources}-seed${seed}`, ...document };
}

function checkSizes(kind: string, { tasks, resources, kinds, seed }: GenerateOptions): void {
  requireInteger("tasks", tasks, 0, 10_000_000);
  requireInteger("resources", resources, 1, 10_000_000);
  requireInteger("seed", seed, -0x8000_0000, 0x7fff_ffff);
  if (kind === "fleet") {
    if (kinds !== undefined) requireInteger("kinds", kinds, 1, Math.min(resources, 1000));
    return;
  }
  if (kinds !== undefined) throw new UsageError(`The generator ${kind} has no kinds.`);
  if (kind !== "diverse" && kind !== "night" && tasks * resources > MAX_PAIRS) {
    throw new UsageError(`${tasks} tasks on ${resources} resources are too many for ${kind}.`);
  }
}

function requireInteger(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new UsageError(`${name}: expected an integer from ${low} to ${high}, got ${value}.`);
}
