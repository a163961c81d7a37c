import fc from "fast-check";
import { expect, test } from "vitest";
import { makeFraction, parseDecimal, roundFraction, scaler } from "../../src/util/fraction.ts";
import { readPrice } from "../../src/util/price.ts";
import {
  QUANTITIES,
  type QuantityKind,
  quantityReader,
  readQuantity,
} from "../../src/util/quantities.ts";

const READS: readonly (readonly [keyof typeof QUANTITIES, unknown, number])[] = [
  ["amount", 4, 4000],
  ["amount", 0.5, 500],
  ["amount", "500m", 500],
  ["amount", "1e3", 1_000_000],
  // 1.005 x 1000 is 1004.9999999999999 in doubles.
  ["amount", "1.005", 1005],
  ["amount", 1.005, 1005],
  ["amount", -0, 0],
  ["memoryDemand", "1TiB", 1_048_576],
  ["memoryDemand", "1.5GiB", 1536],
  ["memoryDemand", "1KiB", 1],
  ["memoryCapacity", "1KiB", 0],
  ["memoryDemand", "64GB", 61_036],
  ["memoryCapacity", "64GB", 61_035],
  ["memoryCapacity", "2Gi", 2048],
  ["memoryCapacity", 0, 0],
  ["duration", "2h30m", 9_000_000],
  ["duration", "1d2h3m4s5ms", 93_784_005],
  ["duration", "1.5h", 5_400_000],
  ["duration", ".5s", 500],
  ["duration", "0.001s", 1],
  ["duration", 0, 0],
  ["money", 12.5, 12_500_000],
  ["money", "0.000001", 1],
  ["money", 1e-6, 1],
  ["power", "6.5kW", 6_500_000],
  ["power", "800mW", 800],
  ["weight", 2.125, 2125],
  ["percent", "2%", 20_000],
  ["percent", "0.0001%", 1],
];

test.each(READS)("%s %j reads as %d", (kind, value, stored) => {
  expect(readQuantity(QUANTITIES[kind], value)).toBe(stored);
  expect(quantityReader(QUANTITIES[kind])(value)).toBe(stored);
});

