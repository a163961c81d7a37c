import fc from "fast-check";
import { expect, test } from "vitest";
import { type Fraction, makeFraction, multiply, parseDecimal } from "../../src/util/fraction.ts";
import { readPrice } from "../../src/util/price.ts";
import { QUANTITIES, readQuantity } from "../../src/util/quantities.ts";

/** A text that is almost right, and every value that a person may have meant by it, as a fraction of the base unit. */
interface Slip {
  readonly text: string;
  readonly meant: readonly Fraction[];
}

const times = (a: Fraction | undefined, b: Fraction) => multiply(a as Fraction, b);
const whole = (n: bigint) => makeFraction(n);

/** A decimal, and how people write it. */
const number = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1000, max: 99_999_999 })),
    fc.constantFrom("", "5", "25", "125"),
    fc.constantFrom("plain", "comma", "groups", "german", "spaces", "underscores", "plus", "zeros"),
  )
  .map(([head, part, style]) => {
    const digits = String(head);
    const grouped = (by: string) => digits.replaceAll(/\B(?=(\d{3})+$)/g, by);
    const behind = (point: string) => (part === "" ? "" : `${point}${part}`);
    const text = {
      plain: `${digits}${behind(".")}`,
      comma: `${digits}${behind(",")}`,
      groups: `${grouped(",")}${behind(".")}`,
      german: `${grouped(".")}${behind(",")}`,
      spaces: `${grouped(" ")}${behind(".")}`,
      underscores: `${grouped("_")}${behind(".")}`,
      plus: `+${digits}${behind(".")}`,
      zeros: `00${digits}${behind(".")}`,
    }[style];
    const value = parseDecimal(`${digits}${behind(".")}`) as Fraction;
    // Three digits behind a single mark may be either, and with a point they are a number of another value.
    const mark = /^[1-9]\d{0,2}[.,]\d{3}$/.exec(text ?? "");
    const thousands = parseDecimal(text!.replaceAll(/[,.]/g, "")) as Fraction;
    const decimal = parseDecimal(text!.replace(",", ".")) as Fraction;
    return { text: text!, values: mark === null ? [value] : [thousands, decimal] };
  });

const spaced = fc.constantFrom("", " ", "  ");

/** Numbers with a unit that `units` names by what people write. */
function withUnit(units: Readonly<Record<string, readonly bigint[]>>): fc.Arbitrary<Slip> {
  return fc
    .tuple(number, spaced, fc.constantFrom(...Object.keys(units)))
    .map(([{ text, values }, space, unit]) => ({
      text: `${text}${space}${unit}`,
      meant: units[unit]!.flatMap((size) => values.map((value) => times(value, whole(size)))),
    }));
}

const [K, M, G, T] = [10n ** 3n, 10n ** 6n, 10n ** 9n, 10n ** 12n];
const [Ki, Mi, Gi, Ti] = [2n ** 10n, 2n ** 20n, 2n ** 30n, 2n ** 40n];

const MEMORY = withUnit({
  ...{ GiB: [Gi], gib: [Gi], gigs: [Gi], G: [G, Gi], g: [G, Gi], GB: [G], gb: [G], M: [M, Mi] },
  ...{
    MiB: [Mi],
    mb: [M],
    megs: [Mi],
    K: [K, Ki],
    kib: [Ki],
    T: [T, Ti],
    TB: [T],
    Pi: [2n ** 50n],
  },
  ...{ P: [10n ** 15n], bytes: [1n], B: [1n], E: [10n ** 18n], Ei: [2n ** 60n] },
});

