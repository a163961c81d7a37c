import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { readMeasures, wholeRate } from "../../../src/plan/certificate/over-time/measures.ts";
import { CertificateRejection } from "../../../src/plan/certificate/reading.ts";

/** One host of so many thousandths of cpu, alone or not, and a task for each demand. */
function measured(capacity: number, demands: readonly number[], more: object = {}) {
  return parseInstance({
    mode: "batch",
    resources: [{ id: "h", capacity: { cpu: `${capacity}m` }, ...more }],
    tasks: demands.map((demand, t) => ({
      id: `t${t}`,
      runtime: "1s",
      demand: { cpu: `${demand}m` },
    })),
    limits: [{ name: "licence", capacity: 2 }],
  });
}

/** Every list of whole numbers from 1 on with a sum of at most `most`, largest first. */
function* partitions(most: number, largest = most): Generator<readonly number[]> {
  yield [];
  for (let one = Math.min(most, largest); one >= 1; one--) {
    for (const rest of partitions(most - one, one)) yield [one, ...rest];
  }
}

test("what runs at once never sums to more than the size of a measure, and sometimes to all of it", () => {
  for (let capacity = 1; capacity <= 9; capacity++) {
    const demands = Array.from({ length: capacity }, (_, i) => i + 1);
    const instance = measured(capacity, demands);
    for (const parts of [undefined, 1, 2, 3, 4]) {
      const measure = { of: 0, price: [1], ...(parts !== undefined && { parts }) };
      const [{ size, amount }] = readMeasures(instance, [measure]);
      let most = 0;
      for (const set of partitions(capacity)) {
        const sum = set.reduce((all, demand) => all + amount(demand - 1, 0), 0);
        expect(sum, `${capacity} ${parts}: ${set}`).toBeLessThanOrEqual(size(0));
        most = Math.max(most, sum);
      }
      expect(most, `${capacity} ${parts}`).toBe(size(0));
    }
  }
});

test("parts count what exceeds so many (k + 1)ths of the capacity", () => {
  const instance = measured(6, [1, 2, 3, 4, 5, 6]);
  const amounts = (parts: number) => {
    const [{ amount }] = readMeasures(instance, [{ of: 0, parts, price: [1] }]);
    return [0, 1, 2, 3, 4, 5].map((t) => amount(t, 0));
  };
  // Halves, thirds and quarters of 6: 3; 2, 4; 1.5, 3, 4.5.
  expect(amounts(1)).toEqual([0, 0, 0, 1, 1, 1]);
  expect(amounts(2)).toEqual([0, 0, 1, 1, 2, 2]);
  expect(amounts(3)).toEqual([0, 1, 1, 2, 3, 3]);
  // What asks for nothing counts nothing, nor where there is nothing.
  for (const capacity of [6, 0]) {
    const [{ amount }] = readMeasures(measured(capacity, [0]), [{ of: 0, parts: 3, price: [1] }]);
    expect(amount(0, 0)).toBe(0);
  }
});

test("where one is alone its piece takes all of the capacity, and what is exclusive counts only there", () => {
  const alone = measured(6, [1, 2], { exclusive: true });
  const both = [
    { of: 0, price: [2] },
    { of: "exclusive", price: [5] },
  ];
  const [cpu, exclusive] = readMeasures(alone, both);
  expect([cpu.amount(0, 0), cpu.size(0)]).toEqual([6, 6]);
  expect([exclusive.amount(1, 0), exclusive.size(0)]).toEqual([1, 1]);
  // Files of old have another word for it.
  const [old] = readMeasures(alone, [{ of: "company", price: [5] }]);
  expect([old.price, old.amount(1, 0), old.size(0)]).toEqual([exclusive.price, 1, 1]);
  expect(wholeRate(alone, [cpu, exclusive])).toBe(17n);
  const shared = measured(6, [1, 2]);
  const read =
    (...measures: readonly object[]) =>
    () =>
      readMeasures(shared, measures);
  expect(read({ of: "exclusive", price: [1] })).toThrow(CertificateRejection);
  expect(read({ of: "exclusive", price: [0] })).not.toThrow();
  expect(read({ of: "exclusive", parts: 1, price: [0] })).toThrow("no parts");
  expect(read({ of: "limit licence", parts: 1, price: [0] })).toThrow("no parts");
  expect(read({ of: "limit gpus", price: [0] })).toThrow("nothing known");
  expect(read({ of: 0, parts: 0, price: [1] })).toThrow("from 1 on");
  expect(read({ of: 0, parts: 1001, price: [1] })).toThrow("too many parts");
  expect(read({ of: 1, price: [1] })).toThrow("no dimension");
  expect(read()).toThrow("no list");
});
