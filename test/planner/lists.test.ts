import { expect, test } from "vitest";
import { generate } from "../../src/instance/generate/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { startClock } from "../../src/planner/clock.ts";
import { Incumbent } from "../../src/planner/incumbent.ts";
import type { Event, LevelEnd } from "../../src/planner/method.ts";
import { greedy } from "../../src/planner/methods/lists.ts";

/** All lists on a clock where each event takes a second, `left` ms before the limit; how they ended and their names. */
async function listsWithin(left: number | undefined, withPlan: boolean) {
  const instance = parseInstance(generate("gap-c", { tasks: 20, resources: 4, seed: 1 }));
  const incumbent = new Incumbent(instance, targetsOf(instance)[0], []);
  let seconds = 0;
  const clock = { ...startClock({}), seconds: () => seconds, left: () => left };
  const events = greedy.events({ incumbent, clock, goal: { gap: 0, slack: 0 }, seed: 1 } as never);
  const names = new Set<string>();
  for (;;) {
    const next = (await events.next()) as IteratorResult<Event, LevelEnd | undefined>;
    if (next.done === true) return { end: next.value, names };
    seconds++;
    const { plan, source } = next.value;
    if (plan === undefined) continue;
    if (withPlan) incumbent.offer(plan, "list");
    names.add(String(source));
  }
}

test("with a plan at hand no list begins that may end behind the limit, and that is the limit's end", async () => {
  const whole = await listsWithin(undefined, true);
  expect(whole.end).toBeUndefined();
  expect(whole.names.size).toBeGreaterThan(1);
  const cut = await listsWithin(1500, true);
  expect(cut).toEqual({
    end: { termination: "time-limit" },
    names: new Set([...whole.names].slice(0, 1)),
  });
  // Without a plan every list is tried, late or not.
  expect((await listsWithin(1500, false)).names).toEqual(whole.names);
  expect((await listsWithin(3_600_000, true)).names).toEqual(whole.names);
});
