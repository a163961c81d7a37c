import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { downCopies, resourceCopies } from "../../src/replan/resources.ts";

const instance = parseInstance({
  mode: "placement",
  resources: [
    { id: "dgx", count: 3, kind: "a100", capacity: { cpu: 1 } },
    { id: "old", kind: "a100", capacity: { cpu: 1 } },
    { id: "l4", count: 2, capacity: { cpu: 1 } },
  ],
  tasks: [],
});

test("a name stands for a copy, all copies of an entry or all of a kind", () => {
  expect(resourceCopies(instance, "dgx#2")).toEqual([1]);
  expect(resourceCopies(instance, "dgx")).toEqual([0, 1, 2]);
  expect(resourceCopies(instance, "old")).toEqual([3]);
  expect(resourceCopies(instance, "a100")).toEqual([0, 1, 2, 3]);
  expect(() => resourceCopies(instance, "dgx#4")).toThrow("Maybe write dgx#1 to dgx#3.");
  expect(() => resourceCopies(instance, "l5")).toThrow(/called "l5".\nMaybe one of .*l4/);
  expect(() => resourceCopies(instance, "elsewhere")).toThrow(/called "elsewhere".\nMaybe one of /);
});

test("what is down stays down until it is up, and names that are gone are passed over", () => {
  expect([...downCopies(instance, ["dgx#1", "gone"], ["l4#2"], [])]).toEqual([0, 5]);
  expect([...downCopies(instance, ["dgx#1", "old"], [], ["a100"])]).toEqual([]);
  expect([...downCopies(instance, ["dgx#1", "old"], [], ["dgx"])]).toEqual([3]);
  expect(() => downCopies(instance, ["dgx#1"], [], ["l4"])).toThrow(
    /"l4" is not down in the earlier plan, so it cannot come up. Down are dgx#1.\nMaybe leave it out/,
  );
  expect(() => downCopies(instance, [], [], ["old"])).toThrow(/Nothing is./);
  expect(() => downCopies(instance, ["dgx#1"], ["dgx#1"], ["dgx"])).toThrow(
    /dgx#1 is given as down and as up/,
  );
});
