import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { readInstance } from "../../src/io/read-instance.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { verify } from "../../src/plan/verify.ts";
import { plan } from "../../src/planner/plan.ts";
import { htmlText, scriptJson } from "../../src/report/html/escape.ts";
import { pageHtml } from "../../src/report/html/page.ts";
import { planPage } from "../../src/report/html/plan-page.ts";
import { outcomeStory, type PlanStory } from "../../src/report/html/story.ts";
import type { BarChart, HeatChart, ReportChart, ReportPage } from "../../src/report/html/types.ts";

const tonight = resolve(import.meta.dirname, "../../instances/tonight.yaml");

async function pageOf(document: unknown, method = "greedy") {
  const instance =
    typeof document === "string" ? await readInstance(document) : parseInstance(document);
  const outcome = await plan(instance, { method });
  return { outcome, ...written(outcomeStory(instance, outcome)) };
}

function written(story: PlanStory) {
  const html = [...pageHtml(planPage(story))].join("");
  const [, json = ""] =
    /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
  return { html, charts: JSON.parse(json) as readonly ReportChart[] };
}

const EMPTY: Omit<PlanStory, "instance"> = {
  ...{ verdict: "", tone: "open", badge: "", facts: [], objectives: [], proofs: [] },
  ...{ marks: [], trace: [], notes: [] },
};

/** Clears the screen, ends elements and attributes, turns the line around, hides letters. */
const HOSTILE = `"'></script><script>alert(1)</script><!--\u202e\u2028\u0085\u200b&amp;`;

const hostile: ReportPage = {
  ...{
    about: HOSTILE,
    title: HOSTILE,
    verdict: HOSTILE,
    tone: "open",
    badge: HOSTILE,
    facts: [[HOSTILE, HOSTILE]],
  },
  sections: [
    {
      id: "one",
      title: HOSTILE,
      parts: [
        { kind: "text", text: HOSTILE },
        {
          ...{ kind: "table", caption: HOSTILE, head: [HOSTILE], file: "x.csv" },
          rows: [[HOSTILE], [{ text: HOSTILE, raw: HOSTILE }]],
        },
        {
          kind: "chart",
          chart: {
            ...{ kind: "heat", axis: "time", label: HOSTILE, file: HOSTILE, end: 1 },
            ...{ rows: [HOSTILE], cells: [[1]] },
          },
        },
      ],
    },
  ],
};

test("a page runs its own script alone, loads nothing and holds every name as text", () => {
  const html = [...pageHtml(hostile)].join("");
  const scripts = [...html.matchAll(/<script(.*?)>(.*?)<\/script>/gs)];
  expect(scripts.map(([, attributes]) => attributes)).toEqual([
    ' type="application/json" id="data"',
    "",
  ]);
  const hashOf = (text: string) => createHash("sha256").update(text).digest("base64");
  const [, policy = ""] = /Content-Security-Policy" content="(.*?)"/.exec(html) ?? [];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`script-src 'sha256-${hashOf(scripts[1][2])}'`);
  const [, style = ""] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
  expect(policy).toContain(`style-src 'sha256-${hashOf(style)}'`);
  expect(policy).not.toContain("unsafe");
  const own = html.replace(scripts[1][2], "");
  expect(own).not.toMatch(/[\u202e\u2028\u0085\u200b]|<!--/);
  expect(own).not.toMatch(/\b(?:src|href)=|url\(|@import|https?:|\son\w+=/);
  expect(own).not.toContain("<script>alert");
  const [chart] = JSON.parse(scripts[0][2]);
  expect(chart.rows).toEqual([HOSTILE]);
});

test("text and data are escaped, and nothing else of them changes", () => {
  expect(htmlText(`a<b>"c'&\u202e\n`)).toBe("a&lt;b&gt;&quot;c&#39;&amp;\\u202e\\u000a");
  const data = { a: "</script><!--\u2028", b: [1, null] };
  expect(scriptJson(data)).not.toMatch(/[<\u2028]/);
  expect(JSON.parse(scriptJson(data))).toEqual(data);
});

test("the night of the README: every piece with its times, its verdict and what it costs", async () => {
  const { html, outcome, charts } = await pageOf(tonight);
  expect(html.length).toBeLessThan(120_000);
  expect(charts.map(({ kind }) => kind)).toContain("curves");
  const [bars] = charts as readonly [BarChart];
  const found = outcome.plan?.plan;
  if (found === undefined) throw new Error("no plan");
  expect(bars.start.map((start) => start * bars.unit)).toEqual([...found.start]);
  expect(bars.unit).toBe(300_000);
  expect(bars.rows).toEqual(["dgx#1", "dgx#2", "l4"]);
  const names = bars.stem.map((stem, k) => `${bars.stems[stem]}#${bars.number[k]}`);
  expect(names).toContain("bert/train#2");
  expect(names).toContain("report#0");
  expect(bars.closed).toHaveLength(0);
  expect(html).toContain('<section id="costs"');
  expect(html.match(/<h2/g)?.length).toBe(html.match(/<section/g)?.length);
});

test("a placement is drawn by what its tasks take, with resources that stay empty", async () => {
  const { charts } = await pageOf({
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "a", count: 3, capacity: { cpu: 4, memory: "8GiB" }, price: "1/h" }],
    tasks: [{ id: "t", count: 2, demand: { cpu: 1.5, memory: "1GiB" }, cost: 1 }],
  });
  const [bars] = charts as readonly [BarChart];
  expect(bars.axis).toBe("share");
  expect(bars.rows).toHaveLength(3);
  expect(bars.measures).toEqual([
    { name: "cpu", unit: "milli", capacity: [4000, 4000, 4000], load: [1500, 1500] },
    { name: "memory", unit: "MiB", capacity: [8192, 8192, 8192], load: [1024, 1024] },
  ]);
});