const REFUSED: readonly (readonly [keyof typeof QUANTITIES, unknown, string | undefined])[] = [
  ["memoryDemand", "64 gigs", 'Maybe write "64GiB".'],
  ["memoryDemand", "64gib", 'Maybe write "64GiB".'],
  ["memoryDemand", "64G", 'Maybe write "64GB", or "64GiB" if powers of 1024 are meant.'],
  ["memoryDemand", "512m", 'Maybe write "512MiB", or "512MB" if powers of 1000 are meant.'],
  ["memoryDemand", "128974848000m", 'Maybe write "123MiB".'],
  ["memoryDemand", 1_073_741_824, 'Maybe write "1GiB".'],
  ["memoryDemand", "128974849", 'Maybe write "128974.849KB".'],
  ["memoryDemand", "129e6", 'Maybe write "129MB".'],
  ["memoryDemand", 64, 'Maybe write "64GiB", or "64MiB" if MiB are meant.'],
  ["memoryDemand", 65_536, 'Maybe write "65536MiB".'],
  ["memoryDemand", "1Pi", 'Maybe write "1024TiB".'],
  ["memoryDemand", "0,5GiB", 'Maybe write "0.5GiB".'],
  [
    "memoryDemand",
    "1,024 MiB",
    'Maybe write "1024MiB", or "1.024MiB" if the comma is a decimal one.',
  ],
  ["memoryDemand", "64 constructor", undefined],
  ["duration", 90, 'Maybe write "90s", or "90m" if minutes are meant.'],
  ["duration", "1-02:03:04", 'Maybe write "1d2h3m4s".'],
  ["duration", "1-02", 'Maybe write "1d2h".'],
  ["duration", "02:03:04", 'Maybe write "2h3m4s".'],
  ["duration", "2:30", 'Maybe write "2h30m", or "2m30s" if it is minutes and seconds.'],
  ["duration", "1 day, 2:03:04", 'Maybe write "1d2h3m4s".'],
  ["duration", "PT1H30M", 'Maybe write "1h30m".'],
  ["duration", "P1W", 'Maybe write "7d".'],
  ["duration", "P1M", undefined],
  ["duration", "PT", undefined],
  ["duration", "1 hour and 30 minutes", 'Maybe write "1h30m".'],
  ["duration", "1h30", 'Maybe write "1h30m".'],
  ["duration", "0,5h", 'Maybe write "0.5h".'],
  ["duration", "2H30M", 'Maybe write "2h30m".'],
  ["duration", "5000us", 'Maybe write "5ms".'],
  ["duration", "1 5 h", undefined],
  ["duration", "90 sec", 'Maybe write "90s".'],
  ["duration", "2h2h", 'Maybe write "4h".'],
  ["duration", "2h 30m", 'Maybe write "2h30m".'],
  ["duration", "1e3s", 'Maybe write "1000s".'],
  ["duration", `${"1".repeat(2000)}s`, undefined],
  ["duration", "1m1h", 'Maybe write "1h1m".'],
  ["duration", "", undefined],
  ["duration", "h", undefined],
  ["duration", "1.2.3s", undefined],
  ["money", "$3", "Maybe write 3."],
  ["money", "3 USD", "Maybe write 3."],
  ["money", "USD 1,234.50", "Maybe write 1234.50."],
  ["money", "1.234,50", "Maybe write 1234.50."],
  ["money", "3 €", undefined],
  ["power", "1,2 MW", 'Maybe write "1200kW".'],
  ["amount", "0,5", "Maybe write 0.5."],
  ["amount", "250000000n", "Maybe write 0.25."],
  ["amount", "2k", "Maybe write 2000."],
  ["amount", "4 vCPUs", "Maybe write 4."],
  ["amount", "16 gib", 'Maybe write "16GiB".'],
  ["devices", "16GiB", undefined],
  ["money", "0.0000001", undefined],
  ["power", "300", 'Maybe write "300W".'],
  ["percent", 2, 'Maybe write "2%".'],
  ["percent", 0.02, 'Maybe write "2%", or "0.02%" if it is a percentage already.'],
  ["amount", "four", undefined],
  ["amount", "+4", "Maybe write 4."],
  ["amount", "0x10", undefined],
  ["amount", " ", undefined],
  ["amount", true, undefined],
  ["amount", "1e999999999", undefined],
  ["amount", "9007199254741", undefined],
  ["amount", -1, undefined],
  ["amount", "-1m", undefined],
  ["amount", {}, undefined],
  ["amount", "1mm", undefined],
];

test.each(REFUSED)("%s %j is refused with the hint %s", (kind, value, hint) => {
  const fault = readQuantity(QUANTITIES[kind], value);
  expect(fault).toMatchObject({ message: expect.stringMatching(/^expected .*got /) });
  expect((fault as { hint?: string }).hint).toBe(hint);
  expect(quantityReader(QUANTITIES[kind])(value)).toEqual(fault);
});

test("prices are exact micro-dollars per millisecond", () => {
  expect(readPrice("27.45/h")).toEqual(makeFraction(27_450_000n, 3_600_000n));
  expect(readPrice("1/d")).toEqual(makeFraction(1_000_000n, 86_400_000n));
  expect(readPrice("0.5/min")).toEqual(makeFraction(500_000n, 60_000n));
  expect(readPrice("0.01/s")).toEqual(makeFraction(10_000n, 1000n));
  expect(readPrice(0)).toEqual(makeFraction(0n));
  expect(readPrice(3)).toMatchObject({ hint: 'Maybe write "3/h".' });
  for (const text of [
    "$1.5/h",
    "1.5 USD/h",
    "1,5/h",
    "1.5 per hour",
    "USD 1.5 hourly",
    "1.5$/hr",
  ]) {
    expect(readPrice(text), text).toMatchObject({ hint: 'Maybe write "1.5/h".' });
  }
  expect(readPrice("1.5€/h")).not.toHaveProperty("hint");
  expect(readPrice("30/month")).not.toHaveProperty("hint");
  expect(readPrice("-3/h")).toMatchObject({ message: expect.stringContaining('got "-3/h"') });
  expect(readPrice("3/hour")).toMatchObject({ hint: 'Maybe write "3/h".' });
});

