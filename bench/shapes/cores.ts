import type { Random } from "../../src/util/random.ts";

/** A pure core: tasks on different machines or hosts, in units so fine that few amounts are equal. */
export interface Cores {
  readonly tasks: number;
  readonly machines: number;
}

/** Jobs that suit machines more or less, one at a time, to the millisecond: makespan. */
export function millisecondCore({ tasks, machines }: Cores, random: Random): object {
  const slowness = Array.from({ length: machines }, () => 0.6 + random.unit());
  return {
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: slowness.map((_, m) => ({ id: `m${m + 1}` })),
    tasks: Array.from({ length: tasks }, (_, t) => {
      const size = random.int(1_200_000, 4_000_000);
      const runtimes = slowness.map((slow) =>
        Math.round(size * slow * (0.7 + 0.6 * random.unit())),
      );
      return { id: `t${t + 1}`, runtime: runtimes.map((runtime) => `${runtime}ms`) };
    }),
  };
}

/** Tasks of memory on hosts that are nine tenths full, each at a cost of its own there: cost. */
export function memoryCore({ tasks, machines }: Cores, random: Random): object {
  const sizes = Array.from({ length: tasks }, () => random.int(20_000, 110_000));
  const fair = sizes.reduce((sum, size) => sum + size, 0) / machines / 0.9;
  return {
    mode: "placement",
    objectives: ["cost"],
    resources: Array.from({ length: machines }, (_, m) => ({
      id: `h${m + 1}`,
      capacity: { memory: `${Math.round(fair * (0.8 + 0.4 * random.unit()))}MiB` },
    })),
    tasks: sizes.map((size, t) => ({
      id: `t${t + 1}`,
      demand: { memory: `${size}MiB` },
      cost: Array.from({ length: machines }, () => random.int(1000, 9999) / 100),
    })),
  };
}
