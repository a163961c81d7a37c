import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { Rejection, readInteger, refuseOthers } from "./reading.ts";
import { refuteTree } from "./search.ts";
import { readGrain, reduceWeights, type SearchCore } from "./search-core.ts";

const MOST_PAIRS = 4_000_000;

/**
 * The bound that a search proves on a target of a single makespan: see `MakespanSearchProof`. Recomputes every node as
 * for assignments, with costs of nothing and the refuted makespan as capacity. Throws Rejection.
 */
export function makespanSearchBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): bigint {
  refuseOthers(certificate, ["kind", "refuted", "root", "grain"]);
  const [{ objective, factor }] = target.terms;
  if (target.terms.length !== 1 || objective.name !== "makespan" || factor <= 0) {
    throw new Rejection(`a search for a makespan does not bound ${target.name}`);
  }
  const refuted = readInteger(certificate.refuted, 0, "refuted");
  refuteTree(makespanCore(instance, refuted, certificate.grain), 1, 0, certificate.root);
  return BigInt(factor) * (BigInt(refuted) + 1n);
}

/** Task copies on resource copies, each of which runs for at most `longest` ms in all. */
function makespanCore(instance: Instance, longest: number, grain: unknown): SearchCore {
  const { resources, pairs, taskOfCopy, resourceOfCopy } = instance;
  const [n, m, R] = [taskOfCopy.length, resourceOfCopy.length, resources.length];
  if (n * m > MOST_PAIRS) throw new Rejection("it has too many pairs to be searched");
  const usable = usablePairs(instance);
  const open = new Uint8Array(n * m);
  const weight = new Float64Array(n * m);
  for (let e = 0; e < n * m; e++) {
    const pair = taskOfCopy[Math.floor(e / m)] * R + resourceOfCopy[e % m];
    if (usable[pair] === 0 || pairs.runtime[pair] > longest) continue;
    open[e] = 1;
    weight[e] = pairs.runtime[pair];
  }
  const capacity = new Float64Array(m).fill(longest);
  // A grain is in milliseconds.
  if (grain === undefined) reduceWeights(open, weight, capacity);
  const cost = new Float64Array(n * m);
  const pure = { cost, step: 1, offset: 0n };
  return { tasks: n, resources: m, open, weight, capacity, grain: readGrain(grain, m), ...pure };
}
