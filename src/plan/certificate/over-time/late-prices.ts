import { headsOf } from "../../../instance/facts/heads.ts";
import { isCounted } from "../../../instance/priority.ts";
import { rulesOf } from "../../../instance/schedule.ts";
import type { Target } from "../../../instance/targets.ts";
import type { Instance } from "../../../instance/types.ts";
import { CertificateRejection, readInteger, refuseOthers } from "../reading.ts";
import { offered } from "./energy-prices.ts";
import { rateOf, readMeasures } from "./measures.ts";
import { compare } from "./rounding.ts";

/**
 * The bound that `LatePrices` prove on a target of late tasks, see there: what is due by `at` and in time must be done by
 * then, so the lightest for their work are late first. Throws Rejection. O(T R measures + n log n).
 */
export function latePricesBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): bigint {
  refuseOthers(certificate, ["kind", "at", "measures"]);
  const [{ objective, factor }] = target.terms;
  if (target.terms.length !== 1 || objective.name !== "late-tasks") {
    throw new CertificateRejection(`late prices do not bound ${target.name}`);
  }
  const at = readInteger(certificate.at, 0, "at");
  const measures =
    certificate.measures === undefined ? [] : readMeasures(instance, certificate.measures);
  const { tasks, resources, pairs } = instance;
  const { usable, head, least, must } = headsOf(instance);
  const { workers } = rulesOf(instance);
  const R = resources.length;
  let late = 0n;
  let needed = 0n;
  const able: { readonly weight: bigint; readonly work: bigint }[] = [];
  tasks.forEach(({ count, weight, due, release }, t) => {
    if (!must[t] || due === undefined || !isCounted(instance, objective, t) || count === 0) return;
    let work: bigint | undefined;
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0 || resources[r].count === 0) continue;
      const runtime = pairs.runtime[t * R + r];
      if (Math.max(head[t], release, resources[r].from) + runtime > due) continue;
      const here = rateOf(measures, t, r) * BigInt(runtime) * BigInt(workers[t]);
      if (work === undefined || here < work) work = here;
    }
    if (work === undefined || head[t] + least[t] > due) {
      late += BigInt(count) * BigInt(weight);
      return;
    }
    if (due > at) return;
    // What takes nothing is never late for want of room; without weight it would be as good as any other in the order below.
    if (work === 0n) return;
    needed += work * BigInt(count);
    able.push({ weight: BigInt(weight) * BigInt(count), work: work * BigInt(count) });
  });
  let excess = at === 0 ? 0n : needed - offered(instance, measures, 0, at);
  able.sort((a, b) => compare(a.weight * b.work, b.weight * a.work));
  for (const { weight, work } of able) {
    if (excess <= 0n) break;
    // The last one may be late in part: what is proven is a relaxation.
    const part = excess < work ? excess : work;
    late += (weight * part + work - 1n) / work;
    excess -= part;
    if (part < work) break;
  }
  return BigInt(factor) * late;
}
