/** What a certificate lacks. Thrown while one is read, caught by `checkCertificate` alone. */
export class CertificateRejection extends Error {
  override readonly name = "Rejection";
}

/** The value as a map. Throws Rejection if it is none. */
export function readMap(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new CertificateRejection(`${name} is no map`);
}

/** Throws Rejection if the map has a key outside `known`: what is not read proves nothing. */
export function refuseOthers(map: Readonly<Record<string, unknown>>, known: readonly string[]) {
  for (const key of Object.keys(map)) {
    if (!known.includes(key)) throw new CertificateRejection(`"${key}" is no part of it`);
  }
}

/** The value as an exact integer of at least `low`. Throws Rejection otherwise. */
export function readInteger(value: unknown, low: number, name: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= low) return (value as number) + 0;
  throw new CertificateRejection(`${name} is no exact integer from ${low} on`);
}

/** The value as a number. Throws Rejection if a double would round it. */
export function readSafe(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new CertificateRejection("a number is too large to be exact");
}

/** The value as a list of a given length. Throws Rejection otherwise. */
function readList(value: unknown, length: number, name: string): readonly unknown[] {
  if (Array.isArray(value) && value.length === length) return value;
  throw new CertificateRejection(`${name} is no list of ${length}`);
}

/** The value as a list of exact integers of at least `low`. Throws Rejection otherwise. */
export function readIntegers(
  value: unknown,
  length: number,
  low: number,
  name: string,
): readonly number[] {
  const list = readList(value, length, name);
  return Array.from(list, (item, i) => readInteger(item, low, `${name}[${i}]`));
}

/** Prices by resource entry and column, none negative. Throws Rejection otherwise. */
export function readPrices(
  value: unknown,
  rows: number,
  columns: number,
): readonly (readonly number[])[] {
  const list = readList(value, rows, "price");
  return Array.from(list, (row, r) => readIntegers(row, columns, 0, `price[${r}]`));
}

/** The same where a list may be shorter than `most` and have at least `least` columns: the rest is 0. */
export function readPaddedPrices(
  value: unknown,
  rows: number,
  least: number,
  most: number,
): readonly (readonly number[])[] {
  const list = readList(value, rows, "price");
  return Array.from(list, (row, r) => {
    const columns = Array.isArray(row) && row.length > least ? most : least;
    const prices = readIntegers(row, columns, 0, `price[${r}]`);
    return [...prices, ...new Array<number>(most - columns).fill(0)];
  });
}
