import { DEVICE, type Dimension, type Instance } from "../instance/types.ts";
import { thousandthsText } from "../plan/wording.ts";
import { divisorOf } from "../util/divisor.ts";

/** So many pieces all tasks have together: copies, on each of their replicas, each with all its workers. */
export function piecesOf({ tasks, schedule }: Instance): number {
  return tasks.reduce(
    (sum, { count, replicas }, t) => sum + count * replicas * (schedule?.workers[t] ?? 1),
    0,
  );
}

/** By dimension: what all pieces ask for together where each asks for most; more than this no resource copy is ever asked for. */
export function enoughOf(instance: Instance): readonly number[] {
  const { tasks, resources, dimensions, demand, schedule } = instance;
  const R = resources.length;
  return dimensions.map((_, d) => {
    const { perPair, values } = demand[d];
    return tasks.reduce((sum, { count, replicas }, t) => {
      const row = perPair ? values.subarray(t * R, (t + 1) * R) : values.subarray(t, t + 1);
      return sum + count * replicas * (schedule?.workers[t] ?? 1) * largest(row);
    }, 0);
  });
}

/** What every sum of demands of a dimension is a multiple of, in its unit; 1 where tasks may be there in part. */
export function demandStep({ tasks, demand }: Instance, d: number): number {
  if (tasks.some(({ divisible }) => divisible)) return 1;
  return Math.max(1, divisorOf(demand[d].values));
}

/** An amount of a dimension as a document writes it, whole devices rounded up. */
export function written({ unit, devices }: Dimension, amount: number): string | number {
  if (devices) return Math.ceil(amount / DEVICE);
  return unit === "MiB" ? `${amount}MiB` : thousandthsText(amount);
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}
