import { expect, test } from "vitest";
import { expressionLimit } from "../../models/form.ts";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";

test("columns and rows are only where they are needed", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [
      { id: "r1", capacity: { cpu: 4, ram: 100 } },
      { id: "r2", capacity: { cpu: 1 } },
    ],
    tasks: [1, 2, 3].map((cpu, t) => ({
      id: `t${t}`,
      demand: { cpu, ram: t === 0 ? 0 : 1 },
      cost: 1,
    })),
    objectives: ["cost"],
  });
  const { program } = formulate(instance, targetsOf(instance)[0], []) as Encoding;
  // x[t0,r1] x[t0,r2] x[t1,r1] x[t2,r1]; three assignments and the cpu of r1: ram and r2 cannot bind.
  expect([program.columns, program.rows]).toEqual([4, 4]);
  expect([...program.objective]).toEqual([1, 1, 1, 1]);
});

test("a bound is rounded up to what the objective can be, after the solver's error", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "r1" }, { id: "r2" }],
    tasks: [
      { id: "a", cost: [2.5, 5] },
      { id: "b", cost: [7.5, 5] },
    ],
    objectives: ["cost"],
  });
  const { liftBound, program } = formulate(instance, targetsOf(instance)[0], []) as Encoding;
  expect([...program.objective]).toEqual([1, 2, 3, 2]);
  expect(liftBound(3)).toBe(7_500_000);
  expect(liftBound(3 + 1e-9)).toBe(7_500_000);
  expect(liftBound(3 - 1e-9)).toBe(7_500_000);
  expect(liftBound(2.01)).toBe(7_500_000);
  expect(liftBound(3.001)).toBe(10_000_000);
  expect(liftBound(-Infinity)).toBe(-Infinity);
});

test("a limit in millionths is exact in parts", () => {
  const form = { columns: [0], coefficients: [1], offset: 0, integral: true, parts: 2 ** 26 };
  // 2^26 / 2 is half; 2^26 / 3 = 22,369,621.33, of which 333,333 millionths allow 22,369,598.97.
  expect(expressionLimit(form, 500_000)).toBe(2 ** 25);
  expect(expressionLimit(form, 333_333)).toBe(22_369_598);
  expect(expressionLimit(form, -1)).toBe(-1);
});

test("an order that needs too many columns is refused in words", () => {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r", count: 4 }],
    tasks: [
      { id: "t", count: 400, runtime: "1s", weight: 2 },
      { id: "u", runtime: "1s" },
    ],
    objectives: ["weighted-completion"],
  });
  expect(formulate(instance, targetsOf(instance)[0], [])).toMatchObject({
    unsupported: expect.stringContaining("320,800 columns"),
  });
});
