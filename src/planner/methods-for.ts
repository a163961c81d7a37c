import { INSTANCE } from "../instance/arguments.ts";
import { withoutLosses } from "../instance/losses.ts";
import { targetsOf } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import type { Policy } from "../learn/policy/policy.ts";
import { requireArgument } from "../util/arguments.ts";
import { startClock } from "./clock.ts";
import { DEFAULT_SOLVER } from "./course.ts";
import { Incumbent } from "./incumbent.ts";
import { fitOf, type Method } from "./method.ts";
import { checkOptions } from "./options.ts";
import { METHODS } from "./registry.ts";
import { plansForLosses } from "./robust/portfolio.ts";
import type { Role } from "./types.ts";

/** What a method could do for an instance. */
export interface MethodFit {
  readonly name: string;
  readonly role: Role;
  readonly about: string;
  /** True, or why it has nothing to do on the first level. */
  readonly fits: true | string;
}

/**
 * Every method by its name, and whether it fits the first level of an instance; of one whose plans must survive losses the level
 * without them, since methods see that one. Throws UsageError for objectives that the instance cannot have.
 */
export function methodsFor(
  instance: Instance,
  options: { readonly objectives?: readonly ObjectiveSpec[]; readonly policy?: Policy } = {},
): readonly MethodFit[] {
  requireArgument("methodsFor", INSTANCE, instance);
  checkOptions("methodsFor", options);
  const { objectives, policy } = options;
  const seen = instance.robust === undefined ? instance : withoutLosses(instance);
  const [target] = targetsOf(seen, objectives);
  const task = {
    incumbent: new Incumbent(seen, target),
    clock: startClock({}),
    goal: { gap: 0, slack: 0 },
    seed: 1,
    solver: DEFAULT_SOLVER,
    tell: () => {},
    ...(policy !== undefined && { policy }),
  };
  const fitsHere = (method: Method): true | string =>
    instance.robust === undefined || plansForLosses(instance, method.name)
      ? fitOf(method, task)
      : "it does not plan for losses, and sees the instance without them";
  return METHODS.map((method) => ({
    name: method.name,
    role: method.role,
    about: method.about,
    fits: fitsHere(method),
  }));
}
