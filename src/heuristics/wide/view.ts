import type { PairFeatures } from "../../instance/features.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";

/**
 * A batch of whole tasks on single resources under an additive target, with too many pairs for tables: what a task
 * costs on a resource is its runtime times what a ms costs there. Near values guide; plans and bounds are exact.
 */
export interface WideView {
  readonly instance: Instance;
  readonly features: PairFeatures;
  /** Task copies and resource copies, which are the resource entries. */
  readonly tasks: number;
  readonly resources: number;
  /** Milliseconds of the window by resource. */
  readonly room: Float64Array;
  /** Value of a ms by resource, of tasks that pay for time, and of those with a cost of their own. */
  readonly rented: Float64Array;
  readonly flat: Float64Array;
  /** By task entry: 1 if it has a cost of its own. */
  readonly isFlat: Uint8Array;
  /** True if the demands of a task entry fit the resource alone. */
  fits(task: number, resource: number): boolean;
}

/** The view, or why the instance is more than that. */
export function wideView(instance: Instance, target: Target): WideView | string {
  const { features } = instance.pairs;
  if (features === undefined) return "its pairs stand in tables";
  const obstacle = obstacleOf(instance);
  if (obstacle !== undefined) return obstacle;
  const { resources, tasks, dimensions, demand } = instance;
  const rented = new Float64Array(resources.length);
  const flat = new Float64Array(resources.length);
  for (const { objective, factor } of target.terms) {
    if (!(objective.name in RATE)) return `it minimises ${objective.name}`;
    const rate = RATE[objective.name as keyof typeof RATE](features);
    for (let r = 0; r < resources.length; r++) {
      const each = factor * (rate?.[r] ?? 1);
      rented[r] += each;
      if (objective.name !== "cost") flat[r] += each;
    }
  }
  return {
    instance,
    features,
    tasks: instance.taskOfCopy.length,
    resources: resources.length,
    room: Float64Array.from(resources, ({ from, until = Infinity }) => until - from),
    rented,
    flat,
    isFlat: Uint8Array.from(tasks, (_, t) => (features.flatCost(t) === undefined ? 0 : 1)),
    fits(t, r) {
      for (let d = 0; d < dimensions.length; d++) {
        if (demand[d].values[t] > resources[r].capacity[d]) return false;
      }
      return true;
    },
  };
}

/** What a ms adds to each objective; undefined: 1 everywhere. */
const RATE = {
  cost: ({ pricePerMs }: PairFeatures) => pricePerMs,
  energy: ({ energyPerMs }: PairFeatures) => energyPerMs,
  "completion-time": (_: PairFeatures): Float64Array | undefined => undefined,
};

function obstacleOf({ mode, tasks, resources, ...rest }: Instance): string | undefined {
  if (mode !== "batch") return "it is a placement";
  if (rest.budget !== undefined) return "it has a budget";
  if (rest.colocate.length + rest.separate.length > 0) return "it has groups";
  if (resources.some(({ count }) => count > 1)) return "a resource has copies";
  if (resources.some(({ fixedPrice }) => fixedPrice > 0)) return "a resource has a fixed price";
  const plain = tasks.every(
    ({ replicas, optional, divisible, release, deadline, across }) =>
      replicas === 1 &&
      across === undefined &&
      !optional &&
      !divisible &&
      release === 0 &&
      deadline === undefined,
  );
  return plain ? undefined : "a task is optional, divisible, replicated or bound in time";
}
