import fc from "fast-check";
import { expect, test } from "vitest";
import { clockGuess, instantGuess } from "../../src/instance/read/instant-guess.ts";
import { readInstant } from "../../src/instance/read/times.ts";

test.each([
  ["2026-11-24T18:00+0100", 'Maybe write "2026-11-24T18:00+01:00".'],
  ["2026-11-24T18:00+01", 'Maybe write "2026-11-24T18:00+01:00".'],
  ["2026-11-24 18:00 UTC", 'Maybe write "2026-11-24T18:00Z".'],
  ["2026-11-24t18:00:05,25z", 'Maybe write "2026-11-24T18:00:05.25Z".'],
  ["2026-11-24T18:00:05.123456Z", 'Maybe write "2026-11-24T18:00:05.123Z".'],
  ["20261124T1800Z", 'Maybe write "2026-11-24T18:00Z".'],
  ["20261124T180005+0100", 'Maybe write "2026-11-24T18:00:05+01:00".'],
  ["2026/11/4 6:05", 'Maybe write "2026-11-04T06:05+02:00", with the zone that is meant.'],
  ["2026-11-24", 'Maybe write "2026-11-24T00:00+02:00", with the zone that is meant.'],
  ["2026-02-30T18:00Z", "Maybe write another day: 2026-02 has 28."],
  ["2028-02-30T18:00Z", "Maybe write another day: 2028-02 has 29."],
  ["2026-24-11T18:00Z", "Maybe the month and the day are swapped."],
  ["2026-11-24T24:00Z", "Maybe write a time of day from 00:00 to 23:59."],
  [1_764_007_200, 'Maybe write "2025-11-24T18:00Z".'],
  ["1764007200500", 'Maybe write "2025-11-24T18:00:00.500Z".'],
  [new Date("2026-11-25T00:00Z"), 'Maybe write "2026-11-25T00:00:00.000Z".'],
  ["2026-11-24T18:00 CET", 'Maybe write "2026-11-24T18:00+02:00", with the zone that is meant.'],
  [
    "2026-11-24 18:00 Europe/Berlin",
    'Maybe write "2026-11-24T18:00+02:00", with the zone that is meant.',
  ],
  ["2026-11-24T18:00\u221205:00", 'Maybe write "2026-11-24T18:00-05:00".'],
  ["2026-11-24 6:00 PM", undefined],
  ["2026-11-24T18:00+99:00", undefined],
  ["2026-11-24 or so", undefined],
  [90, undefined],
])("of %s: %s", (written, hint) => {
  expect(instantGuess(written, "+02:00")).toBe(hint);
});

test("whoever follows a hint for a point in time has what was meant", () => {
  const instant = fc.integer({ min: 0, max: 4_000_000_000 });
  const form = fc.constantFrom("T#+0100", " #+01:00", "T#+1", "  # +0100", "T# +01");
  fc.assert(
    fc.property(instant, form, fc.constantFrom("-", "/"), (seconds, shape, mark) => {
      const local = new Date((seconds + 3600) * 1000).toISOString();
      const day = local.slice(0, 10).replaceAll("-", mark);
      const text = `${day}${shape.replace("#", local.slice(11, 19))}`;
      const meant = { epoch: seconds * 1000, offset: 60 };
      const [, literal = ""] = /^Maybe write "(.*)"\.$/.exec(instantGuess(text, "Z") ?? "") ?? [];
      expect(readInstant(literal === "" ? text : literal), text).toEqual(meant);
    }),
  );
});

test.each([
  ["19:30", undefined, "2026-11-24T19:30+01:00"],
  ["06:00", undefined, "2026-11-25T06:00+01:00"],
  ["18:00", undefined, "2026-11-25T18:00+01:00"],
  ["18:00", "early", "2026-11-24T18:00+01:00"],
] as const)("at 18:00 the time of day %s (%s) is %s", (written, early, meant) => {
  const origin = { epoch: Date.parse("2026-11-24T18:00+01:00"), offset: 60 };
  expect(clockGuess(written, origin, early)).toContain(`Maybe write "${meant}"`);
});
