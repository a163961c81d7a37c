import { compareFractions, type Fraction } from "../util/fraction.ts";
import type { Random } from "../util/random.ts";
import type { HuntJudge, Judgement } from "./judge.ts";
import { sizeOf, sizeOrder } from "./size.ts";
import type { HuntCandidate, HuntFamily, HuntSizes } from "./types.ts";

/** Changes in a row that bring no larger ratio, after which a climb begins elsewhere. */
const PATIENCE = 200;

/** Of the climbs, those that begin at the best so far and not anew. */
const FROM_BEST = 0.25;

/** Changes at once where a climb begins at the best so far. */
const KICKS = 4;

/** What a search is told. */
export interface ClimbOptions {
  readonly sizes: HuntSizes;
  /** True once it is to end. */
  readonly isOver: () => boolean;
  /** Called with every better one. */
  readonly onBetter: (found: Judgement) => void;
}

/**
 * The best of one family: climbs from drawn instances by small changes, each kept where the ratio is no less, so that a climb
 * walks over plateaus. Steps end at the first that is over; equal random numbers give equal finds.
 */
export async function climb(
  family: HuntFamily,
  judge: HuntJudge,
  random: Random,
  { sizes, isOver, onBetter }: ClimbOptions,
): Promise<Judgement | undefined> {
  let best: { readonly candidate: HuntCandidate; readonly found: Judgement } | undefined;
  while (!isOver()) {
    let candidate = family.draw(sizes, random);
    if (best !== undefined && random.unit() < FROM_BEST) {
      candidate = best.candidate;
      for (let i = 0; i < KICKS; i++) candidate = candidate.change(random);
    }
    let found = await judge.judge(candidate.document);
    for (let since = 0; since < PATIENCE && !isOver(); since++) {
      if (found !== undefined && isBetter(found, best?.found)) {
        best = { candidate, found };
        onBetter(found);
      }
      const next = candidate.change(random);
      const other = await judge.judge(next.document, found?.ratio);
      if (other === undefined) continue;
      if (found === undefined || isMore(other.ratio, found.ratio)) since = 0;
      [candidate, found] = [next, other];
    }
  }
  return best?.found;
}

function isMore(a: Fraction, b: Fraction): boolean {
  return compareFractions(a, b) > 0;
}

/** A larger ratio, or the same with less. */
function isBetter(one: Judgement, other: Judgement | undefined): boolean {
  if (other === undefined) return true;
  const order = compareFractions(one.ratio, other.ratio);
  return (
    order > 0 ||
    (order === 0 && sizeOrder(sizeOf(one.subject.document), sizeOf(other.subject.document)) < 0)
  );
}
