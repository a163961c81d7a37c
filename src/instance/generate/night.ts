import type { Random } from "../../util/random.ts";
import type { Generator } from "./types.ts";

/** A kind of host with eight GPUs: how many times longer than on the fastest kind a job may take, in percent. */
interface HostKind {
  readonly name: string;
  readonly cpu: number;
  /** Dollars per hour. */
  readonly price: number;
  readonly slowness: readonly [least: number, most: number];
  /** Of ten hosts. */
  readonly share: number;
}

const GPUS = 8;
const HOSTS: readonly HostKind[] = [
  { name: "a100", cpu: 96, price: 27.45, slowness: [100, 100], share: 3 },
  { name: "v100", cpu: 64, price: 19.58, slowness: [130, 240], share: 5 },
  { name: "t4", cpu: 64, price: 6.12, slowness: [220, 480], share: 2 },
];

/** GPUs of a job (0 stands for workers that take whole hosts) and how many of a hundred jobs ask for them. */
const DEMANDS: readonly (readonly [gpus: number, jobs: number])[] = [
  [0.5, 10],
  [1, 48],
  [2, 14],
  [4, 12],
  [8, 12],
  [0, 4],
];

/**
 * Rigid jobs of a night on hosts of eight GPUs: most take one GPU, some a share or a whole host, a few two to four
 * hosts of a kind at once (the shape that Jeon et al. 2019, USENIX ATC, "Analysis of Large-Scale Multi-Tenant GPU
 * Clusters", describe; the numbers are made up). Runtimes are the product of a doubling drawn from a binomial and a uniform
 * factor, so nearly log-normal, in steps of five minutes on every kind; faster kinds are not equally faster for every job.
 * A third of the jobs is released during the first hours, two in five have due dates, one in ten waits for the job before it.
 */
export const night: Generator = {
  summary: "a night of rigid GPU jobs on mixed hosts of eight GPUs, some on several hosts at once",
  make: ({ tasks, resources }, random) => {
    const pools = shareOut(resources);
    const jobs = Array.from({ length: tasks }, (_, i) => job(i, tasks, pools, random));
    const isDue = jobs.some((entry) => "due" in entry);
    return {
      mode: "batch",
      objectives: ["makespan", ...(isDue ? ["late-tasks"] : [])],
      resources: pools.map(({ kind, count }) => ({
        id: kind.name,
        ...(count > 1 && { count }),
        capacity: { cpu: kind.cpu },
        devices: { gpu: GPUS },
        price: `${kind.price}/h`,
      })),
      tasks: jobs,
    };
  },
};

interface Pool {
  readonly kind: HostKind;
  readonly count: number;
}

/** The first kinds alone where there are fewer hosts than kinds; the rest of a division goes to the first. */
function shareOut(hosts: number): readonly Pool[] {
  const kinds = HOSTS.slice(0, Math.min(HOSTS.length, hosts));
  const parts = kinds.reduce((sum, { share }) => sum + share, 0);
  const counts = kinds.map(({ share }) => Math.max(1, Math.floor((hosts * share) / parts)));
  const given = counts.reduce((sum, count) => sum + count, 0);
  return kinds.map((kind, i) => ({ kind, count: counts[i] + (i === 0 ? hosts - given : 0) }));
}

function job(index: number, jobs: number, pools: readonly Pool[], random: Random): object {
  const width = String(jobs).length;
  const idOf = (i: number) => `job-${String(i + 1).padStart(width, "0")}`;
  const most = Math.max(...pools.map(({ kind, count }) => (kind.name === "t4" ? 0 : count)));
  const drawn = drawGpus(random);
  const workers = drawn === 0 && most > 1 ? random.int(2, Math.min(4, most)) : 1;
  const gpus = drawn === 0 ? GPUS : drawn;
  const minutes = drawMinutes(random);
  const fits = ({ kind }: Pool) => workers === 1 || kind.name !== "t4";
  const runtimes = pools.filter(fits).map(({ kind }) => {
    const slowness = random.int(kind.slowness[0], kind.slowness[1]);
    return [kind.name, roundUp((minutes * slowness) / 100, 5)] as const;
  });
  const slowest = Math.max(...runtimes.map(([, time]) => time));
  const release = random.int(1, 3) === 1 ? 15 * random.int(1, 16) : 0;
  const waits = index > 0 && random.int(1, 10) === 1;
  const weight = random.int(1, 5);
  return {
    id: idOf(index),
    demand: { cpu: cpuOf(gpus, random), gpu: gpus },
    runtime: Object.fromEntries(runtimes.map(([name, time]) => [name, `${time}m`])),
    ...(workers > 1 && { workers }),
    ...(weight > 1 && { weight }),
    ...(release > 0 && { release: `${release}m` }),
    ...(random.int(1, 5) <= 2 && {
      due: `${release + roundUp((slowest * random.int(12, 40)) / 10, 15)}m`,
    }),
    ...(waits && { after: idOf(index - 1) }),
  };
}

function drawGpus(random: Random): number {
  let left = random.int(1, 100);
  for (const [gpus, jobs] of DEMANDS) {
    left -= jobs;
    if (left <= 0) return gpus;
  }
  return 1;
}

/** Six coins double ten minutes; then 70 to 140 %. From 5 minutes to 15 hours, half of them below an hour and a half. */
function drawMinutes(random: Random): number {
  let minutes = 10;
  for (let coin = 0; coin < 6; coin++) if (random.int(0, 1) === 1) minutes *= 2;
  return roundUp((minutes * random.int(70, 140)) / 100, 5);
}

/** Small jobs may ask for more processors than their part of a host. */
function cpuOf(gpus: number, random: Random): number {
  if (gpus >= 4) return gpus * 6;
  return Math.ceil(gpus * [2, 4, 8, 12][random.int(0, 3)]);
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
