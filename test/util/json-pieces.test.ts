import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonPieces } from "../../src/util/json-pieces.ts";

test("the pieces are the text of the whole", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect([...jsonPieces(value)].join("")).toBe(JSON.stringify(value));
    }),
    { numRuns: 300 },
  );
});

test("lists may be made while they are read, and what is absent stays absent", () => {
  const numbers = function* () {
    for (let i = 0; i < 3; i++) yield { i };
  };
  const document = { name: "a", none: undefined, plan: { list: numbers() }, empty: {} };
  const pieces = [...jsonPieces(document)];
  expect(pieces.join("")).toBe('{"name":"a","plan":{"list":[{"i":0},{"i":1},{"i":2}]},"empty":{}}');
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(10);
});
