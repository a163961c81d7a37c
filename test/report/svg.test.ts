import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { readInstance } from "../../src/io/read-instance.ts";
import { plan } from "../../src/planner/plan.ts";
import { planSvg } from "../../src/report/svg.ts";
import { UsageError } from "../../src/util/errors.ts";

const tonight = resolve(import.meta.dirname, "../../instances/tonight.yaml");

async function draw(instance: Instance) {
  const outcome = await plan(instance, { method: "greedy" });
  if (outcome.plan === undefined) throw new Error("no plan to draw");
  return { pieces: outcome.plan.plan.task.length, svg: planSvg(outcome.plan) };
}

/** The drawn bars, lanes left out. */
function bars(svg: string) {
  return [...svg.matchAll(/class="c\d" x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"/g)].map(
    ([, ...numbers]) => numbers.map(Number),
  );
}

test("no bar hides another, shares of one device included", async () => {
  const shares = parseInstance({
    mode: "batch",
    objectives: ["makespan"],
    resources: [{ id: "host", count: 2, capacity: { cpu: 9 }, devices: { gpu: 3 } }],
    tasks: [
      { id: "third", count: 5, demand: { gpu: 0.3, cpu: 1 }, runtime: "50m" },
      { id: "most", count: 2, demand: { gpu: 0.7 }, runtime: "90m" },
      { id: "two", count: 2, demand: { gpu: 2 }, runtime: "40m" },
      { id: "none", count: 4, demand: { cpu: 2 }, runtime: "70m" },
    ],
  });
  for (const instance of [shares, await readInstance(tonight)]) {
    const { pieces, svg } = await draw(instance);
    const drawn = bars(svg);
    expect(drawn.length).toBeGreaterThanOrEqual(pieces);
    for (const [i, [x, y, width, height]] of drawn.entries()) {
      for (const [ox, oy, otherWidth, otherHeight] of drawn.slice(0, i)) {
        const across = Math.min(x + width, ox + otherWidth) - Math.max(x, ox);
        const down = Math.min(y + height, oy + otherHeight) - Math.max(y, oy);
        expect(Math.min(across, down)).toBeLessThanOrEqual(0.2);
      }
    }
  }
});

test("a name stays a name", async () => {
  const { svg } = await draw(
    parseInstance({
      mode: "batch",
      exclusive: true,
      name: '"><script>\u202e',
      resources: [{ id: "a" }],
      tasks: [{ id: "t", runtime: "1h" }],
    }),
  );
  expect(svg).not.toMatch(/<script|\u202e|"">/);
  expect(svg).toContain("&quot;&gt;&lt;script&gt;\ufffd");
});

test("a placement has no times to draw", async () => {
  const placement = parseInstance({
    mode: "placement",
    resources: [{ id: "a", capacity: { cpu: 1 } }],
    tasks: [{ id: "t", demand: { cpu: 1 } }],
  });
  const outcome = await plan(placement);
  if (outcome.plan === undefined) throw new Error("no plan to draw");
  const verified = outcome.plan;
  expect(() => planSvg(verified)).toThrow(UsageError);
});
