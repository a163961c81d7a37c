import fc from "fast-check";
import { expect, test } from "vitest";
import { intervalLanes } from "../../src/report/lanes.ts";
import { drawn } from "../support/drawn.ts";

const intervals = fc
  .array(fc.tuple(fc.nat(12), fc.nat(6)), { maxLength: 25 })
  .map((list) => list.map(([from, length]) => [from, from + length] as const))
  .map((list) => list.sort(([a], [b]) => a - b));

/** How many intervals run at the fullest instant; those of no length stand beside what came before them and still runs. */
function fullest(list: readonly (readonly [number, number])[]): number {
  const running = (at: number, some: readonly (readonly [number, number])[]) =>
    some.filter(([from, until]) => from <= at && at < until).length;
  return Math.max(
    list.length > 0 ? 1 : 0,
    ...list.map(([at, end], i) =>
      end > at ? running(at, list) : running(at, list.slice(0, i)) + 1,
    ),
  );
}

test("nothing overlaps in a lane, and there are no more lanes than run at once", () => {
  fc.assert(
    fc.property(intervals, (list) => {
      const { lane, count } = intervalLanes(
        list.map(([from]) => from),
        list.map(([, until]) => until),
      );
      for (const [i, [from]] of list.entries()) {
        for (let j = 0; j < i; j++)
          if (lane[j] === lane[i]) expect(list[j][1]).toBeLessThanOrEqual(from);
      }
      expect(new Set(lane).size).toBe(count);
      expect(count).toBe(fullest(list));
    }),
    { numRuns: drawn(200) },
  );
});
