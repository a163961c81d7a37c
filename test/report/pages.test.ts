import { expect, test } from "vitest";
import { alternativesOf } from "../../src/alternatives/alternatives.ts";
import { batchPage } from "../../src/batch/page.ts";
import type { UnitRecord } from "../../src/batch/record.ts";
import type { BatchUnit } from "../../src/batch/types.ts";
import { comparisonPage } from "../../src/compare/page.ts";
import type { JudgedRecord } from "../../src/compare/standing.ts";
import { draftOf } from "../../src/edit/draft.ts";
import { explain } from "../../src/explain/explain.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { plan } from "../../src/planner/plan.ts";
import { differenceOf } from "../../src/replan/difference.ts";
import { alternativesPage } from "../../src/report/html/alternatives.ts";
import { differencePage } from "../../src/report/html/difference.ts";
import { explanationPage } from "../../src/report/html/explanation.ts";
import { pageHtml } from "../../src/report/html/page.ts";
import type { ReportCell, ReportPage, ReportTable } from "../../src/report/html/types.ts";
import { whatIfPage } from "../../src/report/html/whatif.ts";
import { AXIS_KINDS } from "../../src/whatif/axis.ts";
import { whatIf } from "../../src/whatif/whatif.ts";

/** Ends elements and attributes. */
const HOSTILE = `"'><script>alert(1)</script>`;
const NIGHT = {
  ...{ name: HOSTILE, mode: "batch", exclusive: true, objectives: ["makespan"] },
  resources: [{ id: "h", count: 2 }],
  tasks: [{ id: "t", count: 12, runtime: "1h" }],
};
const night = parseInstance(NIGHT);
const [target] = targetsOf(night);

function tableOf({ sections }: ReportPage, id: string): ReportTable {
  const parts = sections.find((one) => one.id === id)?.parts ?? [];
  return parts.find((part) => part.kind === "table") as ReportTable;
}

const textOf = (cell: ReportCell) => (typeof cell === "string" ? cell : cell.text);
const textsOf = (table: ReportTable) => table.rows.map((row) => row.map(textOf));

