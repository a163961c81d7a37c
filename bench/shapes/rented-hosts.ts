import type { Random } from "../../src/util/random.ts";

/** Hosts that differ, rented by the hour, and tasks of three dimensions. */
export interface RentedHosts {
  readonly hosts: number;
  readonly tasks: number;
}

/** The document: about a third of the hosts is needed, half of them have GPUs, and a price grows a little less than its host. */
export function rentedHosts({ hosts, tasks }: RentedHosts, random: Random): object {
  const pick = <T>(list: readonly T[]) => list[random.int(0, list.length - 1)];
  const resources = Array.from({ length: hosts }, (_, h) => {
    const capacity = {
      cpu: pick([16, 32, 64, 96]),
      memory: pick([64, 128, 256, 512]),
      gpu: pick([0, 0, 4, 8]),
    };
    const worth = 0.04 * capacity.cpu + 0.006 * capacity.memory + 1.6 * capacity.gpu;
    const price = (worth ** 0.95 * (0.8 + 0.4 * random.unit())).toFixed(2);
    return { id: `h${h + 1}`, capacity, price: `${price}/h` };
  });
  const room = (dimension: "cpu" | "memory" | "gpu") =>
    resources.reduce((sum, { capacity }) => sum + capacity[dimension], 0);
  const share = (dimension: "cpu" | "memory") =>
    Math.max(1, Math.floor((room(dimension) / 3 / tasks) * (0.4 + 1.2 * random.unit())));
  // One task in five asks for GPUs, about a third of all together.
  const gpus = Math.max(1, Math.min(4, Math.floor((room("gpu") / 3 / tasks) * 5)));
  return {
    mode: "placement",
    objectives: ["cost"],
    resources: resources.map(({ capacity, ...host }) => ({
      ...host,
      capacity: { ...capacity, memory: `${capacity.memory}GiB` },
    })),
    tasks: Array.from({ length: tasks }, (_, t) => ({
      id: `t${t + 1}`,
      demand: {
        cpu: Math.min(16, share("cpu")),
        memory: `${Math.min(64, share("memory"))}GiB`,
        ...(t % 5 === 0 && room("gpu") > 0 && { gpu: random.int(1, gpus) }),
      },
    })),
  };
}
