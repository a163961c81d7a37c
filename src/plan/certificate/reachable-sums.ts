import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { commonDivisor } from "./knapsack.ts";
import { CertificateRejection, readInteger, refuseOthers } from "./reading.ts";

/** Bits of a table of sums, and shifts of words in one check: about a second. */
const MOST_BITS = 2 ** 28;
const MOST_SHIFTS = 2e9;

/**
 * The bound that sums within reach prove on a target of a single makespan: see `ReachableSums`. Every table is worked out
 * here from the runtimes alone; resource entries with equal runtimes share one. Throws Rejection.
 */
export function reachableSumsBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): bigint {
  refuseOthers(certificate, ["kind", "refuted"]);
  const [{ objective, factor }] = target.terms;
  if (target.terms.length !== 1 || objective.name !== "makespan" || factor <= 0) {
    throw new CertificateRejection(`sums of runtimes do not bound ${target.name}`);
  }
  const refuted = readInteger(certificate.refuted, 0, "refuted");
  const { tasks, resources, pairs } = instance;
  const usable = usablePairs(instance);
  const R = resources.length;
  let needed = 0n;
  tasks.forEach(({ count }, t) => {
    let least = Number.POSITIVE_INFINITY;
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 1) least = Math.min(least, pairs.runtime[t * R + r]);
    }
    // A task without a place refutes everything, but that is for others to say.
    if (least === Number.POSITIVE_INFINITY)
      throw new CertificateRejection("a task has no resource");
    needed += BigInt(count) * BigInt(least);
  });
  const known = new Map<string, number>();
  const effort = { shifts: 0 };
  let room = 0n;
  for (let r = 0; r < R; r++) {
    const sizes = new Map<number, number>();
    tasks.forEach(({ count }, t) => {
      const size = pairs.runtime[t * R + r];
      if (usable[t * R + r] === 0 || size === 0 || size > refuted) return;
      sizes.set(size, (sizes.get(size) ?? 0) + count);
    });
    const kinds = [...sizes].sort(([a], [b]) => a - b);
    const key = JSON.stringify(kinds);
    const most = known.get(key) ?? largestSum(kinds, refuted, effort);
    known.set(key, most);
    room += BigInt(resources[r].count) * BigInt(most);
  }
  if (needed <= room) throw new CertificateRejection("the sums within reach hold all tasks");
  return BigInt(factor) * (BigInt(refuted) + 1n);
}

/** The largest sum of at most `limit` of `count` items of each size. Bellman (1957), 32 sums to a word. */
function largestSum(
  kinds: readonly (readonly [size: number, count: number])[],
  limit: number,
  effort: { shifts: number },
): number {
  const unit = kinds.reduce((divisor, [size]) => commonDivisor(divisor, size), 0);
  if (unit === 0) return 0;
  const top = Math.floor(limit / unit);
  if (top >= MOST_BITS) throw new CertificateRejection("its sums are too large to be checked");
  const words = new Uint32Array((top >>> 5) + 1);
  words[0] = 1;
  for (const [size, count] of kinds) {
    const step = size / unit;
    let left = Math.min(count, Math.floor(top / step));
    for (let many = 1; left > 0; many *= 2) {
      const taken = Math.min(many, left);
      left -= taken;
      effort.shifts += words.length;
      if (effort.shifts > MOST_SHIFTS)
        throw new CertificateRejection("its sums are too many to be checked");
      join(words, step * taken);
    }
  }
  let sum = top;
  while (((words[sum >>> 5] >>> (sum & 31)) & 1) === 0) sum--;
  return sum * unit;
}

/** Every sum that is marked is marked again `by` higher. */
function join(words: Uint32Array, by: number): void {
  const skip = by >>> 5;
  const shift = by & 31;
  for (let w = words.length - 1; w >= skip; w--) {
    const low = shift === 0 || w === skip ? 0 : words[w - skip - 1] >>> (32 - shift);
    words[w] |= (words[w - skip] << shift) | low;
  }
}
