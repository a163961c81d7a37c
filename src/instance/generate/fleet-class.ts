import type { Random } from "../../util/random.ts";
import type { NodeKind } from "./fleet-kinds.ts";

/** A class of equal tasks: its document entry and what the generator knows of it. */
export interface FleetClass {
  readonly document: object;
  readonly count: number;
  /** Runtime of one task by kind, rounded up; undefined where it cannot run. */
  readonly seconds: readonly (number | undefined)[];
  /** On the kind for which the class was sized. */
  readonly homeSeconds: number;
}

/** A sort of work: devices it asks for (any of these) and how much else. */
interface Workload {
  readonly name: string;
  readonly gpus: readonly number[];
  /** Cores and GiB of memory for each device, or in all without devices. */
  readonly cpu: number;
  readonly memory: number;
}

const GPU_WORK: readonly Workload[] = [
  { name: "pretrain", gpus: [4, 8], cpu: 6, memory: 32 },
  { name: "finetune", gpus: [1, 2, 4], cpu: 6, memory: 32 },
  { name: "evaluate", gpus: [0.5, 1], cpu: 4, memory: 16 },
  { name: "infer", gpus: [0.25, 0.5, 1], cpu: 4, memory: 16 },
];
const CPU_WORK: Workload = { name: "prepare", gpus: [0], cpu: 16, memory: 64 };

/** GiB a device must have; small ones are common. */
const DEVICE_MEMORY = [8, 8, 12, 16, 16, 24, 40, 80];

/**
 * One class, sized so that a kind of the fleet (its home) can run it. Runtimes shrink as the number of
 * tasks grows, so that totals of cost and energy stay exact integers up to ten million tasks.
 */
export function makeClass(
  index: number,
  count: number,
  tasks: number,
  kinds: readonly NodeKind[],
  random: Random,
): FleetClass {
  const home = kinds[random.int(0, kinds.length - 1)];
  const work = home.gpus === 0 ? CPU_WORK : pick(GPU_WORK, random);
  const gpus = pick(
    work.gpus.filter((wanted) => wanted <= home.gpus),
    random,
  );
  const deviceMemory = pick(
    DEVICE_MEMORY.filter((size) => size <= home.gpuMemory || gpus === 0),
    random,
  );
  const cpu = Math.ceil(work.cpu * Math.max(1, gpus));
  const memory = Math.ceil(work.memory * Math.max(1, gpus));
  const fits = (kind: NodeKind) =>
    gpus <= kind.gpus &&
    (gpus === 0 || deviceMemory <= kind.gpuMemory) &&
    cpu <= kind.cpu &&
    memory <= kind.memory;
  // Work without a device runs as fast as a node has cores.
  const speedFor = (kind: NodeKind) => (gpus === 0 ? kind.cpu / 64 : kind.speed);
  const unit = 0.5 * 100 ** random.unit();
  const throughput = kinds.map((kind) => {
    // Affinity: how well the class suits the device, apart from the device's general speed.
    const affinity = 0.6 + 0.8 * random.unit();
    return fits(kind) ? Math.max(0.001, round3(unit * speedFor(kind) * affinity)) : null;
  });
  const longest = Math.max(20, Math.min(14_400, 1e8 / Math.max(1, tasks)));
  const homeRate = throughput[kinds.indexOf(home)] as number;
  const steps = Math.max(1, Math.round(homeRate * longest * 0.02 ** random.unit()));
  return {
    document: {
      id: `${work.name}-${index + 1}`,
      ...(count === 1 ? {} : { count }),
      demand: { cpu, memory: `${memory}GiB`, ...(gpus === 0 ? {} : { gpu: gpus }) },
      work: steps,
      throughput,
      weight: random.int(1, 4),
    },
    count,
    seconds: throughput.map((rate) => (rate === null ? undefined : Math.ceil(steps / rate))),
    homeSeconds: steps / homeRate,
  };
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[random.int(0, items.length - 1)];
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
