/** The largest absolute value; 0 of nothing. */
export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** Past this, a finer denominator changes nothing that is worth the digits. */
const FINEST = 2 ** 30;

/** Sums of a few terms below this stay exact in doubles. */
const ROOM = 2 ** 49;

/** A power of two by which all of `terms` can be multiplied and still be summed exactly; at least 1. */
export function commonScale(terms: ArrayLike<number>): number {
  let scale = FINEST;
  const most = largest(terms);
  while (scale > 1 && scale * most > ROOM) scale /= 2;
  return scale;
}
