import type { Random } from "../../../src/util/random.ts";

const JUNK: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e99,
  0.5,
  2 ** 53,
  "",
  "x",
  "-5",
  "1Gb",
  "\u001b[31m\u202e",
  "__proto__",
  "a".repeat(300),
  [],
  [null],
  [[]],
  {},
  { a: 1 },
  { constructor: "x", __proto__x: [] },
  "2026-13-45T00:00:00Z",
];

type Place = { readonly holder: Record<string, unknown>; readonly key: string };

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    const holder = value as Record<string, unknown>;
    found.push({ holder, key });
    placesIn(holder[key], found);
  }
  return found;
}

/** One change somewhere: another value, nothing, another key, the same item twice. */
export function mutate(documents: unknown, random: Random): void {
  const places = placesIn(documents);
  const { holder, key } = places[random.int(0, places.length - 1)];
  const kinds = [
    () => {
      holder[key] = structuredClone(JUNK[random.int(0, JUNK.length - 1)]);
    },
    () => {
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
    },
    () => {
      const other = places[random.int(0, places.length - 1)];
      holder[key] = structuredClone(other.holder[other.key]);
    },
    () => {
      holder[`${key}x`] = holder[key];
    },
    () => {
      if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
      else holder[key] = [holder[key]];
    },
  ];
  kinds[random.int(0, kinds.length - 1)]();
}
