import fc from "fast-check";
import { expect, test } from "vitest";
import { largestLoad, makespanCoreOf } from "../../../src/cores/makespan.ts";
import { bestPattern } from "../../../src/exact/patterns/best-pattern.ts";
import { patternProblem } from "../../../src/exact/patterns/problem.ts";
import { provePatterns } from "../../../src/exact/patterns/prove.ts";
import { earliestCompletion } from "../../../src/heuristics/makespan/start.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { cores, leastMakespan, uniformCore } from "../makespan/cores.ts";

const open = { upper: () => Number.POSITIVE_INFINITY, lower: () => Number.NEGATIVE_INFINITY };

test("bounds lie below every assignment, assignments have their value, and mostly the two meet", () => {
  const tally = { solved: 0, met: 0 };
  fc.assert(
    fc.property(cores, fc.integer(), (core, seed) => {
      const start = earliestCompletion(core);
      const least = leastMakespan(core);
      if (start === undefined || least === undefined) return;
      let bound = 0;
      let value = largestLoad(core, start);
      let events = 0;
      for (const event of provePatterns(core, open, start, seed)) {
        if (event.bound !== undefined) {
          expect(event.bound).toBeGreaterThan(bound);
          bound = event.bound;
        }
        if (event.assignment !== undefined) {
          expect(event.value).toBeLessThan(value);
          value = event.value as number;
          expect(largestLoad(core, event.assignment)).toBe(value);
        }
        if (++events > 300) break;
      }
      expect(bound).toBeLessThanOrEqual(least);
      expect(value).toBeGreaterThanOrEqual(least);
      tally.solved += value === least ? 1 : 0;
      tally.met += value === bound ? 1 : 0;
    }),
    { numRuns: drawn(1000) },
  );
  expect(tally.solved).toBeGreaterThan(atLeast(850));
  expect(tally.met).toBeGreaterThan(atLeast(600));
});

test("the best pattern is that of trying all, within any floor, and never too low where it is cut short", () => {
  const small = fc.integer({ min: 0, max: 6 });
  const row = { minLength: 4, maxLength: 4 };
  const kinds = fc.array(fc.integer({ min: 1, max: 9 }), row);
  const counts = fc.array(small, row);
  fc.assert(
    fc.property(kinds, counts, counts, small, fc.nat(30), fc.nat(4), (...drawn) => {
      const [length, demand, price, floor, limit, nodes] = drawn;
      let best = 0;
      const fill = (c: number, room: number, worth: number): void => {
        best = Math.max(best, worth);
        for (let n = 0; c < 4 && n <= demand[c] && n * length[c] <= room; n++) {
          fill(c + 1, room - n * length[c], worth + n * price[c]);
        }
      };
      fill(0, limit, 0);
      const problem = {
        ...{ classes: 4, kinds: 1, copies: Int32Array.of(1), classOf: Int32Array.of() },
        ...{ demand: Int32Array.from(demand), length: Float64Array.from(length) },
        kindOf: Int32Array.of(0),
      };
      const question = { demand: problem.demand, limit, price: Float64Array.from(price), floor };
      const whole = bestPattern(problem, 0, { ...question, nodes: 10_000 });
      expect(whole).toMatchObject({ isWhole: true, atMost: Math.max(floor, best) });
      const found = whole.patterns.at(-1);
      expect(found !== undefined).toBe(best > floor);
      let [worth, taken] = [0, 0];
      found?.classes.forEach((c, i) => {
        expect(found.counts[i]).toBeLessThanOrEqual(demand[c]);
        worth += found.counts[i] * price[c];
        taken += found.counts[i] * length[c];
      });
      if (found !== undefined) expect([worth, taken]).toEqual([best, found.length]);
      const cut = bestPattern(problem, 0, { ...question, nodes });
      expect(cut.atMost).toBeGreaterThanOrEqual(best);
      if (cut.isWhole) expect(cut.atMost).toBe(whole.atMost);
    }),
    { numRuns: drawn(3000) },
  );
});

test("tasks that take no time somewhere are in nobody's way", () => {
  const core = uniformCore(6, 4, 5, 9, 1);
  core.runtime.fill(0, 0, 4);
  const problem = patternProblem(core);
  expect(problem.classOf[0]).toBe(-1);
  expect(problem.demand.reduce((sum, one) => sum + one, 0)).toBe(5);
});

test("milliseconds on three kinds are proven, with certificates of prices alone", () => {
  let state = 3;
  const draw = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return 8_000_000 + ((state >>> 4) % 9_000_000);
  };
  const instance = parseInstance({
    ...{ mode: "batch", exclusive: true, objectives: ["makespan"] },
    resources: ["a", "b", "c"].map((id) => ({ id, count: 4 })),
    tasks: Array.from({ length: 26 }, (_, t) => ({
      id: `t${t}`,
      runtime: Object.fromEntries(["a", "b", "c"].map((id) => [id, `${draw()}ms`])),
    })),
  });
  const [target] = targetsOf(instance);
  const map = makespanCoreOf(instance, target);
  if (map === undefined) throw new Error("expected a core");
  const start = earliestCompletion(map.core) as Int32Array;
  let [bound, value, events] = [0, largestLoad(map.core, start), 0];
  for (const event of provePatterns(map.core, open, start, 1)) {
    if (event.value !== undefined) value = event.value;
    if (event.bound !== undefined) {
      bound = event.bound;
      const certificate = event.certificate as NonNullable<typeof event.certificate>;
      expect(checkCertificate(instance, target, certificate)).toEqual({
        bound: map.internalOf(bound),
      });
    }
    if (++events > 800) break;
  }
  expect(value).toBe(bound);
});
