import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { readFrame } from "./given.ts";
import { leastSum, type Product } from "./least-sum.ts";
import { CertificateRejection, readInteger, readPrices, refuseOthers } from "./reading.ts";
import type { GivenLimit } from "./types.ts";

/**
 * The bound that level prices prove on a target of a single makespan or balance: see `LevelPrices`. Throws Rejection.
 */
export function levelPricesBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): { readonly value: bigint; readonly given: readonly GivenLimit[] } {
  refuseOthers(certificate, ["kind", "refuted", "price", "big", "given"]);
  const [{ objective, factor }] = target.terms;
  const { name, dimension } = objective;
  if (target.terms.length !== 1 || (name !== "makespan" && name !== "balance")) {
    throw new CertificateRejection(`level prices do not bound ${target.name}`);
  }
  const refuted = readInteger(certificate.refuted, -1, "refuted");
  const frame = readFrame(instance, certificate, [
    { objective: name, ...(dimension !== undefined && { dimension }), at_most: refuted },
  ]);
  const bound = { value: BigInt(factor) * (BigInt(refuted) + 1n), given: frame.given };
  if (refuted === -1 || lacksPlace(instance, frame.usable)) return bound;
  const { resources, pairs, demand, mode } = instance;
  const isTime = name === "makespan" || mode === "batch";
  const columns = isTime
    ? [{ amount: pairs.runtime, perPair: true }]
    : demand.map(({ values, perPair }) => ({ amount: values, perPair }));
  const price = readPrices(certificate.price, resources.length, columns.length);
  const products: Product[] = [...frame.products];
  let room = 0n;
  const limitOf = (r: number, d: number) =>
    isTime ? frame.limits.time[r] : frame.limits.capacity[r][d];
  columns.forEach(({ amount, perPair }, d) => {
    const factor = price.map((row) => row[d]);
    if (factor.some((one) => one > 0)) products.push({ factor, amount, perPair });
  });
  resources.forEach(({ count }, r) => {
    let each = -frame.perResource(r);
    price[r].forEach((one, d) => {
      if (one > 0) each += BigInt(one) * BigInt(limitOf(r, d));
    });
    if (each > 0n) room += BigInt(count) * each;
  });
  const load = leastSum(instance, frame.usable, products, frame.perCopy) + frame.once;
  if (load <= room) throw new CertificateRejection(`its prices do not refute ${refuted}`);
  return bound;
}

/** True if a task that must be placed fits nowhere under the limits: there is no such plan. */
function lacksPlace({ tasks, resources }: Instance, usable: Uint8Array): boolean {
  const R = resources.length;
  return tasks.some(
    ({ optional }, t) => !optional && !usable.subarray(t * R, (t + 1) * R).includes(1),
  );
}
