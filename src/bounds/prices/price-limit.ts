import { type AdditiveValues, additiveValues } from "../../instance/additive.ts";
import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Instance } from "../../instance/types.ts";
import type { GivenLimit } from "../../plan/certificate/types.ts";
import { type CopyLimits, copyLimits } from "../../plan/copy-limits.ts";
import type { ShareRow } from "./share-program.ts";

/** Limits as prices can use them: sums that can be priced, and what largest loads leave to a copy. */
export interface ReadLimits {
  readonly sums: readonly { readonly values: AdditiveValues; readonly given: GivenLimit }[];
  readonly loads: readonly GivenLimit[];
}

/** Reads limits; those that no certificate can use are left out, which only makes bounds weaker. */
export function readLimits(instance: Instance, limits: readonly LevelLimit[]): ReadLimits {
  const sums: { values: AdditiveValues; given: GivenLimit }[] = [];
  const loads: GivenLimit[] = [];
  for (const { target, atMost } of limits) {
    if (target.terms.length !== 1) continue;
    const [{ objective, factor }] = target.terms;
    const { name, dimension, priority } = objective;
    // A certificate has no word for a class.
    if (priority !== undefined) continue;
    const at_most = Math.floor(atMost / factor);
    const item = { objective: name, ...(dimension !== undefined && { dimension }), at_most };
    const values = additiveValues(instance, { ...target, terms: [{ objective, factor: 1 }] });
    if (values !== undefined) sums.push({ values, given: item });
    else if (copyLimits(instance, [item])) loads.push(item);
  }
  return { sums, loads };
}

/** What limits leave to a copy; all of these were read by `readLimits`. */
export function leftOf(instance: Instance, loads: readonly GivenLimit[]): CopyLimits {
  return copyLimits(instance, loads) as CopyLimits;
}

/** The limits on sums as rows of a program of shares: what pieces use of what placed tasks leave. */
export function sumRows({ tasks, resources }: Instance, { sums }: ReadLimits): readonly ShareRow[] {
  return sums.map(({ values, given }) => {
    const placed = tasks.reduce((sum, { count }, t) => sum + count * values.place[t], 0);
    const use = values.pair.map((one, pair) => {
      const { count, replicas } = tasks[Math.floor(pair / resources.length)];
      return count * replicas * one;
    });
    return { room: given.at_most - placed, use };
  });
}
