import type { Incumbent } from "../incumbent.ts";

/** Remembers what is worked out for a level, which several steps ask for. */
export function perLevel<T>(work: (incumbent: Incumbent) => T): (incumbent: Incumbent) => T {
  const known = new WeakMap<Incumbent, { readonly value: T }>();
  return (incumbent) => {
    const held = known.get(incumbent) ?? { value: work(incumbent) };
    known.set(incumbent, held);
    return held.value;
  };
}
