import type { Inequalities } from "./inequalities.ts";
import type { Trail } from "./trail.ts";

/**
 * What inequality `i` moves now: with all conditions true both bounds, with one open its opposite where it cannot hold. False at a
 * contradiction.
 */
export function applyInequality(trail: Trail, inequalities: Inequalities, i: number): boolean {
  const { now } = trail;
  const { less, more, by, begin, conditions } = inequalities;
  let open = -1;
  for (let k = begin[i]; k < begin[i + 1]; k += 2) {
    const [bound, least] = [conditions[k], conditions[k + 1]];
    if (now[bound] >= least) continue;
    // One that cannot hold frees it, and two open ones say nothing yet.
    if (open >= 0 || now[bound ^ 1] >= 1 - least) return true;
    open = k;
  }
  const low = 2 * less[i];
  const high = 2 * more[i] + 1;
  const c = by[i];
  if (open >= 0) {
    if (now[low] + c <= -now[high]) return true;
    const note = trail.note(INEQUALITY, i);
    trail.premise(note, low, now[low]);
    trail.premise(note, high, 1 - now[low] - c);
    premises(trail, inequalities, note, i, open);
    return trail.raise(conditions[open] ^ 1, 1 - conditions[open + 1], note);
  }
  if (now[low] + c > now[high ^ 1]) {
    const note = trail.note(SHIFT, i);
    trail.source(note, low, now[low]);
    premises(trail, inequalities, note, i, -1);
    if (!trail.raise(high ^ 1, now[low] + c, note)) return false;
  }
  if (now[high] + c > now[low ^ 1]) {
    const note = trail.note(SHIFT, i);
    trail.source(note, high, now[high]);
    premises(trail, inequalities, note, i, -1);
    return trail.raise(low ^ 1, now[high] + c, note);
  }
  return true;
}

function premises(
  trail: Trail,
  { begin, conditions }: Inequalities,
  note: number,
  i: number,
  but: number,
): void {
  for (let k = begin[i]; k < begin[i + 1]; k += 2) {
    if (k !== but) trail.premise(note, conditions[k], conditions[k + 1]);
  }
}

/** Kinds of notes. Of a shift the first premise may be weakened by as much as its conclusion is. */
export const SHIFT = 0;
export const INEQUALITY = 1;
export const RUNS = 2;
/** A shift by a runtime. */
export const RUNS_SHIFT = 3;
export const TIME_TABLE = 4;
export const ENERGY = 5;
