import fc from "fast-check";
import { expect, test } from "vitest";
import { plain, plainLines } from "../../src/util/plain.ts";

test.each([
  ["a\u001b[2Jb", "a\\u001b[2Jb"],
  ["bell\u0007 tab\t", "bell\\u0007 tab\\u0009"],
  ["two\nlines\r\n", "two\\u000alines\\u000d\\u000a"],
  ["c1 \u009b31m del \u007f", "c1 \\u009b31m del \\u007f"],
  [
    "\u202egnp.exe\u202c \u2066x\u2069 \u200e\u200f",
    "\\u202egnp.exe\\u202c \\u2066x\\u2069 \\u200e\\u200f",
  ],
  [
    "zero\u200bwidth\u200d\ufeff soft\u00adhyphen",
    "zero\\u200bwidth\\u200d\\ufeff soft\\u00adhyphen",
  ],
  ["\ud800 half \udc00", "\\ud800 half \\udc00"],
  ["line\u2028ends\u2029", "line\\u2028ends\\u2029"],
  ["tag \u{e0041}", "tag \\udb40\\udc41"],
  ["blank \u3164\u115f", "blank \\u3164\\u115f"],
  ["größe 日本 🚀 €5 – ok", "größe 日本 🚀 €5 – ok"],
])("%j is shown as %j", (text, shown) => {
  expect(plain(text)).toBe(shown);
  expect(plain(shown)).toBe(shown);
});

test("lines of our own stay lines", () => {
  expect(plainLines("one\ntwo\u001b[2J\r\n")).toBe("one\ntwo\\u001b[2J\\u000d\n");
});

test("no control, format or half character is left, and JSON stays the same data", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      const document = { [a]: [b, `${a}\ud800${b}\u202e\u009b`] };
      const text = plain(JSON.stringify(document));
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(JSON.parse(text)).toEqual(document);
    }),
  );
});
