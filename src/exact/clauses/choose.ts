import { RUNS, RUNS_SHIFT } from "./apply-inequality.ts";
import type { Trail } from "./trail.ts";
import type { Job } from "./types.ts";

/** One placing of a job with several, and an end that is its start plus the runtime there. False at a contradiction. */
export function choosePlacing(trail: Trail, job: Job, j: number): boolean {
  const { choice, runtimes } = job;
  const { now } = trail;
  const isOut = (k: number) => now[2 * (choice + k) + 1] >= 0;
  let taken = -1;
  let only = -1;
  let open = 0;
  for (let k = 0; k < runtimes.length; k++) {
    if (now[2 * (choice + k)] >= 1) taken = k;
    if (isOut(k)) continue;
    open++;
    only = k;
  }
  if (taken >= 0 && open > 1) {
    for (let k = 0; k < runtimes.length; k++) {
      if (k === taken || isOut(k)) continue;
      const note = trail.note(RUNS, j);
      trail.premise(note, 2 * (choice + taken), 1);
      if (!trail.raise(2 * (choice + k) + 1, 0, note)) return false;
    }
    only = taken;
  } else if (taken < 0 && open <= 1) {
    const last = open === 1 ? only : 0;
    const note = trail.note(RUNS, j);
    for (let k = 0; k < runtimes.length; k++) {
      if (k !== last) trail.premise(note, 2 * (choice + k) + 1, 0);
    }
    if (!trail.raise(2 * (choice + last), 1, note)) return false;
  }
  return endFromStart(trail, job, j) && dropTooLong(trail, job, j);
}

/** The shortest and longest runtime that are left move the start and the end. */
function endFromStart(trail: Trail, { start, end, choice, runtimes }: Job, j: number): boolean {
  const { now } = trail;
  const isOut = (k: number) => now[2 * (choice + k) + 1] >= 0;
  let shortest = 2 ** 30;
  let longest = -1;
  for (let k = 0; k < runtimes.length; k++) {
    if (isOut(k)) continue;
    shortest = Math.min(shortest, runtimes[k]);
    longest = Math.max(longest, runtimes[k]);
  }
  const shift = (
    source: number,
    target: number,
    by: number,
    isBeyond: (runtime: number) => boolean,
  ) => {
    if (now[source] + by <= now[target]) return true;
    const note = trail.note(RUNS_SHIFT, j);
    trail.source(note, source, now[source]);
    for (let k = 0; k < runtimes.length; k++) {
      if (isBeyond(runtimes[k])) trail.premise(note, 2 * (choice + k) + 1, 0);
    }
    return trail.raise(target, now[source] + by, note);
  };
  const isShorter = (runtime: number) => runtime < shortest;
  const isLonger = (runtime: number) => runtime > longest;
  return (
    shift(2 * start, 2 * end, shortest, isShorter) &&
    shift(2 * end + 1, 2 * start + 1, shortest, isShorter) &&
    shift(2 * start + 1, 2 * end + 1, -longest, isLonger) &&
    shift(2 * end, 2 * start, -longest, isLonger)
  );
}

/** Placings whose runtime does not fit between start and end. */
function dropTooLong(trail: Trail, { start, end, choice, runtimes }: Job, j: number): boolean {
  const { now } = trail;
  for (let k = 0; k < runtimes.length; k++) {
    if (now[2 * (choice + k) + 1] >= 0) continue;
    const runtime = runtimes[k];
    const isLong = now[2 * start] + runtime > -now[2 * end + 1];
    if (!isLong && -now[2 * start + 1] + runtime >= now[2 * end]) continue;
    const note = trail.note(RUNS, j);
    if (isLong) {
      trail.premise(note, 2 * start, now[2 * start]);
      trail.premise(note, 2 * end + 1, 1 - now[2 * start] - runtime);
    } else {
      trail.premise(note, 2 * end, now[2 * end]);
      trail.premise(note, 2 * start + 1, runtime + 1 - now[2 * end]);
    }
    if (!trail.raise(2 * (choice + k) + 1, 0, note)) return false;
  }
  return true;
}
