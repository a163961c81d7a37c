import { describe, expect, it, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { findingsOf, planned } from "./files.ts";

/** A slow cheap machine and a fast dear one: $4 in 40 h, or $40 in 4 h. */
const PAIR = {
  mode: "placement",
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
      runtime: { a: "10h", b: "1h" },
    },
  ],
};
const pair = (...objectives: readonly unknown[]) => parseInstance({ ...PAIR, objectives });
const AMONG = "among plans with completion-time of at most 4h";

describe("a bound within limits", () => {
  const fastFirst = pair("completion-time", "cost");
  const bounds = (instance: Instance, file: unknown) =>
    findingsOf(instance, file).objectives.map(({ name, bound }) => [
      name,
      bound.status,
      bound.gap,
      bound.condition,
    ]);

  it("counts where the instance's own earlier objectives earn it", async () => {
    const { file } = await planned(fastFirst);
    expect(file.objectives[1]?.condition).toBe(AMONG);
    expect(bounds(fastFirst, file)).toEqual([
      ["completion-time", "checked", 0, undefined],
      ["cost", "checked", 0, AMONG],
    ]);
    expect(findingsOf(fastFirst, file)).toMatchObject({ ok: true, uncertified: [] });
  });

  it("has no gap where another objective comes first, or is none of the instance", async () => {
    const { file } = await planned(fastFirst);
    delete file.instance_hash;
    for (const other of [pair("cost", "completion-time"), pair("cost")]) {
      const found = findingsOf(other, file);
      expect(found.objectives[0]).toMatchObject({ name: "cost", value: 40 });
      expect(found.objectives[0]?.bound).toEqual({
        status: "conditional",
        bound: 40,
        bound_exact: 40_000_000,
        condition: AMONG,
        proof: "capacity-prices",
      });
      expect(found.uncertified).toContain("cost");
      expect(found.ok).toBe(true);
    }
    // Asked to judge by the order of the run, it counts again.
    const judged = findingsOf(pair("cost"), file, { objectives: fastFirst.objectives });
    expect(judged.uncertified).toEqual([]);
  });

  it("has no gap where the earlier objective's own bound was not checked", async () => {
    const { file } = await planned(fastFirst);
    const [first] = file.objectives as [Record<string, unknown>];
    delete first.certificate;
    const found = findingsOf(fastFirst, file);
    expect(found.objectives.map(({ bound }) => bound.status)).toEqual(["stated", "conditional"]);
    expect(found.uncertified).toEqual(["completion-time", "cost"]);
    expect(
      findingsOf(fastFirst, (await planned(fastFirst)).file, { certificates: false }),
    ).toMatchObject({ ok: true, uncertified: ["completion-time", "cost"] });
  });

  it("has no gap where the limit is tighter than the tolerance leaves", async () => {
    // Of 4 h with 50 % later levels may have 6 h: a limit of 5 h cuts some of them off, one of 6 h none.
    const loose = pair({ objective: "completion-time", tolerance: "50%" }, "cost");
    const { file } = await planned(fastFirst);
    delete file.instance_hash;
    const cost = file.objectives[1] as Record<string, unknown>;
    const given = (hours: number) => {
      const certificate = cost.certificate as { given: { at_most: number }[] };
      (certificate.given[0] as { at_most: number }).at_most = hours * 3_600_000;
      delete cost.condition;
      const found = findingsOf(loose, file);
      // The prices prove less of more plans; only what they are good for is asked here.
      return found.objectives[1]?.bound;
    };
    expect(given(5)).toMatchObject({
      status: "conditional",
      condition: "among plans with completion-time of at most 5h",
    });
    expect(given(6)).toMatchObject({ status: "checked" });
  });

  it("is refused where the plan itself is not among those", async () => {
    const { file } = await planned(fastFirst);
    const certificate = file.objectives[1]?.certificate as { given: { at_most: number }[] };
    (certificate.given[0] as { at_most: number }).at_most = 3_600_000;
    expect(findingsOf(fastFirst, file).contradictions[0]?.message).toMatch(/this is none/);
  });
});

describe("which instance a file is for", () => {
  it("is told by content: another one is a contradiction, none is said", async () => {
    const { file } = await planned(pair("cost"));
    const dear = parseInstance({
      ...PAIR,
      tasks: [{ ...PAIR.tasks[0], cost: { a: 2, b: 10 } }],
      objectives: ["cost"],
    });
    const [path] = findingsOf(dear, file).contradictions.map((one) => one.path);
    expect(path).toBe("/instance_hash");
    const { instance_hash: _, ...plain } = file;
    expect(findingsOf(pair("cost"), plain).notes[0]).toMatch(/^The file has no hash/);
  });

  it("by name only where the document has one", async () => {
    const { file } = await planned(pair("cost"));
    const named = parseInstance({ ...PAIR, objectives: ["cost"], name: "night" });
    const told = findingsOf(named, file).contradictions;
    expect(told).toEqual([
      {
        path: "/instance",
        message: 'the file is for the instance "instance", this one is "night"',
      },
    ]);
    const moved = parseInstance({ ...PAIR, objectives: ["cost"] }, { name: "moved" });
    expect(findingsOf(moved, file)).toMatchObject({ ok: true });
    expect(findingsOf(moved, file).notes[0]).toMatch(/^By its name/);
  });
});

test("what is never negative needs no certificate, and an open gap is not closed by that", async () => {
  const idle = parseInstance({
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "r", capacity: { cpu: 1 } }],
    tasks: [{ id: "t", demand: { cpu: 1 } }],
  });
  const { file } = await planned(idle);
  expect(findingsOf(idle, file)).toMatchObject({
    uncertified: [],
    objectives: [
      { value: 0, bound: { status: "checked", bound: 0, gap: 0, proof: "never negative" } },
    ],
  });
  const paid = pair("cost");
  const { file: open } = await planned(paid, { method: "greedy" });
  const [stated] = open.objectives as [Record<string, unknown>];
  delete stated.certificate;
  Object.assign(stated, {
    bound: 0,
    bound_exact: 0,
    gap: 1,
    source: "zero",
    termination: "completed",
  });
  Object.assign(open, { termination: "completed" });
  expect(findingsOf(paid, open)).toMatchObject({
    ok: true,
    uncertified: ["cost"],
    objectives: [{ bound: { status: "checked", gap: 1, proof: "never negative" } }],
  });
});
