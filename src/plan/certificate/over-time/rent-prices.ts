import { headsOf } from "../../../instance/facts/heads.ts";
import { costOf } from "../../../instance/features.ts";
import { rulesOf } from "../../../instance/schedule.ts";
import type { Target } from "../../../instance/targets.ts";
import type { Instance } from "../../../instance/types.ts";
import { CertificateRejection, readInteger, refuseOthers } from "../reading.ts";
import { type PricedMeasure, rateOf, readMeasures } from "./measures.ts";

/** Milliseconds for which a price or a power is paid in one unit of its objective. */
const PER = { cost: 3_600_000n, energy: 1000n } as const;

/** The bound that `RentPrices` prove on a target of cost or energy, see there. Throws Rejection. O(T R measures). */
export function rentPricesBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): bigint {
  refuseOthers(certificate, ["kind", "denominator", "measures"]);
  const [{ objective, factor }] = target.terms;
  const { name } = objective;
  if (target.terms.length !== 1 || (name !== "cost" && name !== "energy")) {
    throw new CertificateRejection(`rent prices do not bound ${target.name}`);
  }
  const { tasks, resources, pairs } = instance;
  const R = resources.length;
  const scale = BigInt(readInteger(certificate.denominator, 1, "denominator"));
  const measures = readMeasures(instance, certificate.measures);
  resources.forEach((resource, r) => {
    const paid = name === "cost" ? resource.pricePerHour : (resource.power ?? 0);
    if (fullRate(measures, r) > scale * BigInt(paid)) {
      throw new CertificateRejection("a full copy pays more than its price");
    }
  });
  const { usable, must } = headsOf(instance);
  const { workers } = rulesOf(instance);
  const per = PER[name];
  // In 1 / (scale x per).
  let sum = 0n;
  let pieces = 0n;
  tasks.forEach(({ count }, t) => {
    if (!must[t] || count === 0) return;
    const times = BigInt(count) * BigInt(workers[t]);
    pieces += times;
    let cheapest: bigint | undefined;
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0 || resources[r].count === 0) continue;
      const own = name === "cost" ? scale * per * BigInt(costOf(instance, t, r)) : 0n;
      const here = own + rateOf(measures, t, r) * BigInt(pairs.runtime[t * R + r]);
      if (cheapest === undefined || here < cheapest) cheapest = here;
    }
    if (cheapest === undefined)
      throw new CertificateRejection("a task that must be placed has no resource");
    sum += times * cheapest;
  });
  // What each used copy pays is rounded half up, so each may pay half a unit less; where nothing stands that must be placed, none is
  // counted on.
  const copies = BigInt(instance.resourceOfCopy.length);
  const used = copies < pieces ? copies : pieces;
  const unit = 2n * scale * per;
  const doubled = 2n * sum - used * scale * per;
  if (doubled <= 0n) return 0n;
  return BigInt(factor) * ((doubled + unit - 1n) / unit);
}

/** What a full copy of a resource entry is charged for a millisecond. Shared limits have no price here. */
function fullRate(measures: readonly PricedMeasure[], resource: number): bigint {
  let sum = 0n;
  for (const { price, shared, size } of measures) {
    if (price[resource] === 0) continue;
    if (shared) throw new CertificateRejection("a shared limit pays no rent");
    sum += BigInt(price[resource]) * BigInt(size(resource));
  }
  return sum;
}
