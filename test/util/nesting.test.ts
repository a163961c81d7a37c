import { expect, test } from "vitest";
import { isDeeperThan } from "../../src/util/nesting.ts";

test("lists and maps count, numbers and texts do not", () => {
  expect(isDeeperThan(5, 0)).toBe(false);
  expect(isDeeperThan([], 0)).toBe(true);
  expect(isDeeperThan([1, 2], 1)).toBe(false);
  expect(isDeeperThan({ a: [1], b: { c: [] } }, 2)).toBe(true);
  expect(isDeeperThan({ a: [1], b: { c: [] } }, 3)).toBe(false);
  expect(isDeeperThan([null, "x", { a: undefined }], 2)).toBe(false);
});
