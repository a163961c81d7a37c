import { expect, test } from "vitest";
import { draftOf } from "../../src/edit/draft.ts";
import { editedInstance } from "../../src/edit/edited.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { whatIfText } from "../../src/report/whatif.ts";
import { makeRandom } from "../../src/util/random.ts";
import { AXIS_KINDS, type WhatIfAxis } from "../../src/whatif/axis.ts";
import { savingOf } from "../../src/whatif/saving.ts";
import { whatIf } from "../../src/whatif/whatif.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { randomDocument } from "../support/random-document.ts";

interface Document {
  readonly resources: readonly { readonly id: string }[];
  readonly tasks: readonly { readonly id: string }[];
}

function axis(document: object, option: string, text: string): WhatIfAxis {
  const kind = AXIS_KINDS.find((one) => one.option === option);
  return kind!.read(text, { instance: parseInstance(document), draft: draftOf(document) });
}

test("every interval holds the difference of the enumerated optima, and every bound lies below them", async () => {
  const random = makeRandom(first + 70);
  let [intervals, exact] = [0, 0];
  for (let i = 0; i < drawn(300); i++) {
    const mode = random.int(0, 1) === 0 ? ("placement" as const) : ("batch" as const);
    const document = randomDocument(random, { mode, maxTasks: 3, maxResources: 2 });
    const instance = parseInstance(document);
    if (instance.tasks.length === 0 || instance.tasks.some(({ divisible }) => divisible)) continue;
    const { resources, tasks } = document as unknown as Document;
    const axes = [axis(document, "add", `${resources[0].id}=0..1`)];
    if (random.int(0, 1) === 0) axes.push(axis(document, "drop", tasks[0].id));
    let table: Awaited<ReturnType<typeof whatIf>>;
    try {
      table = await whatIf(document, instance, axes, { workLimit: random.int(0, 1) * 40 });
    } catch (error) {
      // Without a task that a rule names there may be no document.
      if (/would be no instance/.test((error as Error).message)) continue;
      throw error;
    }
    const truths = table.outcomes.map(({ cell, target, value, bound, plan, isInfeasible }) => {
      const edits = cell.steps.map(({ edit }) => edit);
      const varied = editedInstance(document, "random", edits);
      const best = bestByEnumeration(varied, targetsOf(varied).slice(0, 1))?.values[0];
      const told = JSON.stringify({ document, at: cell.at, best, value, bound });
      if (isInfeasible) expect(best, told).toBeUndefined();
      if (plan !== undefined) {
        expect(verify(varied, plan.plan).ok).toBe(true);
        expect(evaluateTarget(varied, plan.plan, target)).toBe(value);
      }
      if (best !== undefined) {
        expect(bound ?? -Infinity, told).toBeLessThanOrEqual(best);
        expect(value ?? Infinity, told).toBeGreaterThanOrEqual(best);
      }
      return best;
    });
    for (const [k, outcome] of table.outcomes.entries()) {
      const [from, to] = [truths[0], truths[k]];
      if (from === undefined || to === undefined) continue;
      if (outcome.target.perUnit !== table.outcomes[0].target.perUnit) continue;
      const { least, most } = savingOf(table.outcomes[0], outcome, table.isMonotone);
      intervals++;
      if (least === most && least !== undefined) exact++;
      expect(least ?? -Infinity).toBeLessThanOrEqual(from - to);
      expect(most ?? Infinity).toBeGreaterThanOrEqual(from - to);
    }
  }
  expect(intervals).toBeGreaterThanOrEqual(atLeast(250));
  expect(exact).toBeGreaterThanOrEqual(atLeast(120));
}, 300_000);

const FLEET = {
  ...{ mode: "batch", exclusive: true, objectives: ["makespan"] },
  resources: [{ id: "h", count: 2, price: "6/h" }],
  tasks: [{ id: "t", count: 4, runtime: "1h" }],
};

test("where more brings nothing it is said, and rows that others decide are not planned", async () => {
  const table = await whatIf(FLEET, parseInstance(FLEET), [axis(FLEET, "add", "h=0..9")], {
    workLimit: 50,
  });
  const text = whatIfText(table, 80);
  expect(text).toContain("From 0 to 1 (+h) saves nothing.");
  expect(text).toContain("From 1 to 2 (+h) saves 1h.");
  expect(text).toContain("More than 2 saves nothing up to 9, proven.");
  expect(table.outcomes.filter(({ seconds }) => seconds > 0).length).toBeLessThanOrEqual(4);
});

