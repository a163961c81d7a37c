import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readInstance } from "../src/io/read-instance.ts";
import { plan } from "../src/planner/plan.ts";

/** Published files of types a, b and c with up to 100 tasks, and the four small ones. */
const FILES = [
  ...["gap1-0", "gap5-0", "gap9-0", "gap12-0"],
  ...["a05100", "a10100", "a20100", "b05100", "b10100", "b20100", "c05100", "c10100", "c20100"],
];

/** What the plain program and HiGHS prove of published files in 150 s each; they lie in ../shared/data/gap. */
export async function gapMilp(): Promise<object> {
  const folder = join("..", "shared", "data", "gap");
  if (!existsSync(folder)) return { skipped: `${folder} is not there` };
  const best = new Map(
    readFileSync(join(folder, "best-known.csv"), "utf8")
      .trim()
      .split("\n")
      .map((row) => [row.split(",")[0], Number(row.split(",")[4])]),
  );
  const results: Record<string, object> = {};
  for (const file of FILES) {
    const outcome = await plan(await readInstance(join(folder, file)), {
      method: "milp",
      timeLimit: 150_000,
    });
    const [{ value, bound }] = outcome.levels;
    results[file] = {
      published: best.get(file),
      value: value === undefined ? undefined : value / 1e6,
      bound: bound === undefined ? undefined : bound.value / 1e6,
      termination: outcome.termination,
      seconds: Math.round(outcome.seconds * 10) / 10,
    };
  }
  return results;
}
