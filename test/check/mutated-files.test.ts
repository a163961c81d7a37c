import { expect, test } from "vitest";
import type { Findings } from "../../src/check/findings.ts";
import type { VerifyOptions } from "../../src/check/verify-plan-file.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { planText } from "../../src/io/plan-text.ts";
import { readInstance } from "../../src/io/read-instance.ts";
import type { PlanOptions } from "../../src/planner/types.ts";
import { recordedRule } from "../../src/replan/record.ts";
import { replan } from "../../src/replan/replan.ts";
import { InstanceError, UsageError } from "../../src/util/errors.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawsAll } from "../support/drawn.ts";
import { leaves, withLeaf } from "../support/leaves.ts";
import { findingsOf, planned } from "./files.ts";

const small = (document: object) => parseInstance({ name: "small", ...document });

/** Two objectives of which the first may give way, with prices and limits. */
const tolerant = small({
  mode: "placement",
  objectives: [{ objective: "completion-time", tolerance: "60%" }, "cost"],
  resources: [
    { id: "a", capacity: { cpu: 8 } },
    { id: "b", capacity: { cpu: 8 } },
  ],
  tasks: [
    {
      id: "t",
      count: 4,
      demand: { cpu: 2 },
      cost: { a: 1, b: 10 },
      runtime: { a: "2h", b: "1h" },
    },
  ],
});

/** A bound over the formulation, since no price reaches the optimum. */
const late = small({
  mode: "batch",
  exclusive: true,
  objectives: ["cost"],
  resources: [
    { id: "a", price: "3/h" },
    { id: "b", price: "1/h" },
  ],
  tasks: [
    { id: "x", runtime: "1h", deadline: "1h" },
    { id: "y", runtime: "1h", deadline: "1h" },
    { id: "z", runtime: "1h" },
  ],
});

const robust = small({
  mode: "placement",
  robust: 1,
  objectives: ["cost"],
  resources: [{ id: "host", count: 3, capacity: { cpu: 4 }, price: "1/h" }],
  tasks: [{ id: "web", count: 8, demand: { cpu: 1 } }],
});

const shared = small({
  mode: "batch",
  start: "2026-11-24T18:00+01:00",
  objectives: ["makespan", "weighted-tardiness", "cost"],
  resources: [{ id: "h", count: 2, capacity: { cpu: 2 }, price: "2/h" }],
  tasks: [
    { id: "a", count: 3, demand: { cpu: 1 }, runtime: "1h" },
    { id: "b", demand: { cpu: 2 }, runtime: "90m", due: "2h" },
    { id: "c", demand: { cpu: 1 }, runtime: "30m", after: ["b"] },
  ],
});

/** Other values of a leaf: of its own type, of the words that the file knows, and of another type. */
function othersOf(path: string, value: unknown): readonly unknown[] {
  if (typeof value === "number")
    return [value + 1, value - 1, 2 * value + 1, -value - 1, `${value}`, null];
  if (typeof value !== "string") return ["x", 1, null];
  const key = path.split("/").at(-1) as string;
  return ["", "x", 0, null, ...(WORDS[key] ?? [])].filter((other) => other !== value);
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  termination: ["optimal", "completed", "time-limit", "infeasible"],
  proof: ["ours", "claimed"],
  sense: ["min", "max"],
  unit: ["USD", "ms", "fraction"],
  name: ["cost", "makespan", "spread"],
  source: ["highs", "zero"],
  method: ["milp", "greedy"],
  solver: ["highs", "glpk"],
  instance_hash: ["0123456789abcdef"],
};

const MOST_LEAVES = drawsAll ? 40 : 15;

interface Counts {
  refused: number;
  contradicted: number;
  harmless: number;
}

