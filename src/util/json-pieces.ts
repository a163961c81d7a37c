/**
 * The text of `JSON.stringify(value)` in pieces, one for each item of a list: no string ever holds the whole. Lists may be
 * any iterable, made while they are read.
 */
export function* jsonPieces(value: unknown): Generator<string, void, void> {
  if (typeof value !== "object" || value === null || "toJSON" in value) {
    yield JSON.stringify(value) ?? "null";
  } else if (Symbol.iterator in value) {
    yield "[";
    let separator = "";
    for (const item of value as Iterable<unknown>) {
      yield `${separator}${JSON.stringify(item) ?? "null"}`;
      separator = ",";
    }
    yield "]";
  } else {
    let separator = "{";
    for (const [key, field] of Object.entries(value)) {
      if (field === undefined || typeof field === "function") continue;
      yield `${separator}${JSON.stringify(key)}:`;
      yield* jsonPieces(field);
      separator = ",";
    }
    yield separator === "{" ? "{}" : "}";
  }
}
