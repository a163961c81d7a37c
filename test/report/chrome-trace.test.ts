import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { readInstance } from "../../src/io/read-instance.ts";
import { pieceEnd } from "../../src/plan/piece.ts";
import { plan } from "../../src/planner/plan.ts";
import { planTrace } from "../../src/report/chrome-trace.ts";
import { UsageError } from "../../src/util/errors.ts";

const tonight = resolve(import.meta.dirname, "../../instances/tonight.yaml");

interface Event {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly name: string;
  readonly id: number;
  readonly args: Readonly<Record<string, number>>;
}

async function traced(document: Parameters<typeof parseInstance>[0] | string) {
  const instance =
    typeof document === "string" ? await readInstance(document) : parseInstance(document);
  const { plan: verified } = await plan(instance, { method: "greedy" });
  if (verified === undefined) throw new Error("no plan to trace");
  const { traceEvents } = JSON.parse([...planTrace(verified)].join(""));
  return { verified, events: traceEvents as readonly Event[] };
}

test("every piece is a slice with its times, and no two slices of a thread overlap", async () => {
  const { verified, events } = await traced(tonight);
  const slices = events.filter(({ ph }) => ph === "X");
  const { instance, plan: found } = verified;
  const times = [...found.task.keys()].map((k) => [
    found.resource[k] + 1,
    found.start[k] * 1000,
    pieceEnd(instance, found, k) * 1000,
  ]);
  expect(slices.map(({ pid, ts, dur }) => [pid, ts, ts + dur]).sort()).toEqual(times.sort());
  for (const [i, a] of slices.entries()) {
    for (const b of slices.slice(0, i)) {
      if (a.pid !== b.pid || a.tid !== b.tid) continue;
      expect(Math.min(a.ts + a.dur, b.ts + b.dur)).toBeLessThanOrEqual(Math.max(a.ts, b.ts));
    }
  }
  expect(Math.max(...slices.map(({ tid }) => tid))).toBeGreaterThan(1);
});

test("arrows leave and arrive inside slices, as often as something waits", async () => {
  const { events } = await traced(tonight);
  const slices = events.filter(({ ph }) => ph === "X");
  const ends = events.filter(({ ph }) => ph === "s" || ph === "f");
  for (const { pid, tid, ts } of ends) {
    const inside = slices.filter(
      (one) => one.pid === pid && one.tid === tid && one.ts <= ts && ts < one.ts + one.dur,
    );
    expect(inside).toHaveLength(1);
  }
  // Two chains of three stages; the report waits for two entries and for each stage of a third.
  expect(ends.filter(({ ph }) => ph === "s")).toHaveLength(2 * 2 + 5);
  expect(ends.filter(({ ph }) => ph === "f").map(({ id }) => id)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
});

test("counters come back to nothing and never pass the capacity", async () => {
  const { verified, events } = await traced(tonight);
  const counters = events.filter(({ ph }) => ph === "C");
  const { resources, resourceOfCopy } = verified.instance;
  for (const { pid, args, name } of counters) {
    const d = verified.instance.dimensions.findIndex((one) => one.name === name);
    const { capacity } = resources[resourceOfCopy[pid - 1]];
    const unit = "MiB" in args ? 1 : 1000;
    expect(Object.values(args)[0] * unit).toBeLessThanOrEqual(capacity[d]);
  }
  const last = new Map(counters.map(({ pid, name, args }) => [`${pid} ${name}`, args]));
  expect([...last.values()].flatMap((args) => Object.values(args)).every((x) => x === 0)).toBe(
    true,
  );
  expect(counters.length).toBeGreaterThan(10);
});

test("hostile names are data", async () => {
  const name = '"},{"ph":"X"</script>\u202e';
  const { events } = await traced({
    mode: "batch",
    name,
    resources: [{ id: "a", capacity: { cpu: 1 } }],
    tasks: [{ id: "t", runtime: "1h", demand: { cpu: 1 } }],
  });
  expect(events.filter(({ ph }) => ph === "X")).toHaveLength(1);
});

test("a placement has no times to trace", async () => {
  const { plan: verified } = await plan(
    parseInstance({
      mode: "placement",
      resources: [{ id: "a", capacity: { cpu: 1 } }],
      tasks: [{ id: "t", demand: { cpu: 1 } }],
    }),
  );
  if (verified === undefined) throw new Error("no plan to trace");
  expect(() => planTrace(verified).next()).toThrow(UsageError);
});
