import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { plan } from "../../src/planner/plan.ts";
import { shortfallNote } from "../../src/planner/shortfall.ts";
import type { Outcome } from "../../src/planner/types.ts";
import type { SolveResult } from "../../src/program/types.ts";
import { outcomeDocument } from "../../src/report/json.ts";
import { outcomeText } from "../../src/report/terminal.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { shortfallOf } from "../../src/solvers/shortfall.ts";

/** Runtimes of hours in ms without a common divisor, beyond what jslp is given. */
const LONG = {
  mode: "batch",
  exclusive: true,
  objectives: ["makespan"],
  resources: [{ id: "a", count: 2 }, { id: "b" }],
  tasks: [110, 130, 170, 190, 230, 250, 270, 310, 330].map((s, t) => ({
    id: `t${t}`,
    runtime: { a: `${s}000${t}7ms`, b: `${2 * s - 90}00${t}3ms` },
  })),
};

/** Side by side, where the program is indexed by slots; no quick bound comes as high as two rounds. */
const SIDE_BY_SIDE = {
  mode: "batch",
  objectives: ["makespan"],
  resources: [{ id: "a", count: 2, capacity: { cpu: 4 } }],
  tasks: [2, 2, 3].map((hours, t) => ({ id: `t${t}`, runtime: `${hours}h`, demand: { cpu: 3 } })),
};

/** Amounts of memory without a common divisor, and a plan that survives each loss. */
const ROBUST = {
  mode: "placement",
  objectives: ["spread"],
  robust: { lose: 1 },
  resources: [{ id: "a", count: 3, capacity: { memory: "37000003MiB" }, fixed_price: 1 }],
  tasks: [11_000_027, 13_000_021, 17_000_023].map((mib) => ({
    id: `t${mib}`,
    demand: { memory: `${mib}MiB` },
  })),
};

/** What both reports of an outcome say of a solver. */
function toldOn(document: object, outcome: Outcome): string {
  const instance = parseInstance(document);
  const text = outcomeText(instance, outcome, 400);
  for (const note of outcome.notes) expect(text).toContain(note);
  const { notes } = outcomeDocument(instance, outcome) as { notes: readonly string[] };
  expect(notes).toEqual(outcome.notes);
  expect(new Set(notes).size).toBe(notes.length);
  return notes.join(" ");
}

const solve = (document: object, options: object) =>
  plan(parseInstance(document), { solver: "jslp", timeLimit: 1500, ...options });

test("a solver that declines large numbers is told", async () => {
  // Prices would leave nothing to solve.
  const outcome = await solve(LONG, { method: "milp", without: ["prices"] });
  expect(outcome.plan).toBeDefined();
  expect(toldOn(LONG, outcome)).toMatch(/jslp did not take the integer program: .*10,000,000/);
});

test.each(["milp", "auto"])("so it is by %s where losses are planned for", async (method) => {
  const outcome = await solve(ROBUST, { method });
  expect(toldOn(ROBUST, outcome)).toMatch(/jslp did not take the integer program: .* 17,000,023\./);
});

test("a solver without bounds is told over time as well", async () => {
  const outcome = await solve(SIDE_BY_SIDE, { method: "milp" });
  expect(toldOn(SIDE_BY_SIDE, outcome)).toMatch(
    /jslp proves no lower bound of the integer program/,
  );
});

test("a solver that counts no nodes is told under a work limit, in auto too", async () => {
  for (const method of ["milp", "auto"]) {
    const outcome = await solve(ROBUST, { method, workLimit: 200, timeLimit: undefined });
    if (outcome.termination === "optimal") continue;
    expect(toldOn(ROBUST, outcome)).toContain("jslp cannot stop at a number of nodes");
  }
});

test("what an answer shows is as good as what a solver says", async () => {
  const [highs, jslp] = await Promise.all(["highs", "jslp"].map(findSolver));
  const of = (solver: typeof highs, result: Partial<SolveResult>) =>
    shortfallOf(solver.features, { termination: "time-limit", rawStatus: "x", ...result })?.kind;
  expect(of(jslp, {})).toBe("no-bound");
  expect(of(jslp, { dualBound: 1 })).toBeUndefined();
  expect(of(jslp, { termination: "infeasible" })).toBeUndefined();
  expect(of(highs, {})).toBeUndefined();
  expect(of(highs, { termination: "memory-limit" })).toBe("size");
  expect(of(highs, { shortfall: { kind: "gave-up", why: "so" } })).toBe("gave-up");
});

test("every kind of reason is a sentence", () => {
  for (const kind of ["magnitude", "features", "size", "gave-up", "no-bound"] as const) {
    const why = "a reason";
    const note = shortfallNote("glpk", "the part", { columns: 12_345, rows: 6 }, { kind, why });
    expect(note).toMatch(/^glpk .*the part.*\.$/);
    expect(note.includes(why)).toBe(["magnitude", "features", "gave-up"].includes(kind));
    expect(note.includes("12,345 columns")).toBe(kind === "size");
  }
});
