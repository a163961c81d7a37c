import type { NodeSet } from "./node-sets.ts";
import type { NodeFilter } from "./pod-spec.ts";
import { KIND, type NodePool } from "./pools.ts";

/** Label with the id of a resource, for tasks of which neither labels nor a short list say where they may run. */
export const POOL = "berth.dev/pool";

/** Fields of a task that say where it may run. */
export interface Eligibility {
  readonly eligible?: Selector | readonly Selector[];
  readonly forbidden?: readonly string[];
}

type Selector = Readonly<Record<string, string | readonly string[]>>;

/** Resources that a list may exclude beside labels. */
const FEW = 12;

/**
 * Says a set of nodes by the labels that the pod asks for, as far as these do, and by a list of the resources that they let in and
 * that are not in the set; else by a list of resources. Equal questions are answered once.
 */
export function eligibilityOf(
  pools: readonly NodePool[],
  isLabel: (label: string) => boolean,
): (set: NodeSet, filter: NodeFilter, filterId: string) => Eligibility {
  const known = new Map<string, Eligibility>();
  return (set, filter, filterId) => {
    const key = `${set.id}\n${filterId}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const allowed = pools.map(({ nodes }) => set.bits[nodes[0]] === 1);
    const said = say(pools, allowed, nativeOf(filter, isLabel));
    known.set(key, said);
    return said;
  };
}

function say(
  pools: readonly NodePool[],
  allowed: readonly boolean[],
  native: readonly Selector[] | undefined,
): Eligibility {
  const isIn =
    native === undefined ? allowed.map(() => true) : pools.map((pool) => admits(native, pool));
  const isCovered = allowed.every((is, p) => !is || isIn[p]);
  const extra = pools.filter((_, p) => isIn[p] && !allowed[p]).map(({ id }) => id);
  const eligible =
    native === undefined ? {} : { eligible: native.length === 1 ? native[0] : native };
  if (isCovered && extra.length === 0) return eligible;
  if (!allowed.includes(true)) return { forbidden: [KIND] };
  const names = pools.filter((_, p) => allowed[p]).map(({ id }) => id);
  const others = pools.length - names.length;
  if (isCovered && extra.length <= Math.max(FEW, names.length))
    return { ...eligible, forbidden: extra };
  if (others <= names.length) {
    return { forbidden: pools.filter((_, p) => !allowed[p]).map(({ id }) => id) };
  }
  return { eligible: { [POOL]: names.length === 1 ? names[0] : names } };
}

function admits(native: readonly Selector[], { labels }: NodePool): boolean {
  return native.some((selector) =>
    Object.entries(selector).every(([label, value]) => {
      const own = labels.get(label);
      return own !== undefined && (typeof value === "string" ? value === own : value.includes(own));
    }),
  );
}

/** The labels that a filter names with their values; undefined where it names none, or one of its terms names none. */
function nativeOf(
  { selector, terms }: NodeFilter,
  isLabel: (label: string) => boolean,
): readonly Selector[] | undefined {
  const base = [...selector].filter(([key, value]) => isLabel(key) && isValue(value));
  const alternatives = (terms ?? [{ labels: [], fields: [] }]).map((term) => {
    const pairs = new Map<string, readonly string[]>(base.map(([key, value]) => [key, [value]]));
    for (const { key, operator, values } of term.labels) {
      if (operator !== "In" || !isLabel(key) || !values.every(isValue)) continue;
      const before = pairs.get(key);
      const both = before === undefined ? values : before.filter((value) => values.includes(value));
      if (both.length > 0) pairs.set(key, [...new Set(both)]);
    }
    return pairs;
  });
  if (alternatives.length === 0 || alternatives.some(({ size }) => size === 0)) return undefined;
  return alternatives.map((pairs) =>
    Object.fromEntries(
      [...pairs].map(([key, values]) => [key, values.length === 1 ? values[0] : values]),
    ),
  );
}

/** A label value that an instance may hold. */
function isValue(value: string): boolean {
  return /^[A-Za-z0-9._-]{0,63}$/.test(value);
}

/** Labels that a filter names with their values. */
export function labelsNamed({ selector, terms = [] }: NodeFilter): readonly string[] {
  const ofTerms = terms.flatMap(({ labels }) =>
    labels.flatMap(({ key, operator }) => (operator === "In" ? [key] : [])),
  );
  return [...selector.keys(), ...ofTerms];
}
