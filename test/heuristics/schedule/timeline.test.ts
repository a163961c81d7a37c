import { expect, test } from "vitest";
import { Timeline } from "../../../src/heuristics/schedule/timeline.ts";
import type { Need, ResourceType } from "../../../src/heuristics/schedule/types.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { drawn } from "../../support/drawn.ts";

const HORIZON = 30;

/** Two groups of single devices, of three and of two, behind a row that all share. */
const resourceType: ResourceType = {
  entry: 0,
  first: 0,
  count: 1,
  from: 0,
  until: HORIZON,
  capacity: Float64Array.of(4, 1000, 1000, 1000, 1000, 1000),
  plainRows: 1,
  groups: [
    { dimension: 1, first: 0, count: 3, row: 1 },
    { dimension: 2, first: 0, count: 2, row: 4 },
  ],
  exclusivity: -1,
  closed: [],
  hasSetup: false,
};

function needOf(random: Random): Need {
  const whole = [random.int(0, 3), random.int(0, 2)];
  return {
    rows: Float64Array.of(random.int(0, 1)),
    whole: Int32Array.from(whole),
    share: Float64Array.from(whole, (n) => (n === 0 ? random.int(0, 3) * 333 : 0)),
  };
}

/** A line on which pieces stand wherever they fit, some of them taken away again. */
function filled(random: Random): Timeline {
  const line = new Timeline(resourceType);
  for (let i = 0; i < 12; i++) {
    const [need, runtime] = [needOf(random), 1 + random.int(0, 4)];
    const start = line.earliest(need, runtime, random.int(0, HORIZON - 1), HORIZON);
    if (start === undefined) continue;
    const devices = line.devicesAt(need, start, runtime)!;
    line.add(need, runtime, start, devices);
    if (random.int(0, 3) === 0) line.remove(need, runtime, start, devices);
  }
  return line;
}

test("no start is leapt over where single devices are in use", () => {
  let waits = 0;
  for (let seed = 1; seed <= drawn(2000); seed++) {
    const random = makeRandom(seed);
    const line = filled(random);
    const [need, runtime] = [needOf(random), 1 + random.int(0, 5)];
    const [ready, before] = [random.int(0, 9), 12 + random.int(0, HORIZON - 1)];
    const starts = Array.from({ length: HORIZON - runtime + 1 }, (_, start) => start).filter(
      (start) =>
        start >= ready &&
        start <= before &&
        line.slots(need, runtime, start, 1) === 1 &&
        line.devicesAt(need, start, runtime) !== undefined,
    );
    expect(line.earliest(need, runtime, ready, before), `seed ${seed}`).toBe(starts[0]);
    expect(line.latest(need, runtime, ready, before), `seed ${seed}`).toBe(starts.at(-1));
    if (starts[0] > ready) waits++;
  }
  expect(waits).toBeGreaterThan(drawn(200));
});
