/** The sum of a[k] * b[k] over equally long lists of safe integers, without rounding: O(length). */
export function exactDot(a: ArrayLike<number>, b: ArrayLike<number>): bigint {
  let sum = 0n;
  for (let k = 0; k < a.length; k++) sum += BigInt(a[k]) * BigInt(b[k]);
  return sum;
}
