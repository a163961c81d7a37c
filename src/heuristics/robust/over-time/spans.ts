/** A stretch of time in ms: [start, end). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece over time: [start, end) in ms on a resource copy, with numbers of devices inside it, ascending. */
export interface Stay extends Span {
  readonly task: number;
  readonly copy: number;
  readonly devices: readonly number[];
}

/** True if two pieces run at one instant; what takes no time runs at none. */
export function overlap(a: Span, b: Span): boolean {
  return Math.max(a.start, b.start) < Math.min(a.end, b.end);
}

/** The same, but what takes no time is in the way strictly inside another. */
export function meet(a: Span, b: Span): boolean {
  if (a.start < a.end && b.start < b.end) return overlap(a, b);
  return isInside(a, b) || isInside(b, a);
}

function isInside(point: Span, span: Span): boolean {
  return point.start === point.end && span.start < point.start && point.start < span.end;
}

/** True if pieces which overlap a stretch of time, and take those amounts, take at most `most` at once in it. */
export function staysBelow(
  span: Span,
  others: readonly Stay[],
  amounts: ArrayLike<number>,
  most: number,
): boolean {
  let all = 0;
  for (let i = 0; i < others.length; i++) all += amounts[i];
  if (all <= most) return true;
  // A sum over time rises at starts alone.
  const staysAt = (time: number): boolean => {
    let sum = 0;
    for (let i = 0; i < others.length && sum <= most; i++) {
      if (others[i].start <= time && time < others[i].end) sum += amounts[i];
    }
    return sum <= most;
  };
  return staysAt(span.start) && others.every(({ start }) => start <= span.start || staysAt(start));
}

/** By start, then end, then task: the order in which pieces follow each other on a resource copy. */
export function inTurn(a: Stay, b: Stay): number {
  return a.start - b.start || a.end - b.end || a.task - b.task;
}
