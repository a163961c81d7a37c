import type { Random } from "../../src/util/random.ts";

const pick = <T>(random: Random, items: readonly T[]): T => items[random.int(0, items.length - 1)];

/** Room to choose: tasks that can go nearly everywhere, at costs that differ. */
export function roomyPlacement(random: Random): object {
  const resources = [
    { id: "a", count: 2, capacity: { cpu: random.int(3, 5) }, fixed_price: random.int(0, 2) },
    { id: "b", count: random.int(1, 2), capacity: { cpu: 4 }, devices: { gpu: 2 } },
  ];
  const tasks = Array.from({ length: random.int(1, 3) }, (_, i) => ({
    id: `t${i}`,
    count: random.int(1, 2),
    demand: { cpu: random.int(1, 2) },
    cost: { a: random.int(0, 3), b: random.int(0, 3) },
    runtime: { a: `${random.int(1, 4)}s`, b: `${random.int(1, 4)}s` },
    ...(random.int(0, 6) === 0 && { replicas: 2 }),
    ...(random.int(0, 6) === 0 && { optional: true }),
  }));
  const objectives = pick(random, [
    ["cost"],
    ["makespan", "cost"],
    ["balance"],
    ["completion-time"],
  ]);
  return { mode: "placement", resources, tasks, objectives };
}

/** The same over time, with hosts in a rack, a gang now and then and tasks that share a device. */
export function roomySchedule(random: Random): object {
  const resources = [
    { id: "a", count: 2, devices: { gpu: 2 } },
    { id: "b", devices: { gpu: random.int(1, 2) }, fixed_price: random.int(0, 1) },
  ];
  const tasks = Array.from({ length: random.int(2, 3) }, (_, i) => ({
    id: `t${i}`,
    demand: { gpu: pick(random, [0.5, 1, 1, 2]) },
    runtime: { a: `${random.int(1, 3)}s`, b: `${random.int(1, 3)}s` },
    weight: random.int(1, 3),
    cost: { a: random.int(0, 3), b: random.int(0, 3) },
    ...(random.int(0, 5) === 0 && { workers: 2 }),
    ...(i > 0 && random.int(0, 4) === 0 && { after: [`t${i - 1}`] }),
  }));
  const objectives = pick(random, [
    ["makespan"],
    ["weighted-completion"],
    ["cost"],
    ["makespan", "cost"],
  ]);
  return { mode: "batch", resources, tasks, objectives };
}

/** A plain sequence: one task at a time on each resource, nothing else. */
export function roomySequence(random: Random): object {
  const resources = [
    { id: "a", count: 2, devices: { gpu: 2 }, price: "3.7/h", fixed_price: random.int(0, 2) },
    { id: "b", price: "2/h", devices: { gpu: 2 } },
  ];
  const tasks = Array.from({ length: random.int(2, 5) }, (_, i) => ({
    id: `t${i}`,
    demand: { gpu: pick(random, [0.5, 1, 2]) },
    runtime: { a: `${random.int(0, 3)}s`, b: `${random.int(1, 3)}s` },
    ...(random.int(0, 4) === 0 && { release: `${random.int(1, 4)}s` }),
    ...(random.int(0, 4) === 0 && { optional: true }),
  }));
  const objectives = pick(random, [
    ["makespan"],
    ["cost"],
    ["weighted-completion"],
    ["throughput"],
  ]);
  return { mode: "batch", exclusive: true, resources, tasks, objectives };
}
