/** Greatest common divisor of two whole numbers from 0 on; gcd(0, b) = b, so 0 stands for "none yet". */
export function gcd(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
