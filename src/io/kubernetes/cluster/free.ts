import type { Amounts } from "../objects/amounts.ts";
import type { BoundPod, Cluster } from "./cluster.ts";

/** What a kubelet takes of pods if nothing else was said. */
const USUAL_PODS = 110;

/** What each node has left beside the pods that stay there; never below 0. */
export function freeOf(
  { nodes, devices }: Cluster,
  fixed: readonly BoundPod[],
): readonly Map<string, number>[] {
  const free = nodes.map(({ allocatable }) => new Map([["pods", USUAL_PODS], ...allocatable]));
  // What a node has by itself is not counted a second time as devices.
  for (const [name, counts] of devices.free) {
    for (const [n, left] of free.entries()) if (!left.has(name)) left.set(name, counts[n]);
  }
  for (const { node, spec } of fixed) {
    if (node < 0) continue;
    take(free[node], spec.requests);
    take(free[node], ONE_POD);
  }
  for (const left of free) for (const [name, amount] of left) left.set(name, Math.max(0, amount));
  return free;
}

const ONE_POD: Amounts = new Map([["pods", 1]]);

function take(free: Map<string, number>, amounts: Amounts): void {
  for (const [name, amount] of amounts) {
    const left = free.get(name);
    if (left !== undefined) free.set(name, left - amount);
  }
}
