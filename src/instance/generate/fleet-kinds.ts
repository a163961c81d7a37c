/** A kind of node as clouds and data centres have them; list prices of 2026, rounded power. */
export interface NodeKind {
  readonly name: string;
  /** Label of the accelerator; absent on a node without one. */
  readonly gpu?: string;
  readonly gpus: number;
  /** GiB on one device. */
  readonly gpuMemory: number;
  readonly cpu: number;
  /** GiB. */
  readonly memory: number;
  /** Dollars per hour. */
  readonly price: number;
  /** Watts under load. */
  readonly power: number;
  /** Rough training speed of one device relative to a T4. */
  readonly speed: number;
}

/** In an order that makes any first few of them a mixed fleet. */
export const NODE_KINDS: readonly NodeKind[] = [
  kind("a100", "a100", 8, 40, 96, 1152, 21.957642, 4800, 9),
  kind("t4", "t4", 4, 16, 48, 192, 3.912, 600, 1),
  kind("h100", "h100", 8, 80, 192, 2048, 55.04, 8400, 20),
  kind("a10g", "a10g", 4, 24, 48, 192, 5.672, 1100, 2.5),
  kind("v100", "v100", 8, 16, 64, 488, 24.48, 3200, 4),
  {
    name: "cpu",
    gpus: 0,
    gpuMemory: 0,
    cpu: 96,
    memory: 384,
    price: 4.608,
    power: 700,
    speed: 0.1,
  },
  kind("l40s", "l40s", 4, 48, 48, 384, 10.49264, 1800, 6),
  kind("a100-80", "a100", 8, 80, 96, 1152, 27.44705, 5200, 10),
  kind("h200", "h200", 8, 141, 192, 2048, 63.296, 8600, 24),
  kind("l4", "l4", 4, 24, 48, 192, 4.6016, 500, 2),
  kind("b200", "b200", 8, 180, 192, 2048, 113.9328, 14300, 40),
  kind("mi300x", "mi300x", 8, 192, 96, 1850, 48, 7500, 18),
];

function kind(
  name: string,
  gpu: string,
  gpus: number,
  gpuMemory: number,
  cpu: number,
  memory: number,
  price: number,
  power: number,
  speed: number,
): NodeKind {
  return { name, gpu, gpus, gpuMemory, cpu, memory, price, power, speed };
}
