/**
 * The lower triangle L with L Lᵀ = A, in place on the lower triangle of A (n x n, row-major); false if A is not positive
 * definite. O(n^3 / 3).
 */
export function cholesky(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0, x = i * n, y = j * n; k < j; k++) sum -= a[x + k] * a[y + k];
      if (i > j) a[i * n + j] = sum / a[j * n + j];
      else if (!(sum > 0)) return false;
      else a[i * n + i] = Math.sqrt(sum);
    }
  }
  return true;
}

/** The x with L x = b, for a lower triangle. O(n^2 / 2). */
export function solveLower(l: Float64Array, n: number, b: Float64Array): Float64Array {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let k = 0, at = i * n; k < i; k++) sum -= l[at + k] * x[k];
    x[i] = sum / l[i * n + i];
  }
  return x;
}

/** The x with Lᵀ x = b. O(n^2 / 2). */
export function solveUpper(l: Float64Array, n: number, b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = n - 1; i >= 0; i--) {
    x[i] /= l[i * n + i];
    for (let k = 0, at = i * n; k < i; k++) x[k] -= l[at + k] * x[i];
  }
  return x;
}
