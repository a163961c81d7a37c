/** What is lost, and for how long. */
export interface LossWatch {
  /** What is lost at this moment: all else is back. */
  see(lost: Iterable<string>): void;
  /** What is lost for long enough, and was not taken yet. */
  due(): ReadonlySet<string>;
  /** The same, which is not due again unless it comes back. */
  take(): ReadonlySet<string>;
}

/** Something is due once it is lost for `after` ms of a clock: what is back before that was never lost. */
export function lossWatch(after: number, now: () => number): LossWatch {
  const since = new Map<string, number>();
  const taken = new Set<string>();
  const due = () => {
    const found = [...since].filter(([name, from]) => !taken.has(name) && now() - from >= after);
    return new Set(found.map(([name]) => name));
  };
  return {
    see(lost) {
      const seen = new Set(lost);
      for (const name of since.keys()) if (!seen.has(name)) since.delete(name);
      for (const name of taken) if (!seen.has(name)) taken.delete(name);
      for (const name of seen) if (!since.has(name)) since.set(name, now());
    },
    due,
    take() {
      const found = due();
      for (const name of found) taken.add(name);
      return found;
    },
  };
}
