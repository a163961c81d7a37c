/** An instance type of a cloud with its size and price. */
export interface PricedType {
  readonly type: string;
  readonly family: string;
  readonly arch?: string;
  /** Amounts as an instance document writes them. */
  readonly cpu: string | number;
  readonly memory: string;
  readonly gpu?: { readonly name: string; readonly count: number; readonly memory?: string };
  /** Dollars per hour with at most six decimals. */
  readonly price: string;
  /** True if the table's price had more decimals. */
  readonly rounded: boolean;
}

/** A row that was read, or left out for a reason; malformed rows are reported to the row. */
export type RowResult =
  | PricedType
  | { readonly type: string; readonly family: string; readonly reason: string };

/** Dollars with at most six decimals, rounded half up; "0" and the row's report if it is no price. */
export function readPrice(row: TableRow, column: string): Pick<PricedType, "price" | "rounded"> {
  const text = row.text(column);
  const found = /^(\d{1,9})(?:\.(\d*))?$/.exec(text);
  if (found === null) {
    row.report(`${column}: expected dollars per hour, got ${JSON.stringify(text)}`);
    return { price: "0", rounded: false };
  }
  const decimals = (found[2] ?? "").replace(/0+$/, "");
  const up = decimals.length > 6 && decimals[6] >= "5" ? 1n : 0n;
  const micro = String(BigInt(found[1] + decimals.slice(0, 6).padEnd(6, "0")) + up).padStart(
    7,
    "0",
  );
  const fraction = micro.slice(-6).replace(/0+$/, "");
  const price = fraction === "" ? micro.slice(0, -6) : `${micro.slice(0, -6)}.${fraction}`;
  return { price, rounded: decimals.length > 6 };
}

/** MiB as "80GiB" where that is whole, else "22888MiB". */
export function memoryText(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}GiB` : `${mebibytes}MiB`;
}

/** One row under its headers. */
export interface TableRow {
  readonly has: (column: string) => boolean;
  /** Trimmed; empty if the column is absent. */
  readonly text: (column: string) => string;
  /** Notes a fault of this row. */
  readonly report: (message: string) => void;
}
