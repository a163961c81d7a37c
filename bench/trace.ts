/** Entries of a trace that are kept: of many, those at even steps and the last. */
const MOST_ENTRIES = 100;

/** At most so many entries, the last among them. */
export function evenly<T>(entries: readonly T[]): readonly T[] {
  const step = Math.max(1, Math.ceil(entries.length / MOST_ENTRIES));
  return entries.filter((_, i) => i % step === 0 || i === entries.length - 1);
}
