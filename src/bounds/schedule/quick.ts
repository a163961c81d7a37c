import { gridOf } from "../../instance/facts/grid.ts";
import { headsOf } from "../../instance/facts/heads.ts";
import { rulesOf } from "../../instance/schedule.ts";
import { demanded, offered } from "../../plan/certificate/over-time/energy-prices.ts";
import { readMeasures } from "../../plan/certificate/over-time/measures.ts";
import type { Bound } from "../../plan/types.ts";
import { chargesOf } from "../cost.ts";
import { OVER_TIME } from "../handles.ts";
import { timesFactor } from "../method.ts";
import { certified } from "../prices/certified.ts";
import type { BoundMethod } from "../types.ts";
import { candidateMeasures } from "./candidates.ts";
import { isMakespan } from "./makespan.ts";

/** What the times of tasks alone force, see the checker of `critical-path`. */
export const criticalPath: BoundMethod = {
  name: "critical-path",
  handles: [OVER_TIME],
  supports: (_, { terms }) => terms.length === 1,
  bound: (instance, target) =>
    certified(instance, target, "critical-path", { kind: "critical-path" }),
};

/** Pairs of task and resource that may be looked at, over all measures and makespans. */
const LOOKS = 4_000_000;
/** Makespans that a bisection looks at, at most. */
const STEPS = 45;

/** Mode schedule: no makespan is so short that the work of one dimension, or of one shared limit, does not fit into it. */
export const wholeWork: BoundMethod = {
  name: "whole-work",
  handles: [OVER_TIME],
  supports: (_, target) => isMakespan(target),
  bound(instance, target) {
    const candidates = candidateMeasures(instance);
    const pairs = instance.tasks.length * instance.resources.length;
    if (pairs * candidates.length * STEPS > LOOKS) return undefined;
    let best: Bound | undefined;
    for (const { of, parts, shared, size } of candidates) {
      const price = shared ? [1] : instance.resources.map((_, r) => (size(r) > 0 ? 1 : 0));
      if (!price.includes(1)) continue;
      const measures = [{ of, ...(parts !== undefined && { parts }), price }];
      const read = readMeasures(instance, measures);
      const refutes = (last: number) => {
        const needed = demanded(instance, read, last, 0, last);
        return needed === undefined || needed > offered(instance, read, 0, last);
      };
      const refuted = lastRefuted(
        refutes,
        best === undefined ? 0 : best.value / target.terms[0].factor,
        gridOf(instance),
      );
      if (refuted === undefined) continue;
      best =
        certified(instance, target, "energy-prices", {
          ...{ kind: "energy-prices", refuted, from: 0, until: refuted, measures },
        }) ?? best;
    }
    return best;
  },
};

/**
 * Mode schedule: what tasks cost by themselves, each worker where it costs least, and what the copy pays once that the dearest of them
 * needs; nothing is paid for time.
 */
export const leastCosts: BoundMethod = {
  name: "least-costs",
  handles: [OVER_TIME],
  supports: (instance, target) => chargesOf(instance, target) !== undefined,
  bound(instance, target) {
    const { resources, tasks } = instance;
    const { usable, must } = headsOf(instance);
    const { workers } = rulesOf(instance);
    const charges = chargesOf(instance, target);
    if (charges === undefined) return undefined;
    let [sum, once] = [0n, 0];
    for (const [t, { count }] of tasks.entries()) {
      if (!must[t] || count === 0) continue;
      let [least, opened] = [Infinity, Infinity];
      for (let r = 0; r < resources.length; r++) {
        if (usable[t * resources.length + r] === 0) continue;
        least = Math.min(least, charges.pair(t, r) ?? Infinity);
        opened = Math.min(opened, charges.fixed(r));
      }
      if (least === Infinity) return undefined;
      sum += BigInt(count) * BigInt(workers[t]) * BigInt(least);
      once = Math.max(once, opened);
    }
    return timesFactor("least-costs", sum + BigInt(once), target);
  },
};

/**
 * The last whole number of steps from `least` on that is refuted as a makespan, in ms, by doubling and bisection; undefined if the
 * first is not, or none is not. A makespan between two of them is none, see `gridOf`.
 */
function lastRefuted(
  refutes: (last: number) => boolean,
  least: number,
  step: number,
): number | undefined {
  let low = Math.max(1, Math.ceil(least / step));
  if (!refutes(low * step)) return undefined;
  let high = 2 * low;
  while (refutes(high * step)) {
    [low, high] = [high, 2 * high];
    if (!Number.isSafeInteger(high * step)) return undefined;
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (refutes(middle * step)) low = middle;
    else high = middle;
  }
  return low * step;
}
