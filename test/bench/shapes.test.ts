import { expect, test } from "vitest";
import { PEERS } from "../../bench/peers/registry.ts";
import type { Answer, Row, RowSpec } from "../../bench/rows.ts";
import { shapes } from "../../bench/sets/shapes.ts";
import { peersAhead, shapeTables } from "../../bench/shape-table.ts";
import { type Shape, shapeDocument } from "../../bench/shapes/registry.ts";
import { absence, load } from "../../bench/source.ts";
import { parseInstance } from "../../src/instance/parse.ts";

const SHAPES: readonly Shape[] = [
  { shape: "bins", parts: 24, sizes: "triplets", kinds: 1 },
  { shape: "bins", parts: 24, sizes: "uniform", kinds: 3 },
  { shape: "milliseconds", tasks: 12, machines: 4 },
  { shape: "memory", tasks: 30, machines: 5 },
  { shape: "rented-hosts", hosts: 10, tasks: 60 },
];

test("made-up shapes are documents, the same for a seed and others for another", () => {
  for (const shape of SHAPES) {
    const document = shapeDocument(shape, 1);
    const instance = parseInstance(document);
    expect(instance.tasks.length).toBeGreaterThan(0);
    expect(shapeDocument(shape, 1)).toEqual(document);
    expect(shapeDocument(shape, 2)).not.toEqual(document);
  }
});

test("triplets fill bins to the last unit", () => {
  const [triplets] = SHAPES;
  const { tasks } = shapeDocument(triplets, 3) as { tasks: { demand: { size: number } }[] };
  const sizes = tasks.map(({ demand }) => demand.size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(8000);
  for (const size of sizes) expect(size > 250 && size < 500).toBe(true);
});

test("rows of a shape have one limit and native peers; the short form takes three", () => {
  for (const form of ["short", "full"] as const) {
    const rows = shapes.rows(form);
    for (const name of new Set(rows.map(({ shape }) => shape))) {
      const own = rows.filter(({ shape }) => shape === name);
      expect(new Set(own.map(({ limit }) => limit)).size).toBe(1);
      expect(form === "short" ? own.length <= 3 : own.length >= 3).toBe(true);
    }
    for (const { peers } of rows) for (const peer of peers) expect(PEERS[peer].isNative).toBe(true);
  }
});

test("rows are read from where they say", async () => {
  const rows = shapes.rows("short");
  const oneOf = (kind: string) => rows.find(({ source }) => source.kind === kind)!.source;
  for (const kind of ["shape", "project", "shop", "case", "openb"]) {
    const source = oneOf(kind);
    // Published files may be absent, which a row says.
    if (absence(source) !== undefined) continue;
    const { instance } = await load(source);
    expect([kind, instance.tasks.length > 0]).toEqual([kind, true]);
  }
  expect(absence({ kind: "project", file: "none.sm" })).toMatch(/none\.sm is not there/);
});

const SPEC: RowSpec = {
  id: "one",
  shape: "bins",
  source: { kind: "gap", file: "c05100" },
  limit: 5,
  runs: 1,
  peers: ["highs-native", "cp-sat-native"],
  goal: { kind: "none" },
};

const rowOf = (id: string, berth: Partial<Answer>, peers: Row["peers"]): Row => ({
  spec: { ...SPEC, id },
  scale: { unit: "USD", perUnit: 1, sense: "min" },
  berth: [{ seconds: 5, termination: "time-limit", ...berth }],
  peers,
});

const ended = (value: number, bound: number, seconds = 5): Answer => ({
  value,
  bound,
  gap: (value - bound) / value,
  seconds,
  termination: "x",
});

test("a peer is ahead in value, in bound, or with a proof", () => {
  const proven = { value: 10, bound: 10, proof: "ours" as const, gap: 0 };
  const leadsOf = (berth: Partial<Answer>, peer: Answer) =>
    peersAhead(rowOf("one", berth, { "highs-native": peer })).map(({ leads }) => leads);
  expect(leadsOf(proven, ended(10, 10))).toEqual([]);
  expect(leadsOf(proven, ended(11, 9))).toEqual([]);
  expect(leadsOf({ value: 11, bound: 9 }, ended(10, 9))).toEqual([["value"]]);
  expect(leadsOf({ value: 10, bound: 8 }, ended(11, 9))).toEqual([["bound"]]);
  expect(leadsOf({ value: 10, bound: 9 }, ended(10, 10))).toEqual([["bound", "proof"]]);
  expect(leadsOf({ value: 10, bound: 10, proof: "claimed" }, ended(10, 10))).toEqual([["proof"]]);
  expect(leadsOf({}, ended(10, 9))).toEqual([["value", "bound"]]);
  expect(leadsOf({ value: 10, bound: 9 }, { seconds: 5, termination: "x" })).toEqual([]);
});

test("one line sums up a shape, and peers that are ahead are listed, by hand", () => {
  const proven = { proof: "ours" as const, gap: 0 };
  const tables = shapeTables([
    rowOf(
      "one",
      { value: 10, bound: 10, certified: 10, secondsToGoal: 0.2, ...proven },
      {
        "highs-native": ended(12, 9),
        "cp-sat-native": ended(10, 10, 1),
      },
    ),
    rowOf(
      "two",
      { value: 20, bound: 15, certified: 15, gap: 0.25 },
      {
        "highs-native": { seconds: 5, termination: "x" },
        "cp-sat-native": ended(18, 18, 2),
      },
    ),
    { spec: { ...SPEC, id: "three" }, skipped: "x is not there", berth: [], peers: {} },
  ]);
  const [table, words, behind] = tables.map((text) => text.split("\n"));
  expect(table[2]).toBe(
    "| bins | 2 of 3 there | 5 s | 1 of 2 proven, 0.2 s, 25 % | 0 of 2 proven, no gap, 1 without a plan | " +
      "2 of 2 proven, 2 s | 1 of 2 | 1 of 2 |  |",
  );
  expect(words).toEqual(["Where a peer is ahead at the same limit:"]);
  expect(behind.slice(2)).toEqual([
    "| two | 5 s | value, bound, proof | 20 / 15, 5 s | CP-SAT, native | 18 / 18, 2 s |",
  ]);
});
