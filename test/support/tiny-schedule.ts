import type { Random } from "../../src/util/random.ts";
import { pick } from "./random-document.ts";

/** Sums over tasks, and what else grows with ends or is paid for. */
const OBJECTIVES = [
  "makespan",
  "weighted-completion",
  "weighted-tardiness",
  "late-tasks",
  "cost",
  "energy",
  "completion-time",
  "throughput",
] as const;

/**
 * A tiny nasty document of tasks side by side over time, in whole seconds, small enough to try every plan: gangs, waiting,
 * maintenance, limits, shares of devices, exclusive tasks and resources, setups, deadlines, tasks of no length.
 */
export function tinySchedule(random: Random): Record<string, unknown> {
  const rarely = () => random.int(0, 3) === 0;
  const hasGpu = random.int(0, 2) === 0;
  const isAlone = random.int(0, 4) === 0;
  const hosts = random.int(1, 2);
  const resources = Array.from({ length: hosts }, (_, r) => ({
    id: `r${r}`,
    kind: pick(random, ["small", "big"] as const),
    capacity: { cpu: random.int(1, 3) },
    ...(hasGpu && { devices: { gpu: random.int(1, 2) } }),
    price: pick(random, ["3600/h", "7200/h"] as const),
    power: "2W",
    labels: { rack: random.int(1, 2) },
    ...(rarely() && { maintenance: [{ from: "1s", until: `${random.int(2, 3)}s` }] }),
    ...(rarely() && { available: { from: `${random.int(0, 1)}s`, until: `${random.int(4, 7)}s` } }),
    ...(isAlone && { exclusive: true }),
    ...(rarely() && { billing: { by: "rental", every: pick(random, ["1s", "2s"] as const) } }),
    ...(rarely() && { fixed_price: 1 }),
  }));
  const hasSetup = isAlone && random.int(0, 1) === 0;
  const count = random.int(1, 3);
  const tasks = Array.from({ length: count }, (_, t) => ({
    id: `t${t}`,
    runtime: rarely() ? { r0: `${random.int(0, 2)}s`, "*": "1s" } : `${random.int(0, 3)}s`,
    demand: {
      cpu: random.int(0, 2),
      ...(hasGpu && { gpu: pick(random, [0, 0.5, 1, 0.4] as const) }),
    },
    weight: random.int(0, 3),
    priority: random.int(0, 1),
    ...(random.int(0, 1) === 0 && { due: `${random.int(1, 4)}s` }),
    ...(t === 0 && { due: "1s" }),
    ...(rarely() && { deadline: `${random.int(2, 6)}s` }),
    ...(rarely() && { release: `${random.int(0, 2)}s` }),
    ...(rarely() && { optional: true }),
    ...(rarely() && { exclusive: true }),
    ...(rarely() && { workers: rarely() ? { count: 2, within: "rack" } : 2 }),
    ...(rarely() && { cost: random.int(0, 3) }),
    ...(t > 0 &&
      rarely() && { after: { task: `t${random.int(0, t - 1)}`, lag: `${random.int(0, 1)}s` } }),
    ...(rarely() && { limits: { licence: 1 } }),
    ...(rarely() && { queue: "red" }),
    ...(hasSetup && { family: pick(random, ["a", "b"] as const) }),
    ...(rarely() && { separate: "s" }),
  }));
  const queued = tasks.some((task) => "queue" in task);
  const has = new Set(tasks.map((task) => ("family" in task ? task.family : "")));
  return {
    mode: "batch",
    objectives: random
      .shuffle([...OBJECTIVES])
      .slice(0, random.int(1, 2))
      .map((name) => objective(name, random)),
    resources,
    tasks,
    limits: [
      { name: "licence", capacity: 1 },
      ...(queued
        ? [{ name: "red", dimension: "cpu", queue: "red", capacity: random.int(1, 2) }]
        : []),
    ],
    ...(has.has("a") && has.has("b") && { setup: [{ from: "a", to: "b", time: "1s" }] }),
  };
}

function objective(name: (typeof OBJECTIVES)[number], random: Random): unknown {
  if (name === "weighted-completion" && random.int(0, 1) === 0) {
    return { objective: name, by_priority: true };
  }
  return name;
}
