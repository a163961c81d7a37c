import { countsTransfers } from "../instance/additive.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { remember } from "../util/remember.ts";
import { RULES } from "./rules/registry.ts";
import type { Rule, Trait } from "./rules/rule.ts";

/** What is to be planned or bounded: an instance, and what is minimised on it, within limits of earlier levels. */
export interface Asked {
  readonly instance: Instance;
  readonly target?: Target;
  readonly limits?: readonly unknown[];
}

/** The traits that are no rule's: how the tasks stand beside each other, and what a level adds. */
const OF_LEVELS = [
  {
    name: "placement",
    about: "all tasks run at once",
    kind: "shapes",
    isIn: ({ instance }) => instance.mode === "placement",
  },
  {
    name: "sequence",
    about: "every resource runs one task at a time",
    kind: "shapes",
    isIn: ({ instance }) => instance.mode === "batch",
  },
  {
    name: "schedule",
    about: "tasks run side by side over time",
    kind: "shapes",
    isIn: ({ instance }) => instance.mode === "schedule",
  },
  {
    name: "many-pairs",
    about: "there are more than 50 million pairs",
    kind: "shapes",
    isIn: ({ instance }) => instance.pairs.features !== undefined,
  },
  {
    name: "transfers",
    about: "the objective counts transfers between stages",
    kind: "shapes",
    isIn: ({ instance, target }) => target !== undefined && countsTransfers(instance, target),
  },
  {
    name: "earlier-objectives",
    about: "earlier objectives limit the level",
    kind: "forbids",
    isIn: ({ limits = [] }) => limits.length > 0,
  },
] as const satisfies readonly (Omit<Trait, "isIn"> & { isIn: (asked: Asked) => boolean })[];

type NameOf<R> = R extends Rule<infer Name> ? Name : never;
type RuleTrait = NameOf<(typeof RULES)[number]>;
/** The word for a trait, as documents and reasons have it. */
export type TraitName = RuleTrait | (typeof OF_LEVELS)[number]["name"];

/** The traits of rules that an instance has. Worked out once; O(tasks + resources), with devices O(table of demands). */
export const traitsOf = remember(
  (instance: Instance): ReadonlyMap<RuleTrait, Trait> =>
    new Map(
      (RULES as readonly Rule<RuleTrait>[])
        .filter(({ modes }) => modes?.includes(instance.mode) !== false)
        .flatMap(({ traits }) => traits)
        .filter(({ isIn }) => isIn(instance))
        .map((trait) => [trait.name, trait]),
    ),
);

/** The traits that a method, a reduction, a bound or a certificate has heard of: it keeps them, or looks at them itself. */
export interface Handles {
  readonly names: ReadonlySet<TraitName>;
  /** It only bounds, so what forbids plans and is not named weakens it at most. */
  readonly isRelaxation: boolean;
}

/** What plans that keep every rule must have heard of. */
export function handling(...names: readonly TraitName[]): Handles {
  return { names: new Set(names), isRelaxation: false };
}

/** What a lower bound must have heard of: all but what only forbids plans. */
export function relaxing(...names: readonly TraitName[]): Handles {
  return { names: new Set(names), isRelaxation: true };
}

/**
 * Undefined if one of the alternatives has heard of everything that is asked; else what the nearest of them has not heard of, as a
 * clause with its word: "groups stand apart (separate)". The world is closed: a rule that is new is declined by all that do
 * not name it.
 */
export function unheard(alternatives: readonly Handles[], asked: Asked): string | undefined {
  const present = [
    ...OF_LEVELS.filter(({ isIn }) => isIn(asked)),
    ...traitsOf(asked.instance).values(),
  ] as readonly (Omit<Trait, "isIn"> & { readonly name: TraitName })[];
  const lists = alternatives.map(({ names, isRelaxation }) =>
    present.filter(({ name, kind }) => !names.has(name) && !(isRelaxation && kind === "forbids")),
  );
  if (lists.some((missing) => missing.length === 0)) return undefined;
  // A way that is for another mode is far off, whatever else it knows.
  const isNear = (missing: typeof present) => missing[0] !== present[0];
  const near = lists.filter(isNear);
  const [first] = (near.length > 0 ? near : lists).reduce((least, missing) =>
    missing.length < least.length ? missing : least,
  );
  return `${first.about} (${first.name})`;
}