/** Changes every leaf of a true document, of long ones a sample, and demands that nothing false is accepted. */
function attack(instance: Instance, document: object, options: VerifyOptions = {}): Counts {
  const truth = findingsOf(instance, document, options);
  expect(truth.contradictions).toEqual([]);
  expect(truth.ok).toBe(true);
  const counts: Counts = { refused: 0, contradicted: 0, harmless: 0 };
  const random = makeRandom(7);
  const all = [...leaves(document)];
  const inside = all.filter(([path]) => /certificate|assignments|recoveries|trace/.test(path));
  const plain = all.filter((leaf) => !inside.includes(leaf));
  const share = MOST_LEAVES / Math.max(MOST_LEAVES, inside.length);
  for (const [path, value] of [...plain, ...inside.filter(() => random.unit() < share)]) {
    for (const other of othersOf(path, value)) {
      const found = findings(instance, withLeaf(document, path, other), options);
      const told = `${path}: ${JSON.stringify(value)} -> ${JSON.stringify(other)}`;
      if (found === undefined) counts.refused++;
      else if (!found.ok) counts.contradicted++;
      else {
        counts.harmless++;
        expectHarmless(truth, found, path, told);
      }
    }
  }
  return counts;
}

/** What was accepted is said to be unchecked, or makes no difference to anything that is checked. */
function expectHarmless(truth: Findings, found: Findings, path: string, told: string): void {
  const isSaid = truth.unchecked.some((said) => path === said || path.startsWith(`${said}/`));
  const isPlan = /\/(assignments|recoveries)\//.test(path);
  const isProof = /\/certificate\//.test(path);
  expect(isSaid || isPlan || isProof, `accepted: ${told}`).toBe(true);
  expect(checkedIn(found), told).toEqual(checkedIn(truth));
}

/** All that the check vouches for. */
function checkedIn({ objectives, uncertified }: Findings): object {
  return {
    uncertified,
    objectives: objectives.map(({ claim: _, bound, ...objective }) => {
      const { status, gap } = bound;
      const isOurs = status === "checked" || status === "conditional";
      return { ...objective, gap, bound: isOurs ? bound : undefined };
    }),
  };
}

function findings(
  instance: Instance,
  document: unknown,
  options: VerifyOptions,
): Findings | undefined {
  try {
    return findingsOf(instance, document, options);
  } catch (error) {
    if (error instanceof InstanceError || error instanceof UsageError) return undefined;
    throw error;
  }
}

const WORK: PlanOptions = { workLimit: 3 };

test.each<readonly [string, Instance, PlanOptions]>([
  ["tolerance and limits", tolerant, {}],
  ["a proof over the formulation", late, { method: "milp" }],
  ["losses", robust, WORK],
  ["tasks side by side over time", shared, WORK],
])("no single change of a plan file is believed: %s", async (_what, instance, options) => {
  const { file, run } = await planned(instance, options);
  for (const document of [file, run]) {
    const { refused, contradicted, harmless } = attack(instance, document);
    expect(refused).toBeGreaterThan(20);
    expect(contradicted).toBeGreaterThan(20);
    expect(harmless).toBeGreaterThan(0);
  }
});

test.each(["serving", "stages"])("nor of a shipped instance: %s", async (name) => {
  const instance = await readInstance(`instances/${name}.yaml`);
  const { file } = await planned(instance, WORK);
  expect(attack(instance, file).contradicted).toBeGreaterThan(20);
});

test("nor of a replan, with the earlier plan beside it", async () => {
  const first = await planned(shared, WORK);
  const earlier = { assignments: first.file.assignments as never };
  const down = new Set([0]);
  const situation = { instance: shared, earlier: earlier.assignments, now: 1_800_000, down };
  const migrations = { level: "last" } as const;
  const { outcome } = await replan({ ...situation, migrations }, WORK);
  if (outcome.plan === undefined) throw new Error("no plan");
  const record = { now_ms: 1_800_000, down: ["h#1"], migrations: recordedRule(migrations) };
  const origin = { ...outcome, replan: record, document: shared };
  const file = JSON.parse([...planText(outcome.plan, origin)].join(""));
  const alone = findingsOf(shared, file);
  expect(alone.notes.join(" ")).toContain("--from with the earlier plan checks them");
  expect(alone.ok).toBe(true);
  expect(attack(shared, file, { earlier }).contradicted).toBeGreaterThan(20);
});
