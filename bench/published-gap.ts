import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readInstance } from "../src/io/read-instance.ts";
import { plan } from "../src/planner/plan.ts";
import type { PlanOptions } from "../src/planner/types.ts";

/** Those of types a, b and c with up to 100 tasks, and the four small ones. */
const FILES = [
  ...["gap1-0", "gap5-0", "gap9-0", "gap12-0"],
  ...["a05100", "a10100", "a20100", "b05100", "b10100", "b20100", "c05100", "c10100", "c20100"],
];

/** What the plain program and HiGHS prove of published files in 150 s each; they lie in ../shared/data/gap. */
export function gapMilp(): Promise<object> {
  return planFiles(FILES, { method: "milp", timeLimit: 150_000 });
}

/** Those on which `auto` is compared with the published optima and bounds, 10 s each. */
const HARDER = [
  ...["c05100", "c10100", "c20100", "e05100", "e10100", "e20100", "d05100", "d10100", "d20100"],
  ...["c10400", "c20400", "c40400", "e10400", "e20400", "e40400", "d10400", "d20400", "d40400"],
];

/** What `auto` proves or bounds of published files in 10 s each. */
export function gapAuto(): Promise<object> {
  return planFiles(HARDER, { method: "auto", timeLimit: 10_000 });
}

async function planFiles(files: readonly string[], options: PlanOptions): Promise<object> {
  const folder = join("..", "shared", "data", "gap");
  if (!existsSync(folder)) return { skipped: `${folder} is not there` };
  const best = new Map(
    readFileSync(join(folder, "best-known.csv"), "utf8")
      .trim()
      .split("\n")
      .map((row) => [row.split(",")[0], Number(row.split(",")[4])]),
  );
  const results: Record<string, object> = {};
  for (const file of files) {
    const outcome = await plan(await readInstance(join(folder, file)), options);
    const [{ value, bound, gap }] = outcome.levels;
    results[file] = {
      published: best.get(file),
      value: value === undefined ? undefined : value / 1e6,
      bound: bound === undefined ? undefined : bound.value / 1e6,
      proof: bound?.proof,
      checkable: bound?.certificate !== undefined,
      gap,
      termination: outcome.termination,
      seconds: Math.round(outcome.seconds * 10) / 10,
    };
  }
  return results;
}
