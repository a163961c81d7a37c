import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { type CertificateFrame, type PricedSum, readFrame } from "./given.ts";
import { CertificateRejection, readInteger, refuseOthers } from "./reading.ts";
import { refuteTree } from "./search.ts";
import { readGrain, reduceWeights, type SearchCore } from "./search-core.ts";
import type { GivenLimit } from "./types.ts";

const MOST_PAIRS = 4_000_000;

/**
 * The bound that a search proves on a target of a single makespan: see `MakespanSearchProof`. Recomputes every node as
 * for assignments, with costs of nothing and the refuted makespan as capacity. Throws Rejection.
 */
export function makespanSearchBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): { readonly value: bigint; readonly given: readonly GivenLimit[] } {
  refuseOthers(certificate, ["kind", "refuted", "root", "grain", "given"]);
  const [{ objective, factor }] = target.terms;
  if (target.terms.length !== 1 || objective.name !== "makespan" || factor <= 0) {
    throw new CertificateRejection(`a search for a makespan does not bound ${target.name}`);
  }
  const refuted = readInteger(certificate.refuted, 0, "refuted");
  const frame = readFrame(instance, { given: certificate.given });
  const core = makespanCore(instance, refuted, frame, certificate.grain);
  refuteTree(core, 1, 0, certificate.root);
  return { value: BigInt(factor) * (BigInt(refuted) + 1n), given: frame.given };
}

/** Task copies on resource copies, each of which runs for at most `longest` ms in all. */
function makespanCore(
  instance: Instance,
  longest: number,
  frame: CertificateFrame,
  grain: unknown,
): SearchCore {
  const { resources, pairs, taskOfCopy, resourceOfCopy } = instance;
  const [n, m, R] = [taskOfCopy.length, resourceOfCopy.length, resources.length];
  if (n * m > MOST_PAIRS) throw new CertificateRejection("it has too many pairs to be searched");
  const usable = frame.usable.slice();
  for (const sum of frame.sums) closeDear(instance, usable, sum);
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

/** Closes pairs with which a sum passes its limit even if all other tasks are where they add least. */
function closeDear(
  { tasks, resources }: Instance,
  usable: Uint8Array,
  { values: { place, pair }, atMost }: PricedSum,
): void {
  const R = resources.length;
  let slack = BigInt(atMost);
  const least = tasks.map(({ count }, t) => {
    let low = Infinity;
    for (let e = t * R; e < (t + 1) * R; e++) if (usable[e] === 1) low = Math.min(low, pair[e]);
    if (low < Infinity) slack -= BigInt(count) * (BigInt(place[t]) + BigInt(low));
    return low;
  });
  for (let e = 0; e < usable.length; e++) {
    if (usable[e] === 1 && BigInt(pair[e]) - BigInt(least[Math.floor(e / R)]) > slack)
      usable[e] = 0;
  }
}
