import { expect, test } from "vitest";
import { parseGap } from "../../src/cli/options.ts";

test.each([
  ["0%", 0],
  ["0", 0],
  ["0.5%", 0.005],
  [" 0.1 % ", 0.001],
  ["50%", 0.5],
  ["1e-3%", 0.00001],
])("a gap of %s", (text, share) => {
  expect(parseGap(text)).toBeCloseTo(share, 12);
});

test.each([
  ["0.5", /0\.5% or 50%/],
  ["0.001", /0\.001% or 0\.1%/],
  ["5", /Is that 5%\?/],
  ["0,5%", /0\.5%/],
  ["0,5", /0\.5%/],
  ["", /0% to below 100%/],
  ["%", /0% to below 100%/],
  ["100%", /0% to below 100%/],
  ["250", /0% to below 100%/],
  ["-1", /0% to below 100%/],
  ["-1%", /0% to below 100%/],
  ["half", /0% to below 100%/],
])("a gap of %j is refused and the mend is said", (text, mend) => {
  expect(() => parseGap(text)).toThrow(mend);
});
