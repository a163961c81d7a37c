/** The greatest common divisor of integers that are not negative; 0 stands for "none yet". */
export function commonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}
