import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readInstance } from "../../src/io/read-instance.ts";
import { plan } from "../../src/planner/plan.ts";
import { drawn } from "../support/drawn.ts";
import { sharedData } from "../support/shared-data.ts";

/** Published optimal costs, by file name. */
function bestKnown(table: string): ReadonlyMap<string, number> {
  const rows = readFileSync(table, "utf8").trim().split("\n").slice(1);
  return new Map(
    rows.map((row) => {
      const [name, , , , cost] = row.split(",");
      return [name as string, Number(cost)];
    }),
  );
}

/** The ones that HiGHS proves in seconds, every day those of the first second; `npm run bench -- gap-never-worse --full` runs the others. */
const NAMES = ["gap1-0", "gap5-0", "a05100", "a10100", "a20100", "gap9-0", "gap12-0"];

test.each(NAMES.slice(0, Math.max(5, drawn(NAMES.length))))(
  "HiGHS proves the published optimum of %s",
  async (name) => {
    const table = sharedData("gap", "best-known.csv");
    const file = sharedData("gap", name);
    if (table === undefined || file === undefined) return;
    const outcome = await plan(await readInstance(file), { method: "milp" });
    const dollars = bestKnown(table).get(name) as number;
    expect(outcome.termination).toBe("optimal");
    expect(outcome.levels[0]?.value).toBe(dollars * 1_000_000);
  },
);
