import {
  copiesLost,
  distinctLosses,
  type RemainingInstance,
  withoutCopies,
} from "../../instance/losses.ts";
import { DEVICE, type Instance } from "../../instance/types.ts";

/** Less capacity than there is, so that what is left may take what is lost. */
export interface Reserve extends RemainingInstance {
  /** For the trace. */
  readonly name: string;
}

/** Losses and entries that are kept free one by one: the largest ones. */
const MOST_SPARES = 4;

/** Shares of capacity that are kept free. */
const HEADROOMS = [0.03, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5] as const;

/** Every reserve that is tried: spares, then ever more headroom. */
export function reservesOf(instance: Instance): readonly Reserve[] {
  return [...spares(instance), ...HEADROOMS.map((share) => headroom(instance, share))];
}

/**
 * Instances in which some resource copies stay free: for single copies one of an entry, for each of the largest entries, and
 * one of every entry at once; for losses across a label all that one loss takes. The smallest spare first.
 */
export function spares(instance: Instance): readonly Reserve[] {
  const { robust } = instance;
  if (robust === undefined) return [];
  const losses = distinctLosses(instance).map((i) => [...copiesLost(robust, i)]);
  const kept = losses.slice(0, MOST_SPARES).reverse();
  if (robust.across === undefined && losses.length > 1) kept.push(losses.flat());
  return kept.map((copies) => ({ ...withoutCopies(instance, copies), name: "spare" }));
}

/** The instance with a share of every capacity kept free, whole devices of devices. `share` from 0 to 1. */
export function headroom(instance: Instance, share: number): Reserve {
  const { dimensions } = instance;
  const whole = withoutCopies(instance, []);
  const resources = whole.instance.resources.map((resource) => ({
    ...resource,
    capacity: resource.capacity.map((amount, d) => {
      const unit = dimensions[d].devices ? DEVICE : 1;
      return Math.floor((amount * (1 - share)) / unit + 1e-9) * unit;
    }),
  }));
  return { ...whole, instance: Object.freeze({ ...whole.instance, resources }), name: "headroom" };
}