test("tasks without demands fill the time, or count", async () => {
  const document = (task: object) => ({
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "a" }],
    tasks: [{ id: "t", count: 2, cost: 1, ...task }],
  });
  const [timed] = (await pageOf(document({ runtime: "1h" }))).charts as readonly [BarChart];
  expect(timed.measures).toEqual([
    { name: "runtime", unit: "ms", capacity: [7_200_000], load: [3_600_000, 3_600_000] },
  ]);
  const [counted] = (await pageOf(document({}))).charts as readonly [BarChart];
  expect(counted.measures).toEqual([
    { name: "tasks", unit: "pieces", capacity: [2], load: [1, 1] },
  ]);
});

test("without a plan the page says why, and without tasks there is nothing to draw", async () => {
  const none = await pageOf(
    {
      mode: "placement",
      resources: [{ id: "a", capacity: { cpu: 1 } }],
      tasks: [{ id: "t", demand: { cpu: 2 } }],
    },
    "auto",
  );
  expect(none.html).toContain("No plan exists");
  expect(none.charts.map(({ kind }) => kind)).not.toContain("bars");
  const empty = await pageOf({ mode: "placement", resources: [{ id: "a" }], tasks: [] }, "auto");
  expect(empty.charts.map(({ kind }) => kind)).not.toContain("bars");
});

test("more pieces than can be drawn are folded, and that is said", () => {
  for (const mode of ["batch", "placement"]) {
    const instance = parseInstance({
      mode,
      ...(mode === "batch" && { exclusive: true }),
      objectives: ["cost"],
      resources: [
        { id: "a", count: 300, kind: "k", capacity: { cpu: 400 }, price: "1/h" },
        { id: "b", count: 20, capacity: { cpu: 400 }, price: "2/h" },
      ],
      tasks: [{ id: "t", count: 60_001, demand: { cpu: 1 }, runtime: "1m" }],
    });
    const start = (task: number) => (mode === "batch" ? Math.floor(task / 320) * 60_000 : 0);
    const pieces = Array.from(instance.taskOfCopy, (_, task) => {
      return { task, resource: task % 320, start: start(task) };
    });
    const checked = verify(instance, buildPlan(instance, pieces));
    if (!checked.ok) throw new Error("no plan");
    const story = { ...EMPTY, instance, verified: checked.plan };
    const { html, charts } = written(story);
    expect(html).toContain("Folded: more than 60,000 pieces");
    const [heat] = charts as readonly [HeatChart];
    expect(heat.rows).toEqual(["a#1-300", "b#1-20"]);
    // In the last minute of the batch the first 161 copies are still at work.
    expect(Math.min(...heat.cells[0])).toBeGreaterThan(mode === "batch" ? 50 : 45);
    expect(heat.cells[1].at(-1)).toBe(mode === "batch" ? 0 : 47);
    expect(html.length).toBeLessThan(130_000);
  }
});
