import { Writable } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { beginCommand } from "../../src/cli/command-run.ts";
import { showProgress, showSteadily } from "../../src/cli/progress.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";

const [makespan] = targetsOf(
  parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: [{ id: "r" }],
    tasks: [{ id: "t", runtime: "1h" }],
  }),
);

let lines: string[] = [];

beforeEach(() => {
  lines = [];
  const write = (text: Buffer, _: unknown, done: () => void) => {
    lines.push(...text.toString().split("\n").filter(Boolean));
    done();
  };
  const stream = new Writable({ write });
  beginCommand({ stdout: stream, stderr: stream, began: 0 });
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a log beats every five seconds, says what is certified, and names the run once it is a long one", () => {
  const progress = showProgress(false, false);
  progress.begin("night: 50 tasks on 6 resources");
  const entry = { level: 0, target: makespan, source: "schedule search" };
  progress.onTrace({ ...entry, seconds: 0, value: 3_600_000 });
  expect(lines).toEqual(["0.0s  makespan 1h  bound -  gap -  (schedule search)"]);
  vi.advanceTimersByTime(4000);
  expect(lines).toHaveLength(1);
  vi.advanceTimersByTime(2000);
  expect(lines.slice(1)).toEqual([
    "night: 50 tasks on 6 resources",
    expect.stringMatching(
      /^5\.\ds {2}makespan 1h {2}bound - {2}gap - {2}\(schedule search, 5 s ago\)$/,
    ),
  ]);
  progress.onTrace({
    ...entry,
    seconds: 6,
    source: "clauses",
    value: 3_600_000,
    bound: 1_800_000,
    certified: 900_000,
  });
  expect(lines.at(-1)).toBe("6.0s  makespan 1h  bound 30m (certified 15m)  gap 50 %  (clauses)");
  vi.advanceTimersByTime(10_000);
  expect(lines).toHaveLength(6);
  progress.end();
  vi.advanceTimersByTime(20_000);
  expect(lines).toHaveLength(6);
});

test("a run without any news says that it has none", () => {
  const progress = showProgress(false, false);
  progress.begin("fleet: 2 tasks on 1 resource");
  vi.advanceTimersByTime(6000);
  expect(lines).toEqual([
    "fleet: 2 tasks on 1 resource",
    expect.stringMatching(/no plan and no bound yet$/),
  ]);
  progress.end();
});

test("nothing is said where nothing is to be said", () => {
  const progress = showProgress(true, false);
  progress.begin("night: 50 tasks on 6 resources");
  vi.advanceTimersByTime(20_000);
  progress.end();
  expect(lines).toEqual([]);
});

test("what has no plan to tell of says how far it is every five seconds, and no more once it has ended", () => {
  let done: string | undefined;
  const shown = showSteadily(false, () => done);
  vi.advanceTimersByTime(6000);
  expect(lines).toEqual([]);
  done = "3 of 9 judged";
  vi.advanceTimersByTime(5000);
  expect(lines).toEqual([expect.stringMatching(/^10\.\ds {2}3 of 9 judged$/)]);
  shown.end();
  vi.advanceTimersByTime(20_000);
  expect(lines).toHaveLength(1);
  const silent = showSteadily(true, () => "nothing");
  silent.tell("said");
  vi.advanceTimersByTime(20_000);
  silent.end();
  expect(lines).toHaveLength(1);
});
