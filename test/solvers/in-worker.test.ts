import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { admit } from "../../src/program/admit.ts";
import type { Program, SolveEvent } from "../../src/program/types.ts";
import { solveInWorker } from "../../src/solvers/in-worker.ts";
import { SOLVER_NAMES } from "../../src/solvers/registry.ts";
import { releaseLane, takeLane } from "../../src/solvers/worker-lanes.ts";
import { SolverError, UsageError } from "../../src/util/errors.ts";
import { QUICK } from "../support/berth.ts";
import { drawn } from "../support/drawn.ts";
import { dense, gapTypeD } from "./programs.ts";

const INF = Number.POSITIVE_INFINITY;
const knapsack = dense(
  [
    [0, 1, -5, "i"],
    [0, 1, -4, "i"],
  ],
  [[-INF, [2, 3], 3]],
);
const hard = gapTypeD(10, 40, 5);

test.each(SOLVER_NAMES)("%s answers through a thread", async (name) => {
  const { termination, point } = await solveInWorker(name, knapsack);
  expect([termination, point]).toEqual(["optimal", { x: Float64Array.of(1, 0), value: -5 }]);
});

test("names and arrays stay the caller's", async () => {
  const program: Program = { ...knapsack, columnName: (j) => `x${j}`, rowName: () => "weight" };
  const start = Float64Array.of(0, 1);
  await solveInWorker("highs", program, { start });
  expect(program.objective).toEqual(Float64Array.of(-5, -4));
  expect(program.columnName?.(1)).toBe("x1");
  expect(start).toEqual(Float64Array.of(0, 1));
});

test("the deadline keeps the incumbent and the bound", async () => {
  const events: SolveEvent[] = [];
  const result = await solveInWorker(
    "highs",
    hard,
    { timeLimit: 1200 },
    { onEvent: (event) => events.push(event) },
  );
  expect(result.termination).toBe("time-limit");
  expect(result.point).toEqual(events.findLast((event) => event.point !== undefined)?.point);
  expect(admit(hard, result.point?.x ?? new Float64Array())).toEqual(result.point);
  const bounds = events.flatMap(({ dualBound }) => dualBound ?? []);
  expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
  expect(result.dualBound).toBeGreaterThanOrEqual(bounds.at(-1) ?? INF);
  expect(result.dualBound).toBeLessThanOrEqual(result.point?.value ?? 0);
});

test("the deadline wins over a solver that does not look up", async () => {
  const { termination, rawStatus, dualBound } = await solveInWorker("jslp", hard, {
    timeLimit: 300,
  });
  expect(termination).toBe("time-limit");
  expect(["thread ended", "feasible", "infeasible"]).toContain(rawStatus);
  expect(dualBound).toBeUndefined();
});

test("an abort keeps the incumbent", async () => {
  const controller = new AbortController();
  let seen: SolveEvent["point"];
  const result = await solveInWorker(
    "highs",
    hard,
    {},
    {
      signal: controller.signal,
      onEvent: ({ point }) => {
        if (point === undefined) return;
        seen = point;
        controller.abort();
      },
    },
  );
  expect(result.termination).toBe("interrupted");
  expect(result.point?.value).toBeLessThanOrEqual(seen?.value ?? -INF);
});

test("a solve that need not begin does not begin", async () => {
  const aborted = { signal: AbortSignal.abort() };
  expect((await solveInWorker("highs", hard, {}, aborted)).termination).toBe("interrupted");
  expect((await solveInWorker("highs", hard, { timeLimit: 0 })).termination).toBe("time-limit");
  expect((await solveInWorker("highs", hard, {}, { shouldStop: () => true })).termination).toBe(
    "interrupted",
  );
});

test("shouldStop is polled on this side", async () => {
  let polls = 0;
  const result = await solveInWorker("highs", hard, {}, { shouldStop: () => ++polls > 3 });
  expect(result.termination).toBe("interrupted");
});

describe("faults", () => {
  test("an unknown solver is a usage error with a suggestion", async () => {
    const solving = solveInWorker("higs", knapsack);
    await expect(solving).rejects.toThrow(UsageError);
    await expect(solving).rejects.toThrow('Unknown solver "higs". Maybe "highs".');
  });

  test("a hook's own error ends the solve", async () => {
    const failing = () => {
      throw new Error("the hook's own");
    };
    await expect(solveInWorker("highs", hard, {}, { onEvent: failing })).rejects.toThrow(
      "the hook's own",
    );
    expect((await solveInWorker("highs", knapsack)).termination).toBe("optimal");
  });

  test("a crashed thread is a solver error that names the solver and the size", async () => {
    // The idle thread taken and given back last is the one the solve will take.
    const lane = takeLane();
    releaseLane(lane);
    const kill = () => void lane.worker.terminate();
    const solving = solveInWorker("highs", hard, {}, { onEvent: kill });
    await expect(solving).rejects.toThrow(SolverError);
    await expect(solving).rejects.toThrow(/highs crashed on 400 columns, 50 rows, 800 nonzeros/);
  });

  test("a program of nonsense is an error, not a hang", async () => {
    const nonsense = { ...knapsack, rowStart: Int32Array.of(0, 99) };
    await expect(solveInWorker("highs", nonsense)).rejects.toThrow(SolverError);
  });
});

test("many solves leave no listener behind", async () => {
  const { signal } = new AbortController();
  const values = new Set<number | undefined>();
  for (let k = 0; k < drawn(1000); k++) {
    values.add(
      (await solveInWorker("highs", knapsack, { timeLimit: 1e6 }, { signal })).point?.value,
    );
  }
  expect([...values]).toEqual([-5]);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("solves side by side do not mix", async () => {
  const programs = [1, 2, 3, 4].map((value) => dense([[value, 9, 1]]));
  const results = await Promise.all(programs.map((program) => solveInWorker("highs", program)));
  expect(results.map(({ point }) => point?.value)).toEqual([1, 2, 3, 4]);
});

test("an idle thread does not keep the process alive", async () => {
  const root = resolve(import.meta.dirname, "../..");
  const script = `
    import { parseInstance, plan } from "./dist/index.js";
    const instance = parseInstance({
      mode: "placement",
      objectives: ["cost"],
      resources: [
        { id: "large", count: 3, capacity: { cpu: 10 }, price: "3/h" },
        { id: "small", count: 3, capacity: { cpu: 7 }, price: "2/h" },
      ],
      tasks: [
        { id: "four", count: 3, demand: { cpu: 4 } },
        { id: "three", count: 2, demand: { cpu: 3 } },
        { id: "five", demand: { cpu: 5 } },
      ],
    });
    const { trace } = await plan(instance, { method: "milp" });
    console.log(trace.some(({ source }) => source === "highs"));
  `;
  const run = promisify(execFile)(
    process.execPath,
    [...QUICK, "--input-type=module", "-e", script],
    {
      cwd: root,
      timeout: 60_000,
    },
  );
  expect((await run).stdout).toBe("true\n");
});
