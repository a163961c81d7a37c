import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { methodsFor } from "../../src/planner/methods-for.ts";
import { plan } from "../../src/planner/plan.ts";
import { METHODS } from "../../src/planner/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { randomDocument } from "../support/random-document.ts";

const box = { id: "r", count: 2, capacity: { cpu: 4 }, price: "1/h" };
const job = { id: "t", count: 3, demand: { cpu: 1 }, cost: 1, optional: true };
const instance = parseInstance({ mode: "placement", resources: [box], tasks: [job] });

test("every method can be asked for alone, and left out, wherever it fits or not", async () => {
  let fitting = 0;
  for (let seed = 0; seed < 6; seed++) {
    const random = makeRandom(seed);
    const document = randomDocument(random, { maxTasks: 5, maxResources: 3 });
    const one = parseInstance(document);
    for (const { name, fits } of methodsFor(one)) {
      if (name === "learned") continue;
      const alone = await plan(one, { method: name, workLimit: 30 });
      expect(alone.method).toBe(name);
      if (fits === true) fitting++;
      const isTold = alone.notes.length > 0 || alone.termination !== "unsupported";
      expect(isTold, `${name}, seed ${seed}`).toBe(true);
    }
    const without = METHODS.map(({ name }) => name).filter((name) => name !== "greedy");
    const rest = await plan(one, { without, workLimit: 30 });
    expect(rest.without).toEqual([...without].sort());
    const sources = rest.trace.map(({ source }) => source);
    expect(sources).not.toContain("local search");
    expect(sources).not.toContain("highs");
  }
  expect(fitting).toBeGreaterThan(20);
});

test.each([
  [{ without: ["pakcing"] }, /Unknown method "pakcing"\. Maybe "packing"\./],
  [{ method: "simplex" }, /Unknown method "simplex"\. Maybe one of: auto, list, /],
  [{ method: "local", without: ["local"] }, /asked for and left out/],
  [{ method: "no" }, /Unknown method "no"/],
])("%o is refused", async (options, message) => {
  await expect(plan(instance, options)).rejects.toThrow(message);
});

test("a named list alone leaves with its certified gap", async () => {
  const random = makeRandom(3);
  const ids = Array.from({ length: 4 }, (_, r) => `r${r}`);
  const jobs = Array.from({ length: 16 }, (_, t) => ({
    id: `t${t}`,
    runtime: Object.fromEntries(ids.map((id) => [id, `${random.int(60, 600)}s`])),
  }));
  const batch = parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: ids.map((id) => ({ id })),
    tasks: jobs,
  });
  const { levels, trace } = await plan(batch, { method: "lpt" });
  expect(levels[0].bound?.certificate?.kind).toMatch(/prices|search/);
  expect(levels[0].gap).toBeLessThan(0.5);
  const sources = new Set(
    trace.filter(({ value }) => value !== undefined).map((one) => one.source),
  );
  expect([...sources].filter((source) => /greedy|local|branch|fit/.test(source))).toEqual([]);
  expect(sources).toContain("lpt");
});

test("later objectives begin although the first is open", async () => {
  const random = makeRandom(5);
  const ids = Array.from({ length: 6 }, (_, r) => `r${r}`);
  const document = {
    mode: "batch",
    exclusive: true,
    objectives: ["makespan", "cost"],
    resources: ids.map((id, r) => ({ id, price: `${1 + r}/h` })),
    tasks: Array.from({ length: 40 }, (_, t) => ({
      id: `t${t}`,
      runtime: Object.fromEntries(ids.map((id) => [id, `${random.int(1e6, 1e7)}ms`])),
    })),
  };
  const { levels, trace } = await plan(parseInstance(document), { workLimit: 60 });
  expect(levels[0].termination).toBe("work-limit");
  const second = trace.filter(({ level, value }) => level === 1 && value !== undefined);
  expect(second.length).toBeGreaterThan(1);
  expect(levels[1].gap).toBeLessThan(0.3);
});

