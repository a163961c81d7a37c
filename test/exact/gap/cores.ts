import type { GapCore } from "../../../src/cores/types.ts";
import { makeRandom } from "../../../src/util/random.ts";

/** A small nasty core: ties, zeros, negative costs, forbidden pairs, tight or loose capacities, none at all. */
export function randomCore(seed: number, mostTasks = 6, mostResources = 4): GapCore {
  const random = makeRandom(seed);
  const tasks = random.int(0, 9) === 0 ? 0 : random.int(1, mostTasks);
  const resources = random.int(1, mostResources);
  const largest = [1, 3, 12, 40][random.int(0, 3)];
  const low = random.int(0, 2) === 0 ? -largest : 0;
  const forbids = random.int(0, 2) === 0;
  const share = random.int(4, 14) / 10;
  const heaviest = [0, 2, 9, 30][random.int(0, 3)];
  const capacity = Int32Array.from({ length: resources }, () =>
    Math.floor((random.int(0, heaviest + 1) * tasks * share) / resources),
  );
  const cost = new Int32Array(tasks * resources);
  const weight = new Int32Array(tasks * resources);
  for (let e = 0; e < cost.length; e++) {
    cost[e] = random.int(low, largest);
    weight[e] =
      forbids && random.int(0, 3) === 0 ? capacity[e % resources] + 1 : random.int(0, heaviest);
  }
  // Equal tasks now and then.
  if (tasks > 1 && random.int(0, 1) === 0) {
    cost.copyWithin(resources, 0, resources);
    weight.copyWithin(resources, 0, resources);
  }
  return { tasks, resources, cost, weight, capacity, step: 1, offset: 0 };
}

/** The least sum of costs over all assignments; Infinity if none is feasible. */
export function enumerateCore({ tasks, resources, cost, weight, capacity }: GapCore): number {
  const room = [...capacity];
  const least = (j: number): number => {
    if (j === tasks) return 0;
    let best = Infinity;
    for (let i = 0; i < resources; i++) {
      const e = j * resources + i;
      if (weight[e] > room[i]) continue;
      room[i] -= weight[e];
      best = Math.min(best, cost[e] + least(j + 1));
      room[i] += weight[e];
    }
    return best;
  };
  return least(0);
}
