/** A value as a message shows it: short, on one line, never a whole document. */
export function show(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  }
  if (typeof value === "bigint") return `${value}`.slice(0, 60);
  if (value === undefined) return "nothing";
  if (value === null) return "null (nothing)";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (value instanceof Date) return "a date";
  return typeof value === "object" ? "a map" : String(value).slice(0, 60);
}
