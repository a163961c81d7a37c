/** Greatest common divisor of two whole numbers from 0 on; gcd(0, b) = b, so 0 stands for "none yet". */
export function gcd(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** The greatest common divisor of whole numbers of any sign; 0 of none, and of zeros alone. */
export function divisorOf(values: Iterable<number>): number {
  let divisor = 0;
  for (const value of values) {
    divisor = gcd(divisor, Math.abs(value));
    if (divisor === 1) return 1;
  }
  return divisor;
}
