import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn, first } from "../support/drawn.ts";

/** The certificate of the makespan of a night of tasks one by one, which must prove the plan's value. */
async function proofOf(resources: readonly object[], tasks: readonly object[]): Promise<string> {
  const instance = parseInstance({
    ...{ mode: "batch", exclusive: true, objectives: ["makespan"], resources, tasks },
  });
  const { levels } = await plan(instance, { workLimit: 300 });
  const [{ target, value, bound }] = levels;
  expect(bound?.value).toBe(value);
  expect(checkCertificate(instance, target, bound?.certificate)).toEqual({ bound: value });
  return String(bound?.certificate?.kind);
}

const on = (runtimes: object, more: object = {}) => ({
  demand: { gpu: 1 },
  runtime: runtimes,
  ...more,
});

test("a makespan that one task forces has a certificate, also where resources open late", async () => {
  const resources = [
    { id: "a", capacity: { gpu: 1 }, available: { from: "1h" } },
    { id: "b", capacity: { gpu: 1 }, available: { from: "30m" } },
  ];
  // Least where it ends first: 30 min + 4 h.
  const tasks = [
    on({ a: "3h40m", b: "4h" }, { id: "long" }),
    on({ a: "10m", b: "10m" }, { id: "s" }),
  ];
  expect(await proofOf(resources, tasks)).toBe("level-prices");
});

test("a makespan that one piece too many forces has a certificate", async () => {
  const resources = [{ id: "a", count: 2, capacity: { gpu: 1 }, available: { from: "5m" } }];
  // Two of the three stand on one copy: 5 min + 2 x 1 h.
  const tasks = [on({ a: "1h" }, { id: "s", count: 3 })];
  expect(await proofOf(resources, tasks)).toBe("level-prices");
});

test("a makespan of two unequal pieces on one copy is proven by a search", async () => {
  const resources = [
    { id: "a", capacity: { gpu: 1 } },
    { id: "b", count: 2, capacity: { gpu: 1 } },
  ];
  // The two shortest of four on three copies: 60 + 50 min where they are quickest; no three of them are large.
  const tasks = [
    on({ a: "100m", b: "110m" }, { id: "s" }),
    on({ a: "60m", b: "80m" }, { id: "t" }),
    on({ a: "60m", b: "60m" }, { id: "u" }),
    on({ a: "50m", b: "60m" }, { id: "v" }),
  ];
  expect(await proofOf(resources, tasks)).toBe("makespan-search");
});

test("every makespan of a small night that is closed has a certificate", async () => {
  for (let seed = first; seed < first + drawn(60); seed++) {
    const random = makeRandom(seed);
    const resources = [
      { id: "a", capacity: { gpu: 1 } },
      { id: "b", count: random.int(1, 2), capacity: { gpu: 1 } },
    ];
    const tasks = Array.from({ length: random.int(2, 6) }, (_, i) => {
      const least = random.int(1, 9);
      return on({ a: `${least}m`, b: `${least + random.int(0, 5)}m` }, { id: `t${i}` });
    });
    await proofOf(resources, tasks);
  }
});

test("a sum that was left at its first bound has a certificate of what each task costs at least", async () => {
  const instance = parseInstance({
    ...{ mode: "placement", objectives: ["makespan", "cost"] },
    resources: [
      { id: "a", capacity: { gpu: 1 }, fixed_price: 5 },
      { id: "b", capacity: { gpu: 3 }, fixed_price: 9 },
    ],
    tasks: [
      { id: "s", demand: { gpu: 1 }, runtime: "1h", cost: { a: 2, b: 3 } },
      { id: "t", demand: { gpu: 1 }, runtime: "1h", cost: { a: 4.5, b: 4 } },
      { id: "u", demand: { gpu: 1 }, runtime: "2h", cost: { a: 4.5, b: 4 } },
    ],
  });
  const { levels } = await plan(instance, { workLimit: 1 });
  const [, { target, bound, certified }] = levels;
  // Used copies pay too, which 2 + 4 + 4 dollars leave out.
  expect(bound?.value).toBeGreaterThan(10_000_000);
  expect(certified?.value).toBe(10_000_000);
  const checked = checkCertificate(instance, target, certified?.certificate);
  expect(checked).toEqual({ bound: 10_000_000 });
});
