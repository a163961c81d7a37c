import { expect, test } from "vitest";
import { judgeSubject } from "../../src/compare/compare.ts";
import { methodContestant } from "../../src/compare/methods.ts";
import { COMPARATORS } from "../../src/heuristics/comparators/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { assignments } from "../../src/plan/assignments.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { randomDocument } from "../support/random-document.ts";

/**
 * Three nodes with (cpu, gpu) of (10, 10), (10, 10) and (20, 4), and three tasks in this order: p (4, 1), q (3, 4), r (4, 2).
 */
const document = {
  mode: "placement",
  objectives: ["balance"],
  resources: [
    { id: "a", capacity: { cpu: 10, gpu: 10 } },
    { id: "b", capacity: { cpu: 10, gpu: 10 } },
    { id: "c", capacity: { cpu: 20, gpu: 4 } },
  ],
  tasks: [
    { id: "p", demand: { cpu: 4, gpu: 1 } },
    { id: "q", demand: { cpu: 3, gpu: 4 } },
    { id: "r", demand: { cpu: 4, gpu: 2 } },
  ],
};

/** Two equal machines that run one at a time, and tasks of 2, 2 and 3 s. */
const sequence = {
  mode: "batch",
  exclusive: true,
  objectives: ["makespan"],
  resources: [{ id: "a" }, { id: "b" }],
  tasks: [
    { id: "p", runtime: "2s" },
    { id: "q", runtime: "2s" },
    { id: "r", runtime: "3s" },
  ],
};

/** r waits for q; one task at a time on each of two machines of different kinds. */
const chain = {
  mode: "batch",
  objectives: ["makespan"],
  resources: [
    { id: "a", capacity: { cpu: 1 } },
    { id: "b", capacity: { cpu: 1 } },
  ],
  tasks: [
    { id: "p", demand: { cpu: 1 }, runtime: { a: "3s", b: "5s" } },
    { id: "q", demand: { cpu: 1 }, runtime: { a: "2s", b: "2s" } },
    { id: "r", demand: { cpu: 1 }, runtime: { a: "4s", b: "2s" }, after: ["q"] },
  ],
};

/** One GPU on x, two on y. */
const gpus = {
  mode: "placement",
  objectives: ["utilization:gpu"],
  resources: [
    { id: "x", devices: { gpu: 1 } },
    { id: "y", devices: { gpu: 2 } },
  ],
  tasks: [
    { id: "p", demand: { gpu: 0.5 } },
    { id: "q", demand: { gpu: 2 } },
    { id: "r", demand: { gpu: 0.5 } },
  ],
};

/** Nodes that cost something. */
const nodes = {
  mode: "placement",
  objectives: ["cost"],
  resources: [
    ...["x", "y", "z"].map((id) => ({ id, capacity: { cpu: 4 }, fixed_price: 10 })),
    { id: "big", capacity: { cpu: 4 }, fixed_price: 25 },
  ],
  tasks: [
    { id: "p", demand: { cpu: 1 } },
    { id: "q", demand: { cpu: 1 } },
    { id: "r", demand: { cpu: 2 } },
  ],
};

/** Where p, q and r go, by hand. */
const WORKED: Readonly<Record<string, readonly string[]>> = {
  // Free on average: p .75 on a, b and .775 on c. q: .65 on a, b; c is out of gpu. r: .35 on a, .7 on b, .425 on c.
  "least-allocated": ["c", "a", "b"],
  // Used on average: p .25 on a, b, .225 on c. q: .6 on a, .35 on b, .575 on c. r: a is out of cpu, .3 on b, .35 on c.
  "most-allocated": ["a", "a", "c"],
  // Points: p 4 and 1, 2 on the mean, on a, b, 2 and 2 on c: a is tighter. q: 7 and 5 on a, 3 and 4 on b, 1 and 10 on c. r: 3 on b, c, which is tighter.
  "requested-to-capacity": ["a", "a", "c"],
  // Deviations: p .15 on a, b, .025 on c. q: .05 on a, b; c is out. r: |.7 - .6| / 2 on a, |.4 - .2| / 2 on b, |.4 - .75| / 2 on c.
  "balanced-allocation": ["c", "a", "a"],
  // Largest shares of all there is: q 4 / 24, p and r 4 / 40. q: .3 + .4 on a, b, .15 + 1 on c. p: .5 on a, b; c is full. r: .4 * .6 + .2 * .9 on a, .6 on b.
  "dot-product": ["a", "c", "b"],
  // q: |(.7, .6)| on a, b, |(.85, 0)| on c. p: |(.6, .9)| on a, b; c is full. r: |(.2, .7)| on a, |(.6, .8)| on b.
  "l2-best-fit": ["a", "c", "a"],
  // q, p, r as above. q and p fill a up to 7 of 10 cpu.
  "first-fit-decreasing": ["a", "a", "b"],
  // Left: q .7 + .6 on a, b, .85 on c; p .6 + .9 on a, b; r .2 + .7 on a, .6 + .8 on b.
  "best-fit-decreasing": ["a", "c", "a"],
  // p ends at 2 on a, q at 2 on b, r at 5 on both.
  "graham-list": ["a", "b", "a"],
  // r ends at 3 on a; p at 2 and q at 4 on b.
  "lpt-list": ["b", "b", "a"],
  // Ranks: p 4, r 3, q 2 + 3. q ends at 2 on a; p at 5 on a and b; r at 9 on a, and in the gap before nothing: at 4 on b.
  heft: ["a", "a", "b"],
  // Fragments are what q cannot use. p takes half of those of x, and would make 1.5 of y. q fits on y alone. r takes the rest of x.
  fgd: ["x", "y", "x"],
  // One on each of x, y, z. x and y could go; but all three can, for big, which is cheaper than they are together. Then big goes for x.
  consolidation: ["x", "x", "x"],
};

test("every comparator has a placement that a person worked out", () => {
  expect(Object.keys(WORKED)).toEqual(COMPARATORS.map(({ name }) => name));
});

test.each(COMPARATORS)("$name places what a person works out", (comparator) => {
  const [instance] = [document, sequence, chain, gpus, nodes]
    .map((one) => parseInstance(one))
    .filter((one) => comparator.supports(one, targetsOf(one)[0]!) === true);
  const found = [...comparator.plans(instance!, targetsOf(instance!)[0]!, makeRandom(1))].at(-1);
  const checked = verify(instance!, found!);
  if (!checked.ok) throw new Error("expected a plan that keeps every rule");
  const placed = new Map([...assignments(checked.plan)].map((one) => [one.task, one.resource]));
  expect(["p", "q", "r"].map((id) => placed.get(id))).toEqual(WORKED[comparator.name]);
});

test("comparators keep every rule that they have heard of", async () => {
  const seen = { plans: 0, declined: 0 };
  for (let seed = 1; seed <= drawn(100, 16); seed++) {
    const drawnDocument = randomDocument(makeRandom(seed), { maxTasks: 6, maxResources: 3 });
    const subject = { name: "it", instance: parseInstance(drawnDocument), document: drawnDocument };
    const contestants = COMPARATORS.map(({ name }) => methodContestant(name));
    const limits = { timeLimit: 1000, workLimit: 100, bound: 1000, seed: 1 };
    const { runs } = await judgeSubject(subject, contestants, limits);
    for (const { trouble, value } of runs) {
      expect(["declined", "none", undefined]).toContain(trouble?.kind);
      expect(value === undefined).toBe(trouble !== undefined);
      if (trouble === undefined) seen.plans++;
      if (trouble?.kind === "declined") seen.declined++;
    }
  }
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(atLeast(20));
});