test.each(["auto", "greedy", "local", "lpt"])(
  "%s tells that a budget is too small over time",
  async (method) => {
    const document = {
      mode: "batch",
      budget: 30,
      resources: [{ id: "host", count: 2, capacity: { gpu: 8 }, price: "8/h" }],
      tasks: [{ id: "t", count: 6, demand: { gpu: 8 }, runtime: "2h" }],
    };
    const { termination, notes } = await plan(parseInstance(document), { method, workLimit: 400 });
    expect(termination).toBe("infeasible");
    expect(notes[0]).toMatch(/costs at least .*budget/);
  },
);

test("parts that fill bins by patterns alone are proven to need as many, however few they are", async () => {
  // Three of 34 do not fit into 100, so two go together: 5 bins, where sums say 4.
  const document = {
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "bin", count: 8, capacity: { memory: "100GiB" }, fixed_price: 1 }],
    tasks: [{ id: "part", count: 10, demand: { memory: "34GiB" } }],
  };
  for (const method of ["auto", "packing"]) {
    const { termination, levels } = await plan(parseInstance(document), { method, workLimit: 200 });
    expect(termination, method).toBe("optimal");
    expect(levels[0].bound, method).toMatchObject({ value: 5_000_000, proof: "ours" });
  }
});

test.each(["placement", "schedule"])(
  "any one method can be left out within a time limit: %s",
  async (kind) => {
    const random = makeRandom(11);
    const window = kind === "placement" ? {} : { available: { until: "48h" } };
    const hosts = Array.from({ length: 3 }, (_, r) => ({
      id: `r${r}`,
      capacity: { cpu: 12 },
      ...window,
    }));
    const jobs = Array.from({ length: 9 }, (_, t) => ({
      id: `t${t}`,
      demand: { cpu: random.int(1, 3) },
      runtime: `${random.int(1, 9)}h`,
    }));
    const mode = kind === "placement" ? "placement" : "batch";
    const one = parseInstance({ mode, objectives: ["balance"], resources: hosts, tasks: jobs });
    for (const name of ["milp", "local", "greedy", "prices", "areas"]) {
      const outcome = await plan(one, { without: [name], timeLimit: 250 });
      expect(outcome.plan, name).toBeDefined();
    }
  },
);

test("a search over time takes on what makes a plan lawful, whatever that costs", async () => {
  // Whoever takes the dear optional pieces first must give them up for those that must be placed.
  const document = {
    mode: "batch",
    objectives: ["throughput"],
    resources: [{ id: "host", capacity: { cpu: 1 }, available: { until: "8h" } }],
    tasks: [
      { id: "must", count: 2, runtime: "3h", demand: { cpu: 1 } },
      { id: "last", runtime: "2h", demand: { cpu: 1 } },
      { id: "best", count: 2, runtime: "3h", demand: { cpu: 1 }, optional: true, value: 50 },
    ],
  };
  const { levels } = await plan(parseInstance(document), { method: "local", workLimit: 400 });
  expect(levels[0].value).toBe(-3000);
});

test("what is infeasible without losses is so with them, in the words of the proof", async () => {
  const document = {
    mode: "batch",
    budget: 30,
    robust: 1,
    resources: [{ id: "host", count: 3, capacity: { gpu: 8 }, price: "8/h" }],
    tasks: [{ id: "t", count: 6, demand: { gpu: 8 }, runtime: "2h" }],
  };
  const { termination, notes } = await plan(parseInstance(document), { workLimit: 4000 });
  expect(termination).toBe("infeasible");
  expect(notes.join(" ")).toMatch(/costs at least .*budget/);
});

test("a method that does not fit says so, also behind cheap bounds", async () => {
  for (const method of ["dp", "wide", "fleet", "lpt", "areas"]) {
    const { termination, notes } = await plan(instance, { method, workLimit: 50 });
    expect(termination, method).toBe("unsupported");
    expect(notes.join(" "), method).toMatch(new RegExp(`No method fits. ${method}: `));
  }
});
