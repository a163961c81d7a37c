import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { offGrid } from "../../src/replan/off-grid.ts";

const situation = (mode: object, now: number) => ({
  instance: parseInstance({
    mode: "batch",
    ...mode,
    resources: [{ id: "h", capacity: { cpu: 3 } }],
    tasks: [
      { id: "a", demand: { cpu: 1 }, runtime: "1h" },
      { id: "b", demand: { cpu: 1 }, runtime: "30m" },
    ],
  }),
  now,
});
const MINUTE = 60_000;

test("a moment off the grid is told with the next one on it, and one on it is not", () => {
  expect(offGrid(situation({}, 37 * MINUTE))).toMatch(
    /multiples of 30m, and 37m is none: .* 30 times .*Maybe use --now 1h /,
  );
  expect(offGrid(situation({}, 90 * MINUTE))).toBeUndefined();
  expect(offGrid(situation({}, 0))).toBeUndefined();
  expect(offGrid(situation({ exclusive: true }, 37 * MINUTE))).toBeUndefined();
});
