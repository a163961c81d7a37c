import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { growthPlot } from "../../bench/growth/plot.ts";
import { pages } from "../../bench/pages.ts";
import type { Row, RowSpec, SetResults } from "../../bench/rows.ts";
import { SETS } from "../../bench/sets/registry.ts";
import { readResults, resultsPath, storedRows, writeResults } from "../../bench/store.ts";
import { summaryTable } from "../../bench/summary.ts";
import { drawnSet, setTable } from "../../bench/table.ts";
import { testFolder } from "../support/folder.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = testFolder();

const spec: RowSpec = {
  id: "one",
  source: { kind: "gap", file: "c05100" },
  limit: 10,
  runs: 1,
  peers: ["highs", "scip"],
  goal: { kind: "gap", atMost: 0.0005 },
};

const row: Row = {
  spec,
  scale: { unit: "USD", perUnit: 1_000_000, sense: "min" },
  berth: [
    {
      value: 1_931_000_000,
      bound: 1_930_000_000,
      proof: "claimed",
      certified: 1_929_000_000,
      gap: 0.0005178,
      seconds: 10,
      termination: "time-limit",
      memoryMiB: 70,
    },
  ],
  peers: {
    highs: {
      value: 1_931_000_000,
      bound: 1_931_000_000,
      gap: 0,
      seconds: 3.51,
      termination: "optimal",
    },
    scip: { absent: "or-tools-wasm is not installed" },
  },
  met: false,
};

test("the pages quote what the results show", () => {
  for (const [path, text] of pages(root, resolve(root, "bench/results"))) {
    expect(readFileSync(path, "utf8"), "npm run bench -- table --write").toBe(text);
  }
  const { rows } = readResults(resolve(root, "bench/results/growth.json")) as SetResults;
  expect(readFileSync(resolve(root, "docs/growth.svg"), "utf8")).toBe(growthPlot(rows));
});

test("no table mixes programs", () => {
  const [answer] = row.berth;
  const other: Row = { ...row, berth: [{ ...answer, program: "b" }] };
  const results = { bench: "b", title: "T", form: "full", node: "v20", cores: 1 } as const;
  const mixed: SetResults = { ...results, rows: [row, other, other] };
  const text = setTable(mixed);
  expect(text.match(/^\| instance/gm)).toHaveLength(2);
  expect(text).toContain("program unknown, one run each");
  expect(() => summaryTable(mixed)).toThrow("mixes programs");
  expect(() => drawnSet(mixed)).toThrow("mixes programs");
  expect(drawnSet({ ...mixed, rows: [other], remark: "R" })).toBe(
    "### T\n\nfull form, Node 20, 1 cores, program b, one run each\n\nR",
  );
});

test("the front page quotes the seconds of the tables, past the limit too", () => {
  const [answer] = row.berth;
  const late = { ...answer, seconds: 12.9 };
  const proven = {
    ...answer,
    bound: answer.value,
    proof: "ours",
    seconds: 0.9,
    secondsToGoal: 0.8,
  };
  const rows = [late, { ...proven, certified: answer.value }].map(
    (one): Row => ({ ...row, berth: [one as Row["berth"][number]] }),
  );
  const results = { bench: "b", title: "T", form: "full", node: "v20", cores: 1, rows } as const;
  const cells = [...summaryTable(results).matchAll(/^\| one \| ([^|]*) \|/gm)].map(
    ([, cell]) => cell,
  );
  expect(cells).toEqual(["certified gap 0.1 % after 13 s", "optimal in 0.8 s"]);
  const table = setTable(results);
  expect(table).toContain("| 13 of 10 |");
  expect(table).toContain("| proven | 0.8 |");
});

test("a table tells certified bounds from claims and absent peers from empty cells", () => {
  const results: SetResults = {
    bench: "b",
    title: "T",
    form: "short",
    node: "v20.0.0",
    cores: 2,
    rows: [row, { spec, skipped: "c05100 is not there", berth: [], peers: {} }],
  };
  expect(setTable(results).split("\n").slice(4)).toEqual([
    "| instance | value | bound | gap | seconds | memory | target | met | HiGHS | SCIP |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    "| one | 1,931 | 1,929 certified, 1,930 claimed | 0.1 % | 10 of 10 | 70 MiB | certified gap 0.05 % | no | 1,931 / 1,931, 3.5 s | absent: or-tools-wasm is not installed |",
    "| one | c05100 is not there |  |  |  |  | certified gap 0.05 % |  |  |  |",
  ]);
});

test("a rejected certificate cannot be overlooked", () => {
  const [berth] = row.berth;
  const rejected = { ...row, berth: [{ ...berth, rejected: "wrong" }] };
  const results = { bench: "b", title: "T", form: "full", node: "v20", cores: 1 } as const;
  expect(setTable({ ...results, rows: [rejected] })).toContain("REJECTED");
});

test("results are found again, each form in a file of its own", () => {
  const path = resultsPath(folder.path, "b", "short");
  writeResults(path, { name: "b", title: "T", rows: () => [spec] }, "short", [row]);
  expect(readResults(path)?.rows).toEqual([row]);
  expect(storedRows(folder.path, ["a", "b"])).toEqual([row]);
  expect(resultsPath(folder.path, "b", "full")).not.toBe(path);
});

test("every set has rows in both forms, each with an id of its own", () => {
  for (const set of SETS) {
    for (const form of ["short", "full"] as const) {
      const ids = set.rows(form).map(({ id }) => id);
      expect(ids.length, set.name).toBeGreaterThan(0);
      expect(new Set(ids).size, set.name).toBe(ids.length);
    }
  }
  expect(new Set(SETS.map(({ name }) => name)).size).toBe(SETS.length);
});

test("growth is drawn with hollow points where the gap was missed", () => {
  const at = (size: number, gap: number): Row => ({
    ...row,
    spec: { ...spec, stopAt: 0.001, line: { panel: "p < q", line: "auto", size } },
    berth: [{ gap, seconds: size / 10, termination: "completed", memoryMiB: 60 }],
  });
  const svg = growthPlot([at(10, 0.0001), at(20, 0.1)]);
  expect(svg).toContain("p &lt; q: seconds");
  expect(svg.match(/<circle [^>]*stroke="#0b6" fill="#fff"/g)).toHaveLength(2);
  expect(svg.match(/<circle [^>]*stroke="#0b6" fill="#0b6"/g)).toHaveLength(2);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  expect(growthPlot([])).toContain("<svg");
});
