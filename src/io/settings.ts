import { UsageError } from "../util/errors.ts";

/** "v100=4,p100=2" as a map in order; values are non-negative numbers. Throws UsageError. */
export function numbersByName(name: string, text: string): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const part of listOf(text)) {
    const found = /^([^=\s]+)\s*=\s*(\d+(?:\.\d+)?)$/.exec(part);
    if (found === null) {
      throw new UsageError(
        `${name}: expected a list such as v100=4,p100=2, got ${JSON.stringify(part)}.`,
      );
    }
    if (numbers.has(found[1])) throw new UsageError(`${name}: ${found[1]} is there twice.`);
    numbers.set(found[1], Number(found[2]));
  }
  return numbers;
}

/** "a, b" as ["a", "b"]; an empty text is an empty list. */
export function listOf(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
