import fc from "fast-check";
import { expect, test } from "vitest";
import { deal } from "../../../../src/io/kubernetes/out/deal.ts";
import {
  differences,
  mergePatch,
  valueAt,
  withValueAt,
} from "../../../../src/io/kubernetes/out/edit.ts";
import type { Loose } from "../imported.ts";

/** Plain data without null, which a merge patch cannot send. */
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("a", 1, true, ""),
    fc.array(tie("tree"), { maxLength: 2 }),
    tie("map"),
  ),
  map: fc.dictionary(fc.constantFrom("a", "b", "toString", "__proto__"), tie("tree"), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
}));
const map = fc.dictionary(fc.constantFrom("a", "b", "toString"), tree, {
  maxKeys: 3,
  noNullPrototype: true,
}) as fc.Arbitrary<Loose>;

/** RFC 7396, on maps that keep whatever keys they are given. */
function merged(target: Loose, patch: Loose): Loose {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const isMap = typeof target === "object" && target !== null && !Array.isArray(target);
  const result = new Map(Object.entries(isMap ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, merged(result.get(key), value));
  }
  return Object.fromEntries(result);
}

test("a merge patch makes one document of the other, and is empty only for equal ones", () => {
  fc.assert(
    fc.property(map, map, (before, after) => {
      const patch = mergePatch(before, after);
      expect(merged(before, patch)).toStrictEqual(after);
      const isSame = Object.keys(patch).length === 0;
      expect(differences(before, after).length === 0).toBe(isSame);
    }),
  );
});

test("a value at a path is what was put there, and nothing else is another", () => {
  const before = { list: [{ a: 1 }, { a: 2 }], other: {} };
  const after = withValueAt(before, ["list", 1, "b", "c"], () => 3);
  expect(after).toEqual({ list: [{ a: 1 }, { a: 2, b: { c: 3 } }], other: {} });
  expect(before.list[1]).toEqual({ a: 2 });
  expect(valueAt(after, ["list", 1, "b", "c"])).toBe(3);
  expect(valueAt(after, ["list", 2, "b"])).toBeUndefined();
  expect(valueAt(after, ["toString"])).toBeUndefined();
  expect(differences(before, after)).toEqual([{ path: "list[1].b.c", after: 3 }]);
});

const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 });
const rooms = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 });

test("what is dealt out is what there is, to nobody more than it asks for", () => {
  fc.assert(
    fc.property(sizes, rooms, (asked, counts) => {
      const places = new Map(counts.map((count, n) => [n, count]));
      const dealt = deal(asked, places);
      const sum = (list: Iterable<number>) => [...list].reduce((a, b) => a + b, 0);
      const given = dealt.map((one) => sum(one.values()));
      expect(sum(given)).toBe(Math.min(sum(asked), sum(counts)));
      for (const [i, count] of given.entries()) expect(count).toBeLessThanOrEqual(asked[i]);
      for (const [n, count] of counts.entries()) {
        expect(sum(dealt.map((one) => one.get(n) ?? 0))).toBeLessThanOrEqual(count);
      }
    }),
  );
});

test("receivers that fit into nodes one by one are whole", () => {
  const wholes = deal(
    [2, 3, 1],
    new Map([
      ["a", 3],
      ["b", 3],
    ]),
  );
  expect(wholes.map((one) => [...one])).toEqual([[["b", 2]], [["a", 3]], [["b", 1]]]);
});
