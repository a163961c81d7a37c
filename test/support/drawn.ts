/**
 * Random tests draw this part of their cases: all of them with TEST_CASES=1, as CI does on one Node, a tenth of many more with
 * TEST_CASES=10, and a fraction every day. Seeds count from the same number, so a part is the beginning of the whole.
 */
const PART = Number(process.env.TEST_CASES ?? 0.1);

/** True where all cases are drawn: long ways of which a smaller test shows the same every day are gone there alone. */
export const drawsAll = PART >= 1;

/** The seed to begin with, where a test begins with 1: another one draws other cases. */
export const first = Number(process.env.FIRST_SEED ?? 1);

/** The part of so many cases that runs, and at least so many where fewer would show nothing. */
export function drawn(count: number, least = 1): number {
  return Math.max(least, Math.floor(count * PART));
}

/** What so many cases come to at least where all are drawn; of a part, which is less even, half as many. */
export function atLeast(count: number): number {
  return PART >= 1 ? count : Math.floor(0.5 * PART * count);
}
