import fc from "fast-check";
import { expect, test } from "vitest";
import type { CoreEvent } from "../../../src/cores/events.ts";
import type { MakespanCore } from "../../../src/cores/types.ts";
import { improveMakespan } from "../../../src/heuristics/makespan/improve.ts";
import { earliestCompletion } from "../../../src/heuristics/makespan/start.ts";
import { cores, leastMakespan, makespanOf, uniformCore } from "../../exact/makespan/cores.ts";

const open = { upper: () => Number.POSITIVE_INFINITY, lower: () => Number.NEGATIVE_INFINITY };

function first(events: Iterable<CoreEvent>, count: number): CoreEvent[] {
  const found: CoreEvent[] = [];
  for (const event of events) {
    found.push(event);
    if (found.length >= count) break;
  }
  return found;
}

function lastValue(core: MakespanCore, events: readonly CoreEvent[]): number {
  let last = Number.POSITIVE_INFINITY;
  for (const { assignment, value, bound } of events) {
    expect(bound).toBeUndefined();
    if (assignment === undefined) continue;
    expect(value).toBe(makespanOf(core, assignment));
    expect(value).toBeLessThan(last);
    last = value as number;
  }
  return last;
}

test("every assignment is allowed and better than the one before; tiny cores nearly always come to their optimum", () => {
  let [asked, reached] = [0, 0];
  fc.assert(
    fc.property(cores, fc.integer({ min: 1, max: 9 }), (core, seed) => {
      const least = leastMakespan(core);
      const told = { ...open, lower: () => least ?? 0 };
      const last = lastValue(core, first(improveMakespan(core, told, seed), 40));
      if (least === undefined) expect(last).toBe(Number.POSITIVE_INFINITY);
      else {
        expect(last).toBeGreaterThanOrEqual(least);
        if (least >= 1_000_000) return;
        asked++;
        if (last === least) reached++;
      }
    }),
    { numRuns: 400 },
  );
  expect(asked).toBeGreaterThan(50);
  expect(reached).toBeGreaterThan(0.97 * asked);
});

test("equal seeds give equal events, other seeds others", () => {
  const core = uniformCore(60, 6, 10, 100, 3);
  const run = (seed: number) => first(improveMakespan(core, open, seed), 12);
  expect(run(4)).toEqual(run(4));
  expect(run(4)).not.toEqual(run(5));
});

test("comes close to the bound where earliest completion does not", () => {
  const core = uniformCore(100, 10, 10, 100, 3);
  const start = makespanOf(core, earliestCompletion(core) as Int32Array) as number;
  const last = lastValue(core, first(improveMakespan(core, open, 1), 25));
  expect(last).toBeLessThan(0.95 * start);
});

test("packs identical resources", () => {
  const one = uniformCore(40, 1, 10, 100, 8);
  const runtime = Float64Array.from({ length: 40 * 5 }, (_, e) => one.runtime[Math.floor(e / 5)]);
  const core = { ...one, resources: 5, runtime, entry: new Int32Array(5) };
  const total = one.runtime.reduce((sum, p) => sum + p, 0);
  expect(lastValue(core, first(improveMakespan(core, open, 1), 60))).toBe(Math.ceil(total / 5));
});

test("starts from what it is given if that is better, and refuses what is not allowed", () => {
  const core = uniformCore(60, 6, 10, 100, 3);
  const events = first(improveMakespan(core, open, 1), 25);
  const best = events.findLast(({ assignment }) => assignment !== undefined)?.assignment;
  const again = first(improveMakespan(core, open, 2, best), 1);
  expect(again[0].assignment).toEqual(best);
  const outside = new Int32Array(60).fill(6);
  expect(first(improveMakespan(core, open, 2, outside), 1)[0].value).toBe(events[0].value);
});
