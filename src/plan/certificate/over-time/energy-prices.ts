import { gridOf } from "../../../instance/facts/grid.ts";
import { headsOf } from "../../../instance/facts/heads.ts";
import { rulesOf } from "../../../instance/schedule.ts";
import type { Target } from "../../../instance/targets.ts";
import type { Instance } from "../../../instance/types.ts";
import { CertificateRejection, readInteger, refuseOthers } from "../reading.ts";
import { makespanFactor } from "./makespan-factor.ts";
import { type PricedMeasure, rateOf, readMeasures } from "./measures.ts";
import { roundUpTo } from "./rounding.ts";

/** The bound that `EnergyPrices` prove on a target of a single makespan. Throws Rejection. O(T R measures). */
export function energyPricesBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): bigint {
  refuseOthers(certificate, ["kind", "refuted", "from", "until", "measures"]);
  const factor = makespanFactor(target);
  const refuted = readInteger(certificate.refuted, 0, "refuted");
  const from = readInteger(certificate.from, 0, "from");
  const until = readInteger(certificate.until, 0, "until");
  if (until > refuted || from >= until)
    throw new CertificateRejection("its time is not within the refuted makespan");
  const measures = readMeasures(instance, certificate.measures);
  const needed = demanded(instance, measures, refuted, from, until);
  if (needed !== undefined && needed <= offered(instance, measures, from, until)) {
    throw new CertificateRejection("what must run does not exceed what there is");
  }
  return BigInt(factor) * roundUpTo(BigInt(refuted) + 1n, BigInt(gridOf(instance)));
}

/**
 * What all tasks together must take between two times in any plan that ends by `last`, at the prices of the measures: each
 * piece where its least part inside costs least. `rate`: what `rateOf` says, where it is known already. Undefined if some task cannot end by then at all.
 */
export function demanded(
  instance: Instance,
  measures: readonly PricedMeasure[],
  last: number,
  from: number,
  until: number,
  rate = (t: number, r: number) => rateOf(measures, t, r),
): bigint | undefined {
  const { tasks, resources, pairs } = instance;
  const { usable, head, tail, least, must } = headsOf(instance);
  const { workers } = rulesOf(instance);
  const R = resources.length;
  let sum = 0n;
  for (const [t, { count, release, deadline = Infinity }] of tasks.entries()) {
    if (!must[t] || count === 0) continue;
    let cheapest: bigint | undefined;
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0 || resources[r].count === 0) continue;
      const runtime = pairs.runtime[t * R + r];
      const start = Math.max(head[t], release, resources[r].from);
      const end = Math.min(last - (tail[t] - least[t]), deadline, resources[r].until ?? Infinity);
      if (start + runtime > end) continue;
      // Pushed as far to the left or to the right as it goes, whichever leaves less inside.
      const left = inside(start, start + runtime, from, until);
      const right = inside(end - runtime, end, from, until);
      const time = Math.min(left, right);
      const price = time === 0 ? 0n : rate(t, r) * BigInt(time);
      if (cheapest === undefined || price < cheapest) cheapest = price;
    }
    if (cheapest === undefined) return undefined;
    sum += BigInt(count) * BigInt(workers[t]) * cheapest;
  }
  return sum;
}

function inside(start: number, end: number, from: number, until: number): number {
  return Math.max(0, Math.min(end, until) - Math.max(start, from));
}

/** What all resource copies and limits have between two times, at the prices of the measures. */
export function offered(
  instance: Instance,
  measures: readonly PricedMeasure[],
  from: number,
  until: number,
): bigint {
  const { resources } = instance;
  const { maintenance } = rulesOf(instance);
  const open = resources.map((resource, r) => {
    const [begin, end] = [Math.max(from, resource.from), Math.min(until, resource.until ?? until)];
    const closed = maintenance[r].reduce(
      (sum, [shut, reopened]) => sum + inside(shut, reopened, begin, Math.max(begin, end)),
      0,
    );
    return Math.max(0, end - begin - closed);
  });
  let sum = 0n;
  for (const { price, shared, size } of measures) {
    if (shared) sum += BigInt(price[0] ?? 0) * BigInt(size(0)) * BigInt(until - from);
    else {
      resources.forEach(({ count }, r) => {
        if (price[r] > 0)
          sum += BigInt(price[r]) * BigInt(count) * BigInt(size(r)) * BigInt(open[r]);
      });
    }
  }
  return sum;
}
