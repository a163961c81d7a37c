import fc from "fast-check";
import { expect, test } from "vitest";
import { generate } from "../../src/instance/generate/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { InstanceError } from "../../src/util/errors.ts";

const parse = (rates: readonly object[], work: object, extra: object = {}) =>
  parseInstance({
    mode: "batch",
    exclusive: true,
    resources: rates.map((one, r) => ({ id: `r${r}`, price: "3.6/h", rates: one })),
    tasks: [{ id: "t", work, ...extra }],
  });

test("the longest of work / rate, rounded up; a missing rate makes it ineligible", () => {
  const { pairs } = parse(
    // 10 s of flops and 20 s of bytes; 10 s and 1/3 s; no bytes; a rate of nothing.
    [
      { flops: 1e12, bytes: 5e9 },
      { flops: 1e12, bytes: 3e11 },
      { flops: 100 },
      { flops: 100, bytes: 0 },
    ],
    { flops: "1e13", bytes: 1e11 },
  );
  expect([...pairs.runtime]).toEqual([20_000, 10_000, 0, 0]);
  expect([...pairs.eligible]).toEqual([1, 1, 0, 0]);
  // 3.6 dollars an hour are 1 micro-dollar a ms.
  expect([...pairs.cost]).toEqual([20_000, 10_000, 0, 0]);
});

test("work of nothing takes no time, also without a rate", () => {
  const { pairs } = parse([{ flops: 5 }, { bytes: 1 }], { flops: 0 });
  expect([...pairs.runtime]).toEqual([0, 0]);
  expect([...pairs.eligible]).toEqual([1, 1]);
});

test("rounding is exact, whatever doubles make of the quotient", () => {
  const decimal = fc
    .tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: -12, max: 12 }))
    .map(([digits, exponent]) => ({ digits, exponent }));
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      decimal,
      fc.integer({ min: -1, max: 1 }),
      (ms, rate, off) => {
        // work = rate x ms / 1000, and one part in 10^20 more or less: exactly ms, or just above or below.
        const units = BigInt(rate.digits) * BigInt(ms) * 10n ** 20n + BigInt(off);
        const work = `${units}e${rate.exponent - 23}`;
        const { pairs } = parse([{ x: `${rate.digits}e${rate.exponent}` }], { x: work });
        expect(pairs.runtime[0]).toBe(off === 1 ? ms + 1 : ms);
      },
    ),
  );
});

test.each([
  [{ flops: 1 }, { flop: 5 }, "/tasks/0/work/flop", /no resource has a rate "flop"/],
  [{ flops: 1 }, {}, "/tasks/0/work", /expected a map/],
  [{ flops: 1 }, { flops: -1 }, "/tasks/0/work/flops", /from 1e-100/],
  [{ flops: 1e-200 }, { flops: 1 }, "/resources/0/rates/flops", /from 1e-100/],
  [{ flops: 1e-90 }, { flops: 1e90 }, "/tasks/0/work", /too large/],
])("what is wrong with %j and %j is told", (rates, work, path, message) => {
  const issues = issuesOf(() => parse([rates], work));
  expect(issues).toContainEqual(
    expect.objectContaining({ path, message: expect.stringMatching(message) }),
  );
});

test("work by rates takes no throughput", () => {
  const issues = issuesOf(() => parse([{ x: 1 }], { x: 1 }, { throughput: 3 }));
  expect(issues[0].path).toBe("/tasks/0/throughput");
});

test("the generator of diverse hosts gives instances with a plan", () => {
  const { pairs, tasks, resources } = parseInstance(
    generate("diverse", { tasks: 40, resources: 12, seed: 4 }),
  );
  expect(new Set(pairs.runtime).size).toBeGreaterThan(400);
  expect([tasks.length, resources.length]).toEqual([40, 12]);
});

function issuesOf(work: () => unknown): readonly { path: string; message: string }[] {
  try {
    work();
  } catch (error) {
    if (error instanceof InstanceError) return error.issues;
    throw error;
  }
  throw new Error("nothing was wrong");
}
