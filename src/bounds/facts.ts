import { bundleOf } from "../instance/bundles.ts";
import type { Instance } from "../instance/types.ts";
import { usablePairs } from "../instance/usable.ts";
import { remember } from "../util/remember.ts";

/**
 * What must be placed together on one resource copy: one task copy, or all mandatory copies of tasks that
 * colocate groups tie together.
 */
export interface BoundItem {
  /** Task entries and how many copies of each the item holds. */
  readonly members: readonly { readonly task: number; readonly copies: number }[];
  /** How many items like this there are. */
  readonly times: number;
}

/** What several bounds ask about an instance. */
export interface Facts {
  /** `usablePairs(instance)`. */
  readonly usable: Uint8Array;
  /** Everything that every plan places. */
  readonly items: readonly BoundItem[];
}

/** Cost O(task entries x resource entries) at the first call. */
export const factsOf = remember(
  (instance: Instance): Facts => ({ usable: usablePairs(instance), items: itemsOf(instance) }),
);

/** The value of a whole task entry on a resource entry; undefined if it cannot be there. */
export type PairValue = (task: number, resource: number) => number | undefined;

/** Reads a pair table where the pair is usable. */
export function usableValue(instance: Instance, values: Float64Array): PairValue {
  const { usable } = factsOf(instance);
  const R = instance.resources.length;
  return (task, resource) => {
    const pair = task * R + resource;
    return usable[pair] === 1 ? values[pair] : undefined;
  };
}

/** The same of amounts that are worked out when asked for. */
export function usableAmount(
  instance: Instance,
  amount: (task: number, resource: number) => number,
): PairValue {
  const { usable } = factsOf(instance);
  const R = instance.resources.length;
  return (task, resource) =>
    usable[task * R + resource] === 1 ? amount(task, resource) : undefined;
}

/** As `usableValue` for the demand of a dimension. */
export function usableDemand(instance: Instance, dimension: number): PairValue {
  const { usable } = factsOf(instance);
  const { perPair, values } = instance.demand[dimension];
  const R = instance.resources.length;
  return (task, resource) => {
    const pair = task * R + resource;
    if (usable[pair] === 0) return undefined;
    return values[perPair ? pair : task];
  };
}

/** The sum of a value over the members of an item; undefined if one of them cannot be on the resource. */
export function itemValue(item: BoundItem, resource: number, value: PairValue): number | undefined {
  let sum = 0;
  for (const { task, copies } of item.members) {
    const one = value(task, resource);
    if (one === undefined) return undefined;
    sum += copies * one;
  }
  return sum;
}

/**
 * The least values that the pieces of an item can have, ascending: one for each replica, on distinct
 * resource copies or in distinct failure domains. Undefined if there are not enough of these: then no plan
 * exists.
 */
export function leastValues(
  instance: Instance,
  item: BoundItem,
  at: (resource: number) => number | undefined,
): readonly number[] | undefined {
  const { replicas, across } = instance.tasks[item.members[0].task];
  const { resources } = instance;
  if (replicas === 1) {
    let least: number | undefined;
    for (let r = 0; r < resources.length; r++) {
      const value = at(r);
      if (value !== undefined && (least === undefined || value < least)) least = value;
    }
    return least === undefined ? undefined : [least];
  }
  const choices: number[] = [];
  const byDomain = new Map<number, number>();
  for (let r = 0; r < resources.length; r++) {
    const value = at(r);
    if (value === undefined) continue;
    if (across === undefined) {
      for (let i = 0; i < Math.min(replicas, resources[r].count); i++) choices.push(value);
      continue;
    }
    const domain = instance.domains[across].of[r];
    byDomain.set(domain, Math.min(value, byDomain.get(domain) ?? value));
  }
  const sorted = [...choices, ...byDomain.values()].sort((a, b) => a - b);
  return sorted.length < replicas ? undefined : sorted.slice(0, replicas);
}

/** The sum of the least values of all pieces of all items; undefined if some item has no place. */
export function sumOfLeast(instance: Instance, value: PairValue): bigint | undefined {
  let sum = 0n;
  for (const item of factsOf(instance).items) {
    const least = leastValues(instance, item, (r) => itemValue(item, r, value));
    if (least === undefined) return undefined;
    sum += BigInt(item.times) * BigInt(least.reduce((total, one) => total + one, 0));
  }
  return sum;
}

/** Resource copies on which at least one mandatory task may be, by entry: 1 or 0. */
export function entriesInUse(instance: Instance): readonly boolean[] {
  const { usable, items } = factsOf(instance);
  const R = instance.resources.length;
  return instance.resources.map((_, r) =>
    items.some((item) => item.members.some(({ task }) => usable[task * R + r] === 1)),
  );
}

function itemsOf(instance: Instance): readonly BoundItem[] {
  const { tasks, colocate } = instance;
  const bundle = bundleOf(instance);
  const grouped = new Set(colocate.flatMap((group) => group.tasks));
  const together = new Map<number, { task: number; copies: number }[]>();
  const items: BoundItem[] = [];
  tasks.forEach(({ optional, count }, task) => {
    if (optional) return;
    if (!grouped.has(task)) {
      items.push({ members: [{ task, copies: 1 }], times: count });
      return;
    }
    const members = together.get(bundle[task]) ?? [];
    members.push({ task, copies: count });
    if (members.length > 1) return;
    together.set(bundle[task], members);
    items.push({ members, times: 1 });
  });
  return items;
}

/** The least sum of runtimes of all replicas of all items like this; undefined if one has no place. */
export function workOf(instance: Instance, item: BoundItem): bigint | undefined {
  const runtime = usableValue(instance, instance.pairs.runtime);
  const least = leastValues(instance, item, (r) => itemValue(item, r, runtime));
  if (least === undefined) return undefined;
  return BigInt(item.times) * BigInt(least.reduce((sum, value) => sum + value, 0));
}
