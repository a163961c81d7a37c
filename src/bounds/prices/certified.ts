import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { checkCertificate } from "../../plan/certificate/check.ts";
import type { Certificate } from "../../plan/certificate/types.ts";
import type { Bound } from "../../plan/types.ts";
import type { AscentPoint } from "./ascent.ts";

/**
 * The bound that a certificate proves, as the checker computes it: floating point only ever chose the multipliers.
 * Undefined if the checker rejects it, as it does where numbers are too large or no plan exists.
 */
export function certified(
  instance: Instance,
  target: Target,
  source: string,
  certificate: Certificate,
): Bound | undefined {
  const checked = checkCertificate(instance, target, certificate);
  if ("rejected" in checked) return undefined;
  return { value: checked.bound, source, proof: "ours", certificate };
}

/** The bounds at the points of an ascent that pass all before; nothing where it lets a caller look at the clock. */
export function* betterBounds(
  ascent: Generator<AscentPoint | undefined, AscentPoint, void>,
  boundAt: (prices: Float64Array) => Bound | undefined,
): Generator<Bound | undefined, void, void> {
  let held: Bound | undefined;
  for (;;) {
    const { value: point, done } = ascent.next();
    const bound = point && boundAt(point.prices);
    if (bound !== undefined && bound.value > (held?.value ?? -Infinity)) {
      held = bound;
      yield bound;
    } else if (point === undefined) yield undefined;
    if (done) return;
  }
}
