import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { openSheet } from "../../src/learn/document.ts";
import { documentMeasurements } from "../../src/learn/document-history.ts";
import { evaluateHistory, SPLITS } from "../../src/learn/evaluate.ts";
import { historyOf, measurementsOf } from "../../src/learn/history.ts";
import { executed, hideCells } from "../../src/learn/regret.ts";
import { regretsOf } from "../../src/learn/regret-run.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { verify } from "../../src/plan/verify.ts";
import { plan } from "../../src/planner/plan.ts";

const KINDS = { a100: 1, v100: 2.5, t4: 6 };
const JOBS = ["bert", "gpt", "resnet"].flatMap((family, f) =>
  [8, 32, 128].map((batch) => ({ family, batch, seconds: 2 * batch * (f + 1) })),
);

const measured = () =>
  measurementsOf(
    JOBS.flatMap(({ family, batch, seconds }) =>
      Object.entries(KINDS).map(([kind, slowness]) => ({
        family,
        batch,
        kind,
        runtime: `${Math.round(1000 * seconds * slowness)}ms`,
      })),
    ),
    (row) => `/${row}`,
  );

/** Two copies of each job, in entries of their own: twins of every cell. */
const document = () => ({
  mode: "batch",
  exclusive: true,
  resources: Object.keys(KINDS).map((id) => ({ id, count: 2 })),
  tasks: [...JOBS, ...JOBS].map(({ family, batch, seconds }, t) => ({
    id: `t${t}`,
    features: { family, batch },
    runtime: Object.fromEntries(
      Object.entries(KINDS).map(([kind, slow]) => [kind, `${Math.round(1000 * seconds * slow)}ms`]),
    ),
  })),
});

test("hidden cells are nowhere left, neither in twins nor in the history", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const left = hideCells(document(), measured(), 0.3, seed);
    expect([left.hidden, left.cells]).toEqual([8, 27]);
    expect(left.measurements).toHaveLength(27 - 8);
    const known = documentMeasurements(openSheet(left.document)!);
    const keys = (list: typeof known) =>
      new Set(list.map(({ features }) => JSON.stringify([...features].sort())));
    const shown = keys(left.measurements);
    expect(known).toHaveLength(27 - 8);
    for (const key of keys(known)) expect(shown.has(key)).toBe(true);
  }
  expect(hideCells(document(), measured(), 0.3, 1)).toEqual(
    hideCells(document(), measured(), 0.3, 1),
  );
});

test("a plan that is executed with longer runtimes keeps places and order", () => {
  const instance = (slow: string) =>
    parseInstance({
      mode: "batch",
      exclusive: true,
      resources: [{ id: "r", available: { from: "1s" } }, { id: "s" }],
      tasks: [
        { id: "a", runtime: slow },
        { id: "b", runtime: "2s", release: "4s" },
        { id: "c", runtime: "1s" },
      ],
    });
  // On r: c, then a, then b, whatever the numbers of the tasks.
  const made = buildPlan(instance("1s"), [
    { task: 2, resource: 0, start: 1000 },
    { task: 0, resource: 0, start: 2000 },
    { task: 1, resource: 0, start: 4000 },
  ]);
  const truth = instance("7s");
  const done = executed(made, truth);
  expect(verify(truth, done).ok).toBe(true);
  expect([...done.start]).toEqual([2000, 9000, 1000]);
});

test("every split judges every learner, or says why not", () => {
  const scores = evaluateHistory(historyOf(measured()), { seeds: [1], share: 0.2 });
  expect(scores).toHaveLength(SPLITS.length * 5);
  const of = (split: string, learner: string) =>
    scores.find((score) => score.split === split && score.learner === learner)?.errors;
  // A fifth of 27 cells; each kind and each family once.
  expect(of("cells", "trees")?.cells).toBeGreaterThanOrEqual(5);
  expect([of("kinds", "trees")?.cells, of("families", "trees")?.cells]).toEqual([27, 27]);
  expect(of("cells", "completion")!.median).toBeLessThan(0.05);
  expect(of("cells", "completion")!.log).toBeLessThan(of("cells", "kind mean")!.log);
  const one = historyOf(measured().filter(({ features }) => features.get("kind") === "t4"));
  const alone = evaluateHistory(one, { seeds: [1], share: 0.2, family: "none" });
  const skips = alone.flatMap(({ split, skipped }) =>
    skipped === undefined ? [] : [`${split}: ${skipped}`],
  );
  expect(skips).toContain("kinds: there is only one of the kinds");
  expect(skips).toContain("families: no task has none");
}, 120_000);

test("a schedule that is executed keeps places and the order of starts", () => {
  const instance = (slow: string, until?: string) =>
    parseInstance({
      mode: "batch",
      limits: [{ name: "licence", capacity: 1 }],
      resources: [
        { id: "r", count: 2, devices: { gpu: 2 }, ...(until && { available: { until } }) },
      ],
      tasks: [
        { id: "a", runtime: slow, demand: { gpu: 1 } },
        { id: "gang", runtime: "2s", demand: { gpu: 1 }, workers: 2, limits: { licence: 0.5 } },
        { id: "c", runtime: "1s", demand: { gpu: 1 }, after: "a" },
        { id: "d", runtime: "3s", demand: { gpu: 2 } },
        { id: "e", runtime: "1s", demand: { gpu: 0 }, limits: { licence: 1 }, deadline: "2s" },
      ],
    });
  const made = buildPlan(instance("1s"), [
    { task: 0, resource: 0, start: 0, devices: [0] },
    { task: 1, resource: 0, start: 1000, devices: [0] },
    { task: 1, resource: 0, start: 1000, devices: [1] },
    { task: 2, resource: 1, start: 1000, devices: [1] },
    { task: 3, resource: 1, start: 2000, devices: [0, 1] },
    { task: 4, resource: 1, start: 0, devices: [] },
  ]);
  expect(verify(instance("1s"), made)).toMatchObject({ ok: true });
  // The gang waits for both devices, c for a, and d comes behind c in the order of starts but finds room before it.
  const done = executed(made, instance("7s"));
  expect([...done.start]).toEqual([0, 7000, 7000, 7000, 0, 0]);
  expect([...done.resource]).toEqual([...made.resource]);
  expect(verify(instance("7s"), done)).toMatchObject({ ok: true });
  expect([...executed(made, instance("1s")).start]).toEqual([...made.start]);
  expect(() => executed(made, instance("7s", "8s"))).toThrow(/gang no longer fits .*\n.*Maybe/);
});

test("regret is what wrong runtimes cost, and 0 where nothing is hidden", async () => {
  const solve = async (instance: Parameters<typeof plan>[0]) =>
    (await plan(instance, { method: "greedy" })).plan?.plan;
  const none = await regretsOf(document(), measured(), {
    share: 0,
    seeds: [1],
    risk: "p50",
    solve,
  });
  expect(none.map(({ regret }) => regret)).toEqual(none.map(() => 0));
  const some = await regretsOf(document(), measured(), {
    share: 0.3,
    seeds: [1],
    risk: "p50",
    solve,
  });
  const of = (name: string) => some.find(({ learner }) => learner === name)!;
  expect(some.map(({ learner }) => learner)).toContain("completion");
  for (const { informed, executed: value, regret } of some) {
    expect(regret).toBeCloseTo(value / informed - 1, 12);
  }
  expect(of("completion").regret).toBeLessThan(of("kind mean").regret);
}, 120_000);
