import { expect, test } from "vitest";
import { lossWatch } from "../../src/cli/loss-watch.ts";

test("what is lost for long enough is due once; what is back before was never lost", () => {
  let now = 0;
  const watch = lossWatch(100, () => now);
  const seen = (...names: readonly string[]) => {
    watch.see(names);
    return [...watch.due()];
  };
  expect(seen("a", "b")).toEqual([]);
  now = 99;
  expect(seen("a")).toEqual([]);
  now = 100;
  expect(seen("a", "b")).toEqual(["a"]);
  expect([...watch.take()]).toEqual(["a"]);
  now = 200;
  expect(seen("a", "b")).toEqual(["b"]);
  // Lost again after it was back.
  expect(seen()).toEqual([]);
  expect(seen("a")).toEqual([]);
  now = 300;
  expect(seen("a")).toEqual(["a"]);
});
