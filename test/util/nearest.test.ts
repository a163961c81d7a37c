import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest } from "../../src/util/nearest.ts";

test("a slip finds its word, a stranger does not", () => {
  const words = ["runtime", "release", "replicas", "due"];
  expect(nearest("runtme", words)).toBe("runtime");
  expect(nearest("relaese", words)).toBe("release");
  expect(nearest("Replica", words)).toBe("replicas");
  expect(nearest("deu", words)).toBe("due");
  expect(nearest("colour", words)).toBeUndefined();
  expect(nearest("x", ["due", "id"])).toBeUndefined();
});

test("names with numbers are slips only where the numbers are the same", () => {
  expect(nearest("h100", ["a100", "t4"])).toBeUndefined();
  expect(nearest("t4", ["l4"])).toBeUndefined();
  expect(nearest("job-2", ["job-1", "job-12"])).toBeUndefined();
  expect(nearest("A-100", ["a100"])).toBe("a100");
  expect(nearest("dgx01", ["dgx-1"])).toBe("dgx-1");
  expect(nearest("A100-SXM4-80G", ["A100-SXM4-80GB"])).toBe("A100-SXM4-80GB");
  expect(nearest("eu-wst-1", ["eu-west-2", "eu-west-1"])).toBe("eu-west-1");
});

test("worked distances", () => {
  expect(editDistance("kitten", "sitting")).toBe(3);
  expect(editDistance("ab", "ba")).toBe(1);
  expect(editDistance("", "abc")).toBe(3);
  expect(editDistance("kitten", "sitting", 2)).toBe(2);
});

test("the distance is symmetric, zero only for equals, and at most the longer length", () => {
  const word = fc.stringMatching(/^[abc]{0,6}$/);
  fc.assert(
    fc.property(word, word, (a, b) => {
      const edits = editDistance(a, b);
      expect(editDistance(b, a)).toBe(edits);
      expect(edits === 0).toBe(a === b);
      expect(edits).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});
