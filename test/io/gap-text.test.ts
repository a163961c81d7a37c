import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { looksLikeGap, readGapText } from "../../src/io/gap-text.ts";
import { readInstance } from "../../src/io/read-instance.ts";
import { sharedData } from "../support/shared-data.ts";

test("costs come by resource, then by task; then weights, then capacities", () => {
  // Two resources, three tasks.
  const text = " 2 3\n 1 2 3\n 4 5 6\n 7 8 9\n 10 11 12\n 20 21\n";
  expect(readGapText(text, "x")).toEqual({
    mode: "placement",
    objectives: ["cost"],
    resources: [
      { id: "r1", capacity: { weight: 20 } },
      { id: "r2", capacity: { weight: 21 } },
    ],
    tasks: [
      { id: "t1", demand: { weight: [7, 10] }, cost: [1, 4] },
      { id: "t2", demand: { weight: [8, 11] }, cost: [2, 5] },
      { id: "t3", demand: { weight: [9, 12] }, cost: [3, 6] },
    ],
  });
});

test("white space and line breaks mean nothing", () => {
  const numbers = [2, 1, 3, 4, 5, 6, 7, 8];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(" ", "\n", "\r\n", "\t", "  "), { minLength: 9, maxLength: 9 }),
      (gaps) => {
        const text = numbers.map((number, k) => `${gaps[k]}${number}`).join("") + gaps[8];
        expect(readGapText(text, "x")).toEqual(readGapText(numbers.join(" "), "x"));
      },
    ),
  );
});

test("no tasks", () => {
  expect(readGapText("1 0\n9\n", "x")).toMatchObject({ tasks: [], resources: [{ id: "r1" }] });
});

test("only a text of numbers looks like GAP", () => {
  for (const text of ["5 100\n1", " 5\t100", "5", "-1 2", "1.5 2"])
    expect(looksLikeGap(text)).toBe(true);
  for (const text of ["name: x", "5: x", "2024-01-01: x", "- 1", "{}", "# 5 100", "5 apples"]) {
    expect(looksLikeGap(text)).toBe(false);
  }
});

test("published files are read", async (context) => {
  const table = sharedData("gap", "best-known.csv");
  if (table === undefined) return context.skip("no published data");
  const rows = readFileSync(table, "utf8").trim().split("\n").slice(1);
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    const [name, tasks, resources] = row.split(",");
    const path = sharedData("gap", name) as string;
    const instance = await readInstance(path);
    expect([name, instance.tasks.length, instance.resources.length]).toEqual([
      name,
      Number(tasks),
      Number(resources),
    ]);
    const numbers = readFileSync(path, "utf8").trim().split(/\s+/).map(Number);
    const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);
    const cells = Number(tasks) * Number(resources);
    expect(sum(instance.pairs.cost)).toBe(1_000_000 * sum(numbers.slice(2, 2 + cells)));
    expect(sum(instance.demand[0].values)).toBe(
      1000 * sum(numbers.slice(2 + cells, 2 + 2 * cells)),
    );
    expect(sum(instance.resources.map(({ capacity }) => capacity[0]))).toBe(
      1000 * sum(numbers.slice(2 + 2 * cells)),
    );
    // The last pair, to see that the table is not turned round.
    expect(instance.pairs.cost[cells - 1]).toBe(1_000_000 * numbers[1 + cells]);
    expect(instance.pairs.cost[1]).toBe(1_000_000 * numbers[2 + Number(tasks)]);
  }
});
