import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { GapCore } from "../src/exact/gap/types.ts";
import { improveGap } from "../src/heuristics/assignment/improve.ts";
import { capacityPrices } from "../src/heuristics/assignment/prices.ts";
import { generate } from "../src/instance/generate/registry.ts";
import { type GapDocument, readGapText } from "../src/io/gap-text.ts";

/** What local search reached on one core. Gaps are fractions of the capacity-price bound, a guide and no proof. */
export interface LocalResult {
  readonly name: string;
  readonly bound: number;
  /** One entry for each mark that had an assignment by then. */
  readonly reached: readonly {
    readonly seconds: number;
    readonly value: number;
    readonly gap: number;
  }[];
}

const PUBLISHED = ["c20400", "c40400", "d20100", "d20400", "d40400", "e20400", "e40400"];
const GENERATED = ["gap-c", "gap-d", "gap-e"];

/**
 * Values of assignment local search after each of `marks` seconds of wall clock, one thread, on the published cores
 * found in `folder` and on generated ones of 1,600 tasks and 80 resources.
 */
export function gapLocal(
  marks: readonly number[] = [1, 10, 60],
  folder = resolve(import.meta.dirname, "../../shared/data/gap"),
): LocalResult[] {
  const results: LocalResult[] = [];
  for (const name of PUBLISHED) {
    const file = resolve(folder, name);
    if (!existsSync(file)) continue;
    results.push(measure(name, coreOf(readGapText(readFileSync(file, "utf8"), name)), marks));
  }
  for (const name of GENERATED) {
    const document = generate(name, {
      tasks: 1600,
      resources: 80,
      seed: 1,
    }) as unknown as GapDocument;
    results.push(measure(`${name} 80 x 1600`, coreOf(document), marks));
  }
  return results;
}

function measure(name: string, core: GapCore, marks: readonly number[]): LocalResult {
  const bound = Math.ceil(capacityPrices(core).bound - 1e-6);
  const shared = { upper: () => Number.POSITIVE_INFINITY, lower: () => Number.NEGATIVE_INFINITY };
  const reached: { seconds: number; value: number; gap: number }[] = [];
  const began = performance.now();
  let value: number | undefined;
  let next = 0;
  for (const event of improveGap(core, shared, 1)) {
    const seconds = (performance.now() - began) / 1000;
    for (; next < marks.length && seconds >= marks[next]; next++) {
      if (value === undefined) continue;
      reached.push({ seconds: marks[next], value, gap: value / bound - 1 });
    }
    if (next === marks.length) break;
    value = event.value ?? value;
  }
  return { name, bound, reached };
}

function coreOf({ tasks, resources }: GapDocument): GapCore {
  return {
    tasks: tasks.length,
    resources: resources.length,
    cost: Int32Array.from(tasks.flatMap(({ cost }) => cost)),
    weight: Int32Array.from(tasks.flatMap(({ demand }) => demand.weight)),
    capacity: Int32Array.from(resources, ({ capacity }) => capacity.weight),
    step: 1,
    offset: 0,
  };
}
