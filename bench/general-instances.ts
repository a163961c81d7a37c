import { generate } from "../src/instance/generate/registry.ts";
import { makeRandom, type Random } from "../src/util/random.ts";

/** A named document for the benchmark of general instances. */
export interface GeneralCase {
  readonly name: string;
  readonly document: unknown;
}

/** Instances with more to them than a pure core; equal seeds give equal documents. */
export function generalCases(seed: number): readonly GeneralCase[] {
  const build: Readonly<Record<string, (random: Random) => unknown>> = {
    "rent 40x200": (random) => rent(40, 200, random),
    "rent 100x600": (random) => rent(100, 600, random),
    "serve 20x100": (random) => serve(20, 100, random),
    "serve 60x400": (random) => serve(60, 400, random),
    "night 12x80": (random) => night(12, 80, random),
    "pick 20x200": (random) => pick(20, 200, random),
    "windows 8x60": (random) => windows(8, 60, random),
    "smith 10x120": (random) => smith(10, 120, random),
    "fleet 20x300": () => generate("fleet", { tasks: 300, resources: 20, seed }),
  };
  return Object.entries(build).map(([name, make]) => ({
    name,
    document: make(makeRandom(seed)),
  }));
}

/** Placement on machines of several sizes, each paid once when used: cheapest set, in three dimensions. */
function rent(machines: number, tasks: number, random: Random): unknown {
  return {
    mode: "placement",
    objectives: ["cost"],
    resources: Array.from({ length: machines }, (_, i) => {
      const size = random.int(2, 10);
      return {
        id: `m${i}`,
        capacity: { cpu: 4 * size, memory: `${size * random.int(2, 8)}GiB`, network: 2 * size },
        fixed_price: size * 40 + random.int(0, 80),
      };
    }),
    tasks: Array.from({ length: tasks }, (_, i) => ({
      id: `t${i}`,
      demand: {
        cpu: random.int(1, 40) / 10,
        memory: `${random.int(1, 40) * 100}MiB`,
        network: random.int(1, 20) / 10,
      },
    })),
  };
}

/** Services with replicas across zones, shared devices and groups: balance, then cost. */
function serve(machines: number, tasks: number, random: Random): unknown {
  return {
    mode: "placement",
    objectives: ["balance", "cost"],
    resources: Array.from({ length: machines }, (_, i) => ({
      id: `n${i}`,
      capacity: { cpu: random.int(8, 32) * 3, memory: `${random.int(4, 16) * 24}GiB` },
      devices: { gpu: random.int(2, 8) },
      fixed_price: random.int(5, 30),
      labels: { zone: `z${i % 4}` },
    })),
    tasks: Array.from({ length: tasks }, (_, i) => ({
      id: `s${i}`,
      demand: {
        cpu: random.int(1, 60) / 10,
        memory: `${random.int(1, 24)}GiB`,
        gpu: [0, 0, 0.25, 0.5, 0.3, 1][random.int(0, 5)],
      },
      ...(random.int(0, 5) === 0 && { replicas: { count: 2, across: "zone" } }),
      ...(random.int(0, 9) === 0 && { separate: `apart${random.int(0, 3)}` }),
    })),
  };
}

/** Batch with measured-looking runtimes and money: makespan within 5 %, then cost. */
function night(machines: number, tasks: number, random: Random): unknown {
  return {
    mode: "batch",
    objectives: [{ makespan: "5%" }, "cost"],
    resources: Array.from({ length: machines }, (_, i) => ({
      id: `n${i}`,
      price: `${random.int(50, 900) / 100}/h`,
      fixed_price: random.int(0, 3),
    })),
    tasks: Array.from({ length: tasks }, (_, i) => ({
      id: `j${i}`,
      runtime: Array.from({ length: machines }, () => `${random.int(5, 180)}m`),
      ...(random.int(0, 4) === 0 && { colocate: `c${random.int(0, 3)}` }),
    })),
  };
}

/** More optional tasks than fit, with a budget: most value, then least cost. */
function pick(machines: number, tasks: number, random: Random): unknown {
  return {
    mode: "placement",
    objectives: ["throughput", "cost"],
    budget: machines * 30,
    resources: Array.from({ length: machines }, (_, i) => ({
      id: `m${i}`,
      capacity: { cpu: random.int(8, 24), memory: `${random.int(16, 64)}GiB` },
      fixed_price: random.int(10, 60),
    })),
    tasks: Array.from({ length: tasks }, (_, i) => ({
      id: `t${i}`,
      optional: random.int(0, 9) > 0,
      value: random.int(1, 50),
      demand: { cpu: random.int(5, 40) / 10, memory: `${random.int(1, 12)}GiB` },
    })),
  };
}

/** Batch with releases and deadlines: total cost, then makespan. */
function windows(machines: number, tasks: number, random: Random): unknown {
  return {
    mode: "batch",
    objectives: ["cost", "makespan"],
    resources: Array.from({ length: machines }, (_, i) => ({
      id: `n${i}`,
      price: `${random.int(50, 900) / 100}/h`,
      available: { until: "30h" },
    })),
    tasks: Array.from({ length: tasks }, (_, i) => {
      const release = random.int(0, 600);
      return {
        id: `j${i}`,
        release: `${release}m`,
        deadline: `${release + random.int(300, 900)}m`,
        runtime: Array.from({ length: machines }, () => `${random.int(10, 120)}m`),
      };
    }),
  };
}

/** Batch with weights: the sum of weighted ends. */
function smith(machines: number, tasks: number, random: Random): unknown {
  return {
    mode: "batch",
    objectives: ["weighted-completion"],
    resources: Array.from({ length: machines }, (_, i) => ({ id: `n${i}` })),
    tasks: Array.from({ length: tasks }, (_, i) => ({
      id: `j${i}`,
      weight: random.int(1, 20),
      runtime: Array.from({ length: machines }, () => `${random.int(10, 120)}m`),
    })),
  };
}
