/** Which side of a pair a feature describes. */
export type Side = "task" | "resource";

/** What one column of a frame holds. */
export interface Feature {
  /** The place in a document, such as "features.batch", "demand.gpu", "labels.zone" or "kind". */
  readonly name: string;
  readonly side: Side;
  readonly type: "number" | "category";
  /** True if no row lacked it. */
  readonly always: boolean;
  /** Of a category: its texts, the most frequent first. */
  readonly levels?: readonly string[];
}

/** A value as a document gives it. Absent is missing. */
export type Raw = number | string;
export type RawRow = ReadonlyMap<string, Raw>;

/** A table of features: numbers, or codes of categories (-1 for a text that is no level); NaN is missing. */
export interface FeatureFrame {
  readonly features: readonly Feature[];
  readonly rows: number;
  /** By feature, then row. */
  readonly columns: readonly Float64Array[];
}

/** Most features of a frame, and most texts of one that are told apart. */
export const MOST_FEATURES = 256;
export const MOST_LEVELS = 250;

/**
 * The features that rows have: one for each name, numbers where every value is one, else categories. A name that the same
 * value fills everywhere tells nothing, but stays: a schema says what was looked at. Names stand in order of their text,
 * task features first, so that the order of rows and of keys is no matter.
 */
export function featuresOf(
  rows: readonly RawRow[],
  sideOf: (name: string) => Side,
): readonly Feature[] {
  const seen = new Map<string, Map<Raw, number>>();
  for (const row of rows) {
    for (const [name, value] of row) {
      let counts = seen.get(name);
      if (counts === undefined) {
        counts = new Map();
        seen.set(name, counts);
      }
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const features = [...seen].map(([name, counts]): Feature => {
    const side = sideOf(name);
    const present = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const always = present === rows.length;
    if ([...counts.keys()].every((value) => typeof value === "number")) {
      return { name, side, type: "number", always };
    }
    const texts = new Map<string, number>();
    for (const [value, count] of counts)
      texts.set(String(value), (texts.get(String(value)) ?? 0) + count);
    const levels = [...texts]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([text]) => text);
    return { name, side, type: "category", always, levels: levels.slice(0, MOST_LEVELS) };
  });
  return features.sort(
    (a, b) => Number(a.side === "resource") - Number(b.side === "resource") || compare(a, b),
  );
}

/** Rows as a frame of these features. A text where a number is wanted is missing. */
export function frameOf(features: readonly Feature[], rows: readonly RawRow[]): FeatureFrame {
  const columns = features.map(({ name, type, levels }) => {
    const codes = new Map((levels ?? []).map((text, code) => [text, code]));
    return Float64Array.from(rows, (row) => {
      const value = row.get(name);
      if (value === undefined) return Number.NaN;
      if (type === "number") return typeof value === "number" ? value : Number.NaN;
      return codes.get(String(value)) ?? -1;
    });
  });
  return { features, rows: rows.length, columns };
}

/** Some rows of a frame, in the order given. */
export function takeRows({ features, columns }: FeatureFrame, rows: Int32Array): FeatureFrame {
  return {
    features,
    rows: rows.length,
    columns: columns.map((column) => Float64Array.from(rows, (row) => column[row])),
  };
}

/**
 * A number for each row, equal where all features of a side (or of both) are equal: tasks and kinds as the features tell
 * them apart. Numbers stand in order of first appearance.
 */
export function identities({ features, columns, rows }: FeatureFrame, side?: Side): Int32Array {
  const own = columns.filter((_, c) => side === undefined || features[c].side === side);
  const known = new Map<string, number>();
  return Int32Array.from({ length: rows }, (_, row) => {
    const key = own.map((column) => column[row]).join();
    let found = known.get(key);
    if (found === undefined) {
      found = known.size;
      known.set(key, found);
    }
    return found;
  });
}

/** Row numbers in an order that depends on what the rows hold alone: by features, then by `last`. */
export function canonicalOrder({ columns, rows }: FeatureFrame, last: Float64Array): Int32Array {
  const keys = [...columns, last];
  return Int32Array.from({ length: rows }, (_, row) => row).sort((a, b) => {
    for (const key of keys) {
      const order = compareValues(key[a], key[b]);
      if (order !== 0) return order;
    }
    return a - b;
  });
}

function compareValues(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  if (Number.isNaN(b)) return 1;
  return a - b;
}

function compare(a: Feature, b: Feature): number {
  return a.name < b.name ? -1 : 1;
}
