import type { NodeFilter } from "../objects/pod-spec.ts";
import type { NodeSet } from "../units/node-sets.ts";
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

/** What the labels that a filter names say of pools, whatever else the set of a pod is made of. */
interface Native {
  readonly selectors: readonly Selector[] | undefined;
  /** 1 by pool that the labels let in. */
  readonly isIn: Uint8Array;
}

/**
 * Says a set of nodes by the labels that the pod asks for, as far as these do, and by a list of the resources that they let in and
 * that are not in the set; else by a list of resources. Equal questions are answered once, and what labels let in is worked out once
 * for a filter: where many pods run on nodes that do not admit them, each such pair has a set of its own.
 */
export function eligibilityOf(
  pools: readonly NodePool[],
  isLabel: (label: string) => boolean,
): (set: NodeSet, filter: NodeFilter, filterId: string) => Eligibility {
  const known = new Map<string, Eligibility>();
  const natives = new Map<string, Native>();
  const firsts = Int32Array.from(pools, ({ nodes }) => nodes[0]);
  return (set, filter, filterId) => {
    const key = `${set.id}\n${filterId}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    let native = natives.get(filterId);
    if (native === undefined) {
      const selectors = nativeOf(filter, isLabel);
      const isIn = new Uint8Array(pools.length).fill(selectors === undefined ? 1 : 0);
      for (const selector of selectors ?? []) letIn(selector, pools, isIn);
      native = { selectors, isIn };
      natives.set(filterId, native);
    }
    const said = say(pools, (p) => set.bits[firsts[p]] === 1, native);
    known.set(key, said);
    return said;
  };
}

function say(
  pools: readonly NodePool[],
  isAllowed: (pool: number) => boolean,
  { selectors, isIn }: Native,
): Eligibility {
  const names: string[] = [];
  const extra: string[] = [];
  let isCovered = true;
  for (let p = 0; p < pools.length; p++) {
    if (isAllowed(p)) {
      names.push(pools[p].id);
      isCovered &&= isIn[p] === 1;
    } else if (isIn[p] === 1) extra.push(pools[p].id);
  }
  const eligible =
    selectors === undefined ? {} : { eligible: selectors.length === 1 ? selectors[0] : selectors };
  if (isCovered && extra.length === 0) return eligible;
  if (names.length === 0) return { forbidden: [KIND] };
  if (isCovered && extra.length <= Math.max(FEW, names.length))
    return { ...eligible, forbidden: extra };
  if (pools.length - names.length <= names.length) {
    return { forbidden: pools.flatMap(({ id }, p) => (isAllowed(p) ? [] : [id])) };
  }
  return { eligible: { [POOL]: names.length === 1 ? names[0] : names } };
}

/** Marks the pools that have all labels of a selector. */
function letIn(selector: Selector, pools: readonly NodePool[], isIn: Uint8Array): void {
  const pairs = Object.entries(selector);
  for (let p = 0; p < pools.length; p++) {
    const { labels } = pools[p];
    const isMet = pairs.every(([label, value]) => {
      const own = labels.get(label);
      return own !== undefined && (typeof value === "string" ? value === own : value.includes(own));
    });
    if (isMet) isIn[p] = 1;
  }
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