test("a document without a plan gets one, and objectives of empty copies are compared row by row", async () => {
  const short = { ...FLEET, horizon: "1h" };
  const table = await whatIf(short, parseInstance(short), [axis(short, "add", "h=0,2")], {});
  expect(table.outcomes.map(({ isInfeasible }) => isInfeasible)).toEqual([true, false]);
  expect(whatIfText(table, 80)).toContain("a plan");
  const even = { ...FLEET, objectives: ["spread"], horizon: "4h" };
  const spread = await whatIf(even, parseInstance(even), [axis(even, "add", "h=0..1")], {
    workLimit: 50,
  });
  expect(spread.isMonotone).toBe(false);
  const gains = { ...FLEET, objectives: ["throughput"] };
  const drop = await whatIf(gains, parseInstance(gains), [axis(gains, "drop", "t")], {});
  expect(drop.isMonotone).toBe(false);
});

test.each([
  ["add", "x=1", /there is no resource "x"[\s\S]*Maybe "h"|There are h/],
  ["add", "h", /needs an id and values/],
  ["add", "h=a", /takes whole numbers/],
  ["add", "h=0..100000", /takes whole numbers/],
  ["price", "h=6", /--price: expected/],
  ["deadline", "t=+1h", /there is none so far/],
  ["budget", "much", /--budget: expected/],
] as const)("--%s %s is answered with the mend", (option, text, says) => {
  expect(() => axis(FLEET, option, text)).toThrow(says);
});

test("where a task less may cost more nothing is taken over, and what is varied twice is refused", async () => {
  const setup = {
    ...FLEET,
    setup: [
      { from: "a", to: "c", time: "10h" },
      { from: "c", to: "a", time: "10h" },
    ],
    resources: [{ id: "h" }],
    tasks: ["a", "b", "c"].map((id) => ({ id, family: id, runtime: "1h" })),
  };
  const dropped = await whatIf(setup, parseInstance(setup), [axis(setup, "drop", "b")], {
    workLimit: 50,
  });
  expect(dropped.outcomes.map(({ value }) => value)).toEqual([10_800_000, 43_200_000]);
  expect(whatIfText(dropped, 80)).toContain("-9h");
  const budgets = ["20", "40"].map((budget) => axis(FLEET, "budget", budget));
  await expect(whatIf(FLEET, parseInstance(FLEET), budgets)).rejects.toThrow(/varied twice/);
  const classes = {
    ...FLEET,
    objectives: [{ objective: "weighted-tardiness", by_priority: true }],
    tasks: [
      { id: "hi", priority: 10, due: "5h", runtime: "1h" },
      { id: "lo", due: "1h", runtime: "3h" },
    ],
  };
  const other = await whatIf(classes, parseInstance(classes), [axis(classes, "drop", "hi")], {
    workLimit: 50,
  });
  expect(other.isMonotone).toBe(false);
});

test("a row that is no instance is told with what stands in the way", async () => {
  const late = {
    ...FLEET,
    objectives: ["late-tasks"],
    tasks: [
      { id: "t", runtime: "1h", due: "1h" },
      { id: "u", runtime: "1h" },
    ],
  };
  await expect(whatIf(late, parseInstance(late), [axis(late, "drop", "t")])).rejects.toThrow(
    /The row drop t: yes would be no instance: .*late-tasks[\s\S]*Maybe leave it out/,
  );
});

test("prices, deadlines, budgets and fewer copies change what they say", async () => {
  const document = {
    ...FLEET,
    ...{ objectives: ["cost"], budget: 30 },
    tasks: [{ id: "t", count: 4, runtime: "1h", deadline: "2h" }],
  };
  const values = async (option: string, text: string) => {
    const axes = [axis(document, option, text)];
    const { outcomes } = await whatIf(document, parseInstance(document), axes, { workLimit: 50 });
    return outcomes.map(({ value, isInfeasible }) => (isInfeasible ? "none" : value));
  };
  expect(await values("price", "h=3/h,12/h")).toEqual([24e6, 12e6, "none"]);
  expect(await values("deadline", "t=1h,+1h")).toEqual([24e6, "none", 24e6]);
  expect(await values("budget", "20,24")).toEqual([24e6, "none", 24e6]);
  expect(await values("remove", "h=1")).toEqual([24e6, "none"]);
});

test("where the deadline of stages stands is known, so that a later one is never taken for an earlier", async () => {
  const document = {
    ...FLEET,
    exclusive: false,
    resources: [{ id: "h", capacity: { cpu: 2 } }],
    tasks: [
      {
        ...{ id: "t", deadline: "2h", demand: { cpu: 2 } },
        stages: [
          { id: "a", runtime: "1h" },
          { id: "b", runtime: "2h" },
        ],
      },
    ],
  };
  const { outcomes } = await whatIf(
    ...([document, parseInstance(document)] as const),
    [axis(document, "deadline", "t=+1h")],
    { workLimit: 50 },
  );
  expect(outcomes.map(({ isInfeasible }) => isInfeasible)).toEqual([true, false]);
  expect(outcomes[1].cell.steps[0].label).toBe("3h");
});
