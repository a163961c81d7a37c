import { makeRandom } from "../src/util/random.ts";

/** Tasks come in this many classes of equal ones. */
const CLASSES = 200;

/**
 * A batch on a fleet in which no two resources are alike: every resource has its own price and its own runtime for
 * each class of tasks (uniform in 60..600 s, times a speed of 0.5..2). Nothing can be counted on the side of the
 * resources. Equal options give equal documents. O(classes x resources).
 */
export function distinctFleet(options: {
  readonly tasks: number;
  readonly resources: number;
  readonly seed: number;
}): object {
  const { tasks, resources, seed } = options;
  const random = makeRandom(seed);
  const classes = Math.min(CLASSES, tasks);
  const speed = Array.from({ length: resources }, () => random.int(500, 2000) / 1000);
  const mean = 330;
  // Twice the mean work: room enough for a plan, too little for every task on its cheapest resource.
  const until = Math.max(1, Math.ceil((2 * mean * tasks) / resources / 3600));
  return {
    name: `distinct-${tasks}x${resources}-seed${seed}`,
    mode: "batch",
    objectives: ["makespan", "cost"],
    resources: speed.map((_, r) => ({
      id: `r${r + 1}`,
      price: `${random.int(500, 9000) / 1000}/h`,
      available: { until: `${until + 1}h` },
    })),
    tasks: Array.from({ length: classes }, (_, t) => ({
      id: `t${t + 1}`,
      count: Math.floor(tasks / classes) + (t < tasks % classes ? 1 : 0),
      runtime: speed.map((factor) => `${Math.ceil(random.int(60, 600) / factor)}s`),
    })),
  };
}