function expectHarmless(page: ReportPage) {
  const html = [...pageHtml(page)].join("");
  expect(html).not.toContain("<script>alert");
  const ids = [...html.matchAll(/<section id="(.*?)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const regions = [...html.matchAll(/role="region" aria-label="(.*?)"/g)].map(([, name]) => name);
  expect(new Set(regions).size).toBe(regions.length);
}

test("what more copies save, as proven intervals on one scale, and what each further copy saves", async () => {
  const add = AXIS_KINDS.find(({ option }) => option === "add");
  const source = { instance: night, draft: draftOf(NIGHT) };
  const axis = add!.read("h=0,1,4", source);
  const page = whatIfPage(night.name, await whatIf(NIGHT, night, [axis], { workLimit: 100 }));
  const table = tableOf(page, "rows");
  // 12 hours on 2, 3 and 6 copies: 6, 4 and 2 hours.
  expect(textsOf(table)).toEqual([
    ["0", "6h", "optimal", "", ""],
    ["1", "4h", "optimal", "2h", "2h"],
    ["4", "2h", "optimal", "4h", "40m"],
  ]);
  const stretches = table.rows.map((row) => Object(row[3]).stretch);
  expect(stretches).toEqual([undefined, { from: 0.5, until: 0.5 }, { from: 1, until: 1 }]);
  expect([page.tone, page.badge]).toEqual(["proven", "every row proven"]);
  expectHarmless(page);
});

test("conflicts, one after another, and what helps", async () => {
  const long = { id: "long", runtime: "3h", deadline: "2h" };
  const other = { id: "x", runtime: "3h", deadline: "1h" };
  const document = { ...NIGHT, tasks: [long, other] };
  const found = await explain(document, parseInstance(document), { workLimit: 50 });
  const page = explanationPage(night.name, found);
  expect(page.badge).toBe("no plan");
  expect(found.conflicts).toHaveLength(2);
  for (const [i, { members }] of found.conflicts.entries()) {
    const rows = textsOf(tableOf(page, `conflict-${i + 1}`));
    expect(rows.map(([text]) => text)).toEqual(members.map((one) => one.requirement.text));
  }
  expect(page.sections.at(-1)?.id).toBe("repairs");
  expectHarmless(page);
  const plain = explanationPage("x", await explain(NIGHT, night, { workLimit: 50 }));
  expect([plain.tone, plain.badge, plain.sections]).toEqual(["proven", "there is a plan", []]);
});

test("places of a task, and two plans side by side", async () => {
  const first = (await plan(night, { method: "greedy" })).plan!;
  const found = await alternativesOf(first, 0, { workLimit: 20 });
  const page = alternativesPage(first, found);
  expect(textsOf(tableOf(page, "places"))).toHaveLength(found.list.length);
  expectHarmless(page);
  const { resources, ...rest } = NIGHT;
  const one = parseInstance({ ...rest, resources: [{ ...resources[0], count: 1 }] });
  const second = (await plan(one, { method: "greedy" })).plan!.plan;
  const levels = [{ target, value: 12 * 3_600_000 }];
  const compared = { instance: night, levels, before: [6 * 3_600_000] };
  const difference = differenceOf(night, first.plan, second);
  const pair = differencePage({ ...compared, ...difference }, first, first);
  expect(textsOf(tableOf(pair, "values"))).toEqual([["makespan", "6h", "12h", "+6h"]]);
  expect(pair.badge).toMatch(/ differ$/);
  expectHarmless(pair);
  const same = differencePage(
    { ...compared, changes: [], inside: [], same: 12 },
    ...([first, first] as const),
  );
  expect([same.badge, same.tone]).toEqual(["the same", "proven"]);
});

test("a batch: a row for each objective, gaps on one scale, and what went wrong", () => {
  const objective = (value: number, bound: number) => ({
    ...{ name: "makespan", unit: "ms", sense: "min" as const, per_unit: 1, value, bound },
    ...{ gap: (value - bound) / value, termination: "time-limit" as const },
  });
  const unit = (name: string) => ({ name, file: `${name}.json`, options: {} }) as BatchUnit;
  const record = (more: object) => ({ rounds: [{ seconds: 2 }], ...more }) as unknown as UnitRecord;
  const found = { status: "planned", termination: "time-limit", plan: "x" };
  const page = batchPage(HOSTILE, [
    { unit: unit("a"), record: record({ ...found, objectives: [objective(100_000, 80_000)] }) },
    { unit: unit("b"), record: record({ ...found, objectives: [objective(100_000, 90_000)] }) },
    { unit: unit("c"), record: record({ status: "bad-input", message: HOSTILE }) },
    { unit: unit("d") },
  ]);
  const table = tableOf(page, "results");
  expect(textsOf(table)).toEqual([
    ["a", "time-limit", "makespan", "1m40s", "1m20s", "20 %", "2.0"],
    ["b", "time-limit", "makespan", "1m40s", "1m30s", "10 %", "2.0"],
    ["c", "bad input", "", "-", "-", "-", "2.0"],
    ["d", "not planned", "", "-", "-", "-", "-"],
  ]);
  expect(table.rows.slice(0, 2).map((row) => Object(row[5]).stretch.until)).toEqual([1, 0.5]);
  expect([page.tone, page.badge]).toEqual(["none", "2 without a plan"]);
  expectHarmless(page);
});

test("contestants: gaps, a profile with every step, and reasons of failure", () => {
  const run = (contestant: string, value: number | undefined) => ({
    ...{ contestant, seconds: 1 },
    ...(value === undefined
      ? { trouble: { kind: "crashed" as const, reason: HOSTILE } }
      : { value, gap: (value - 100) / value }),
  });
  const judged: readonly JudgedRecord[] = [
    [100, 125],
    [110, 100],
    [300, undefined],
  ].map(([a, b], i) => ({
    ...{ name: `i${i}${HOSTILE}`, target, runs: [run(HOSTILE, a), run("b", b)] },
    bound: { value: 100, status: "checked", source: "energy" },
  }));
  const page = comparisonPage({ contestants: [HOSTILE, "b"], judged, unread: [] });
  const [chart] = page.sections
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (part.kind === "chart" && part.chart.kind === "curves" ? [part.chart] : []));
  expect(chart.x).toEqual([1, 1.1, 1.25]);
  expect(chart.curves.map(({ y }) => y)).toEqual([
    [2 / 3, 1, 1],
    [1 / 3, 1 / 3, 2 / 3],
  ]);
  expect(textsOf(tableOf(page, "gaps")).map((row) => row.slice(0, 6))).toEqual([
    [HOSTILE, "3/3", "25.25 %", "9.09 %", "66.67 %", "66.67 %"],
    ["b", "2/3", "10 %", "0 %", "20 %", "20 %"],
  ]);
  expect(textsOf(tableOf(page, "worst"))[0][1]).toBe(`i2${HOSTILE}`);
  expect(page.badge).toBe("some failed");
  expectHarmless(page);
});
