import type { Random } from "../../util/random.ts";
import type { Generator } from "./types.ts";

/**
 * A batch on hosts that all differ: each has rates of compute and of memory traffic, memory, and a price that follows
 * what it can do, with a spread; each task has work of both kinds, so that some are bound by compute and some by
 * traffic (the roofline model: Williams, Waterman, Patterson 2009, DOI 10.1145/1498765.1498785). Windows hold about 1.5
 * times the work of a plan that puts equal shares of tasks on all hosts.
 */
export const diverse: Generator = {
  summary: "tasks with work of two kinds on hosts that all differ",
  make: ({ tasks, resources }, random) => {
    const hosts = Array.from({ length: resources }, (_, r) => makeHost(r, random));
    const jobs = Array.from({ length: tasks }, (_, t) => makeJob(t, random));
    const until = `${windowMinutes(hosts, jobs)}m`;
    return {
      mode: "batch",
      exclusive: true,
      objectives: ["cost"],
      resources: hosts.map(({ id, memory, price, flops, bytes }) => ({
        id,
        capacity: { memory: `${memory}GiB` },
        price: `${price}/h`,
        rates: { flops, bytes },
        available: { until },
      })),
      tasks: jobs.map(({ id, memory, flops, bytes }) => ({
        id,
        demand: { memory: `${memory}GiB` },
        work: { flops, bytes },
      })),
    };
  },
};

interface Shape {
  readonly id: string;
  /** GiB. */
  readonly memory: number;
  readonly flops: number;
  readonly bytes: number;
}

interface Host extends Shape {
  readonly price: number;
}

const MEMORIES = [32, 64, 128, 256, 512, 1024];

function makeHost(r: number, random: Random): Host {
  const size = random.int(0, MEMORIES.length - 1);
  const flops = random.int(5, 50) * 2 ** size * 1e12;
  const bytes = random.int(100, 900) * 2 ** (size / 2) * 1e9;
  const worth = flops / 1e14 + bytes / 1e12 + MEMORIES[size] / 256;
  return {
    id: `host${r + 1}`,
    memory: MEMORIES[size],
    flops,
    bytes: Math.round(bytes),
    price: Number(((worth * random.int(70, 130)) / 100).toFixed(4)),
  };
}

function makeJob(t: number, random: Random): Shape {
  const scale = 2 ** random.int(0, 5);
  return {
    id: `job${t + 1}`,
    memory: random.int(1, MEMORIES[random.int(0, MEMORIES.length - 1)]),
    flops: random.int(1, 1000) * scale * 1e14,
    bytes: random.int(1, 1000) * scale * 1e12,
  };
}

/** Task j on host j mod m fills host i to some time; the window is 1.5 times the mean, and fits the longest task. */
function windowMinutes(hosts: readonly Host[], jobs: readonly Shape[]): number {
  let total = 0;
  let longest = 0;
  const large = hosts.reduce((most, host) => (host.memory > most.memory ? host : most));
  jobs.forEach(({ flops, bytes }, j) => {
    const seconds = (host: Host) => Math.max(flops / host.flops, bytes / host.bytes);
    total += seconds(hosts[j % hosts.length]);
    longest = Math.max(longest, seconds(large));
  });
  return Math.ceil(Math.max((1.5 * total) / hosts.length, 2 * longest) / 60) + 1;
}
