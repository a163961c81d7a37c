import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { WHOLE } from "../../src/instance/types.ts";
import { gapBetween } from "../../src/plan/gap.ts";
import { shareCeil, shareFloor, shareRest } from "../../src/plan/shares.ts";
import { amountText, durationText, moneyText, shareText } from "../../src/plan/wording.ts";
import { InvariantError } from "../../src/util/errors.ts";

const amounts = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(3),
  fc.nat(5).map((n) => Number.MAX_SAFE_INTEGER - n),
  fc.nat(9e9).map((n) => n * WHOLE),
);
const shares = fc.oneof(
  fc.integer({ min: 0, max: WHOLE }),
  fc.constantFrom(0, 1, WHOLE - 1, WHOLE),
);

test("shares of amounts are exact up to the last safe integer", () => {
  fc.assert(
    fc.property(amounts, shares, (amount, share) => {
      const product = BigInt(amount) * BigInt(share);
      expect(BigInt(shareFloor(amount, share))).toBe(product / 1_000_000n);
      expect(BigInt(shareRest(amount, share))).toBe(product % 1_000_000n);
      expect(BigInt(shareCeil(amount, share))).toBe((product + 999_999n) / 1_000_000n);
    }),
  );
});

test("the least share of the least amount counts", () => {
  expect([shareFloor(1, 1), shareRest(1, 1), shareCeil(1, 1)]).toEqual([0, 1, 1]);
});

describe("gap", () => {
  test.each([
    [100, 90, 0.1],
    [-100, -110, 0.1],
    [0, 0, 0],
    [-5, -5, 0],
    [1, -1, 2],
    // A value of 0 leaves the denominator at 1e-10.
    [0, -1, 1e10],
  ])("value %d, bound %d: %d", (value, bound, gap) => {
    expect(gapBetween(value, bound)).toBe(gap);
  });

  test("absent without a value or a bound", () => {
    expect(gapBetween(1, undefined)).toBeUndefined();
    expect(gapBetween(undefined, 1)).toBeUndefined();
    expect(gapBetween(undefined, undefined)).toBeUndefined();
  });

  test.each([
    [1, 2],
    [-2, -1],
    [1, Number.NaN],
    [Number.NaN, 1],
    [1, Number.NEGATIVE_INFINITY],
    [Number.POSITIVE_INFINITY, 1],
  ])("value %d with bound %d is a fault", (value, bound) => {
    expect(() => gapBetween(value, bound)).toThrow(InvariantError);
  });
});

test("texts are exact", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "r", capacity: { memory: "1GiB", cpu: 1 } }],
    tasks: [],
  });
  const text = (name: string, amount: number) =>
    amountText(
      instance,
      instance.dimensions.findIndex((dimension) => dimension.name === name),
      amount,
    );
  expect([0, 1, 1536, 2048, 1_048_576, 1_572_864].map((amount) => text("memory", amount))).toEqual([
    "0MiB",
    "1MiB",
    "1536MiB",
    "2GiB",
    "1TiB",
    "1536GiB",
  ]);
  expect([0, 1, 4500, 12_000].map((amount) => text("cpu", amount))).toEqual([
    "0",
    "0.001",
    "4.5",
    "12",
  ]);
  expect(durationText(0)).toBe("0s");
  expect(durationText(93_784_005)).toBe("1d2h3m4s5ms");
  expect(durationText(-1500)).toBe("-1s500ms");
  expect(moneyText(12_500_000)).toBe("$12.5");
  expect(moneyText(1)).toBe("$0.000001");
  expect(moneyText(0)).toBe("$0");
  expect(shareText(WHOLE)).toBe("1");
});