test("decimal text is converted exactly", () => {
  const decimal = fc.tuple(
    fc.bigInt({ min: 0n, max: 10n ** 20n }),
    fc.stringMatching(/^\d{1,12}$/),
  );
  fc.assert(
    fc.property(decimal, ([whole, part]) => {
      const exact = makeFraction(BigInt(`${whole}${part}`), 10n ** BigInt(part.length));
      expect(parseDecimal(`${whole}.${part}`)).toEqual(exact);
      expect(parseDecimal(`${whole}${part}e-${part.length}`)).toEqual(exact);
    }),
  );
});

test("the quick road of a reader and the exact one agree", () => {
  const kinds = fc.constantFrom<QuantityKind[]>(...Object.values(QUANTITIES));
  const value = fc.oneof(
    fc
      .tuple(fc.nat(), fc.constantFrom("", "m", "ms", "h", "GiB", "KB", "kW", "%"))
      .map(([digits, unit]) => `${digits}${unit}`),
    fc.stringMatching(/^\d{14,18}(ms|m|)$/),
    fc.double(),
    fc.maxSafeInteger(),
  );
  fc.assert(
    fc.property(kinds, value, (kind, found) => {
      expect(quantityReader(kind)(found)).toEqual(readQuantity(kind, found));
    }),
    { numRuns: 1000 },
  );
});

test("scaling agrees with BigInt for the largest values that doubles are for, and next to whole results", () => {
  const side = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 2 ** 40 }));
  const rounding = fc.constantFrom("up", "nearest" as const);
  fc.assert(
    fc.property(side, side, fc.nat(), fc.nat(2), rounding, (n, d, whole, less, rounded) => {
      const fraction = makeFraction(BigInt(n), BigInt(d));
      const largest = Math.floor((Number.MAX_SAFE_INTEGER - 2 * d) / (2 * n));
      const nearWhole = Math.round((whole * d) / n);
      for (const value of [largest - less, largest + less, nearWhole - less, nearWhole + less]) {
        if (value < 0 || !Number.isSafeInteger(value)) continue;
        const product = makeFraction(BigInt(value) * BigInt(n), BigInt(d));
        const exact = roundFraction(product, rounded);
        const expected = typeof exact === "number" ? exact : undefined;
        expect(scaler(fraction, rounded)(value)).toBe(expected);
      }
    }),
    { numRuns: 2000 },
  );
});

test("scaling in doubles and in BigInt agree", () => {
  const side = fc.oneof(fc.bigInt({ min: 1n, max: 50n }), fc.bigInt({ min: 1n, max: 2n ** 40n }));
  const value = fc.oneof(fc.nat(100), fc.maxSafeInteger().map(Math.abs));
  const rounding = fc.constantFrom("up", "nearest" as const);
  fc.assert(
    fc.property(value, side, side, rounding, (factor, numerator, denominator, rounded) => {
      const fraction = makeFraction(numerator, denominator);
      const product = makeFraction(BigInt(factor) * numerator, denominator);
      const exact = roundFraction(product, rounded);
      const expected = typeof exact === "number" ? exact : undefined;
      expect(scaler(fraction, rounded)(factor)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test("halves are rounded up, and only then", () => {
  const rounded = (n: bigint, d: bigint) => roundFraction(makeFraction(n, d), "nearest");
  expect([rounded(1n, 2n), rounded(3n, 2n), rounded(49n, 100n), rounded(-1n, 2n)]).toEqual([
    1, 2, 0, 0,
  ]);
});
