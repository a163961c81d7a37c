import type { SharedPool } from "../../../exact/clauses/types.ts";

/** One member that holds its place: its job, what it needs, and when it runs. */
interface Held {
  readonly job: number;
  readonly need: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Hands what a pool has from job to job in the order of their starts (partial order schedule; Policella et al., 2007; Godard, Laborie, Nuijten,
 * ICAPS 2005): calls `link` for each hand-over. While all links are kept, these jobs never need more than there is, however they move.
 * Prefers what comes from a job that `waits` says is waited for anyway, then what became free last.
 */
export function chain(
  { size }: Pick<SharedPool, "size">,
  held: readonly Held[],
  waits: (before: number, after: number) => boolean,
  link: (before: number, after: number) => void,
): void {
  const order = [...held].sort((a, b) => a.start - b.start || a.end - b.end || a.job - b.job);
  /** Parts that are free, by whom they were used last. */
  let parts: { job: number; end: number; amount: number }[] = [
    { job: -1, end: -Infinity, amount: size },
  ];
  for (const { job, need, start, end } of order) {
    const free = parts.filter((part) => part.end <= start);
    const isWaited = (part: { readonly job: number }) => part.job >= 0 && waits(part.job, job);
    free.sort(
      (a, b) => Number(isWaited(b)) - Number(isWaited(a)) || b.end - a.end || a.job - b.job,
    );
    let left = need;
    for (const part of free) {
      if (left <= 0) break;
      const taken = Math.min(left, part.amount);
      left -= taken;
      part.amount -= taken;
      if (part.job >= 0) link(part.job, job);
    }
    parts = parts.filter(({ amount }) => amount > 0);
    parts.push({ job, end, amount: need });
  }
}
