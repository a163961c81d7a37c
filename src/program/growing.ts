type TypedArray = Float64Array | Int32Array | Uint8Array;

/** A typed array of at least `length` entries with the same leading ones: itself, or a copy at least twice as long. */
export function grown<T extends TypedArray>(array: T, length: number): T {
  if (length <= array.length) return array;
  const Kind = array.constructor as new (length: number) => T;
  const longer = new Kind(Math.max(length, 2 * array.length, 16));
  longer.set(array);
  return longer;
}
