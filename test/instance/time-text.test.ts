import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { timeFromText } from "../../src/instance/time-text.ts";

const document = { mode: "batch", resources: [{ id: "h", exclusive: true }], tasks: [] };
const plain = parseInstance(document);
const dated = parseInstance({ ...document, start: "2026-11-24T18:00+01:00" });

test("a time is a duration since the beginning or, where the document begins at one, a time of day", () => {
  expect(timeFromText(plain, "2h15m")).toBe(8_100_000);
  expect(timeFromText(dated, "0s")).toBe(0);
  expect(timeFromText(dated, "2026-11-24T20:15+01:00")).toBe(8_100_000);
  expect(timeFromText(dated, "2026-11-24T19:15Z")).toBe(8_100_000);
});

test.each([
  [
    "19:30",
    dated,
    /Cannot read the time "19:30"[\s\S]*Maybe write "2026-11-24T19:30\+01:00", or "19h30m"/,
  ],
  ["06:00", dated, /Maybe write "2026-11-25T06:00\+01:00", or "6h"/],
  ["90", dated, /Cannot read the time "90"[\s\S]*Maybe/],
  ["2026-11-24T17:00+01:00", dated, /lies before the start of the plan, 2026-11-24T17:00:00.000Z/],
  ["2026-11-24T20:15", dated, /Maybe write "2026-11-24T20:15\+01:00", with the zone/],
  ["2026-11-24T20:15Z", plain, /Maybe write how long ago that is/],
] as const)("%s is refused with a mend", (text, instance, message) => {
  expect(() => timeFromText(instance, text)).toThrow(message);
});
