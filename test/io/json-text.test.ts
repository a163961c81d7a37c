import fc from "fast-check";
import { expect, test } from "vitest";
import { findJsonFault, position } from "../../src/io/json-text.ts";

test("a text has no fault exactly when JSON.parse takes it", () => {
  // Printed values with one character changed: most are broken, some are not.
  const texts = fc
    .tuple(
      fc.jsonValue({ maxDepth: 4 }),
      fc.nat(),
      fc.constantFrom("", '"', "\\", ",", "}", "[", "0", "-", ".", "e", " ", "\n", "u", "\u0001"),
    )
    .map(([value, at, character]) => {
      const text = JSON.stringify(value);
      const place = at % (text.length + 1);
      return text.slice(0, place) + character + text.slice(place + (at % 2));
    });
  const seen = { good: 0, bad: 0 };
  fc.assert(
    fc.property(texts, (text) => {
      const fault = findJsonFault(text);
      if (fault?.message.includes("twice")) return;
      seen[fault === undefined ? "good" : "bad"]++;
      expect(fault === undefined).toBe(parses(text));
      if (fault !== undefined) expect(fault.offset).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 1000 },
  );
  expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(100);
});

test.each([
  ["01", 1],
  ["1.", 1],
  ["+1", 0],
  ["'a'", 0],
  ['"\\x"', 1],
  ['{"a" 1}', 5],
  ["[1,]", 3],
  ["tru", 0],
  ["", 0],
  ['{"a": {"b": 1, "b": 2}}', 15],
  ['{"": 1, "": 2}', 8],
])("the fault of %s is at %i", (text, offset) => {
  expect(findJsonFault(text)?.offset).toBe(offset);
});

test("equal keys in different objects are no fault", () => {
  expect(findJsonFault('[{"a": {"a": 1}}, {"a": 2}, {"__proto__": 1}]')).toBeUndefined();
});

test("a very long text in quotes does not exhaust the stack", () => {
  expect(findJsonFault(JSON.stringify("x\\n".repeat(500_000)))).toBeUndefined();
});

test("lines and columns count from 1", () => {
  expect(position("ab\ncd", 0)).toBe("line 1, column 1");
  expect(position("ab\ncd", 2)).toBe("line 1, column 3");
  expect(position("ab\ncd", 3)).toBe("line 2, column 1");
  expect(position("ab\ncd", 5)).toBe("line 2, column 3");
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
