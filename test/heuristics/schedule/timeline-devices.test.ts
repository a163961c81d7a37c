import { expect, test } from "vitest";
import {
  blockOfDevices,
  freeDevices,
  type InUse,
} from "../../../src/heuristics/schedule/timeline-devices.ts";
import type { Need, ResourceType } from "../../../src/heuristics/schedule/types.ts";

/** Two devices of one sort behind a plain row, and one of another. */
const resourceType: ResourceType = {
  ...{
    entry: 0,
    first: 0,
    count: 1,
    from: 0,
    until: 99,
    exclusivity: -1,
    closed: [],
    hasSetup: false,
  },
  capacity: Float64Array.of(4, 1000, 1000, 1000),
  plainRows: 1,
  groups: [
    { dimension: 1, first: 0, count: 2, row: 1 },
    { dimension: 2, first: 0, count: 1, row: 3 },
  ],
};

/** Segments of 10, each with what is in use of the three devices. */
const line = (...use: (readonly [number, number, number])[]): InUse => ({
  resourceType,
  time: use.map((_, k) => 10 * k),
  use: use.flatMap((devices) => [0, ...devices]),
});
const need = (whole: readonly [number, number], share: readonly [number, number]): Need => ({
  rows: Float64Array.of(0),
  whole: Int32Array.from(whole),
  share: Float64Array.from(share),
});
const HALF = need([0, 0], [500, 0]);

test("a share takes the fullest device that it just fits on", () => {
  expect(freeDevices(line([300, 500, 0]), HALF, 0, 10)).toEqual([2]);
  expect(freeDevices(line([501, 501, 0]), HALF, 0, 10)).toBeUndefined();
});

test("of several sorts the one that keeps a piece longest counts", () => {
  // A device of the first sort is free from 30 on, that of the second from 20 on.
  const inUse = line([999, 999, 0], [999, 999, 9], [999, 999, 0], [0, 999, 0]);
  expect(blockOfDevices(inUse, need([1, 1], [0, 0]), 0, 40, true)).toBe(2);
  const turned = line([999, 999, 9], [0, 0, 9], [0, 0, 9], [0, 0, 0]);
  expect(blockOfDevices(turned, need([1, 1], [0, 0]), 0, 40, true)).toBe(2);
});

test("backwards the first segment in use counts: only before it there is room", () => {
  const inUse = line([0, 0, 0], [999, 999, 0], [0, 0, 0], [999, 999, 0]);
  expect(blockOfDevices(inUse, need([1, 0], [0, 0]), 0, 40, false)).toBe(1);
  expect(blockOfDevices(inUse, need([1, 0], [0, 0]), 0, 40, true)).toBe(3);
  expect(blockOfDevices(inUse, need([0, 0], [0, 1000]), 0, 40, false)).toBe(-1);
});