const DURATION = fc.oneof(
  withUnit({
    ...{ h: [3_600_000n], hr: [3_600_000n], Hours: [3_600_000n], H: [3_600_000n] },
    ...{ min: [60_000n], minutes: [60_000n], M: [60_000n], s: [1000n], sec: [1000n] },
    ...{ ms: [1n], msec: [1n], d: [86_400_000n], days: [86_400_000n], weeks: [604_800_000n] },
  }),
  fc
    .tuple(...[40, 30, 70, 70].map((max) => fc.integer({ min: 0, max })), fc.nat(5))
    .map(([d, h, m, s, form]): Slip => {
      const two = (n: number) => String(n).padStart(2, "0");
      const ms = (days: number, hours: number, minutes: number, seconds: number) =>
        whole(BigInt((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000));
      const forms: readonly Slip[] = [
        { text: `${d}-${two(h!)}:${two(m!)}:${two(s!)}`, meant: [ms(d!, h!, m!, s!)] },
        { text: `${two(h!)}:${two(m!)}:${two(s!)}`, meant: [ms(0, h!, m!, s!)] },
        { text: `${two(h!)}:${two(m!)}`, meant: [ms(0, h!, m!, 0), ms(0, 0, h!, m!)] },
        { text: `${d}-${two(h!)}`, meant: [ms(d!, h!, 0, 0)] },
        { text: `P${d}DT${h}H${m}M${s}S`, meant: [ms(d!, h!, m!, s!)] },
        { text: `${d} days, ${h} hours and ${m} min`, meant: [ms(d!, h!, m!, 0)] },
      ];
      return forms[form!]!;
    }),
);

const MONEY = fc
  .tuple(number, fc.constantFrom("$#", "# $", "USD #", "#USD", "# dollars", "US$#", "#"))
  .map(
    ([{ text, values }, form]): Slip => ({ text: form.replace("#", () => text), meant: values }),
  );

const POWER = withUnit({
  ...{ W: [1000n], w: [1000n], watts: [1000n], kW: [M], KW: [M], kilowatts: [M], MW: [G] },
});

const AMOUNT = withUnit({
  "": [1000n],
  cores: [1000n],
  vCPU: [1000n],
  x: [1000n],
  k: [M],
  m: [1n],
});

/** Every text in the places of a hint where one may be copied from. */
function literals(hint: string): readonly string[] {
  const found = [
    ...hint.matchAll(/(?:write|or) (?:"([^"]+)"|([\d.]+?))(?=[, .](?:\s|or|if|$)|\.$)/g),
  ];
  expect(found.length, hint).toBeGreaterThan(0);
  return found.map(([, quoted, plain]) => (quoted ?? plain)!);
}

function rounded({ numerator, denominator }: Fraction, up: boolean): bigint {
  const floor = numerator / denominator;
  return up && floor * denominator !== numerator ? floor + 1n : floor;
}

test.each([
  ["memoryDemand", MEMORY, Mi],
  ["duration", DURATION, 1n],
  ["money", MONEY, makeFraction(1n, M)],
  ["power", POWER, 1n],
  ["amount", AMOUNT, 1n],
] as const)("whoever follows a hint for %s has what was meant", (kind, slips, base) => {
  const unit = typeof base === "bigint" ? whole(base) : base;
  let told = 0;
  let faults = 0;
  fc.assert(
    fc.property(slips as fc.Arbitrary<Slip>, ({ text, meant }) => {
      const stored = meant.map(({ numerator, denominator }) =>
        rounded(
          makeFraction(numerator * unit.denominator, denominator * unit.numerator),
          kind === "memoryDemand",
        ),
      );
      const read = readQuantity(QUANTITIES[kind], text);
      if (typeof read === "number") {
        expect(stored, text).toContain(BigInt(read));
        return;
      }
      faults++;
      if (read.hint === undefined) return;
      told++;
      const found = literals(read.hint).map((literal) => {
        const value = readQuantity(QUANTITIES[kind], literal);
        expect(value, `${text}: ${read.hint}`).toBeTypeOf("number");
        return BigInt(value as number);
      });
      for (const value of found) expect(stored, `${text}: ${read.hint}`).toContain(value);
    }),
    { numRuns: 400 },
  );
  // Hints are no rare luck.
  expect(told).toBeGreaterThan(faults / 2);
});

test("whoever follows a hint for a price has what was meant", () => {
  const forms = ["$#/h", "# USD/h", "#$/hr", "USD # per hour", "#/hour", "# hourly", "$#", "# / h"];
  fc.assert(
    fc.property(number, fc.constantFrom(...forms), ({ text, values }, form) => {
      const written = form.replace("#", () => text);
      const read = readPrice(written);
      if ("numerator" in read || read.hint === undefined) return;
      const meant = values.map((value) => multiply(value, makeFraction(10n ** 6n, 3_600_000n)));
      for (const literal of literals(read.hint)) {
        expect(meant, `${written}: ${read.hint}`).toContainEqual(readPrice(literal));
      }
    }),
    { numRuns: 400 },
  );
});

test.each([
  ["50%", "Maybe write 0.5."],
  ["12,5 percent", "Maybe write 0.125."],
  ["%", undefined],
  ["1,234%", undefined],
])("a percentage of a device is a share of it: %s", (text, hint) => {
  const fault = readQuantity(QUANTITIES.devices, text);
  expect(typeof fault === "number" ? fault : fault.hint).toBe(hint);
});
