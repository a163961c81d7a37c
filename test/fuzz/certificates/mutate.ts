import type { Random } from "../../../src/util/random.ts";
import { pick } from "../../support/random-document.ts";

type Path = readonly (string | number)[];

/** A copy of a value of JSON with one to three random changes of the kinds below. */
export function mutated(value: unknown, random: Random): unknown {
  let changed = value;
  for (let n = pick(random, [1, 1, 1, 2, 3]); n > 0; n--) changed = changedOnce(changed, random);
  return changed;
}

function changedOnce(value: unknown, random: Random): unknown {
  const paths = [...pathsOf(value)];
  // Numbers are most of what a proof is.
  const numbers = paths.filter((path) => typeof at(value, path) === "number");
  const path =
    numbers.length > 0 && random.int(0, 3) > 0 ? pick(random, numbers) : pick(random, paths);
  const old = at(value, path);
  if (typeof old === "number") {
    const other = at(value, pick(random, numbers)) as number;
    return set(value, path, otherNumber(old, other, random));
  }
  if (Array.isArray(old)) return set(value, path, otherList(old, random));
  if (typeof old === "string") {
    const names = paths.map((one) => at(value, one)).filter((one) => typeof one === "string");
    return set(value, path, pick<unknown>(random, [...names, ...NAMES, 0, 1]));
  }
  return typeof old === "object" && old !== null
    ? set(value, path, otherMap(old as Readonly<Record<string, unknown>>, random))
    : value;
}

/** Words that have a meaning somewhere in certificates. */
const NAMES = [
  "time",
  "exclusive",
  "makespan",
  "cost",
  "balance",
  "search",
  "load-prices",
] as const;

function otherNumber(old: number, other: number, random: Random): number {
  return pick(random, [
    ...[old + 1, old - 1, old + 1, old - 1, 2 * old, Math.floor(old / 2), 0, -old, 1],
    ...[
      other,
      old + other,
      old - other,
      old + 10 ** random.int(0, 6),
      old - 10 ** random.int(0, 6),
    ],
    ...[Math.ceil(old * 1.1), Math.floor(old * 0.9), old + 0.5, Number.MAX_SAFE_INTEGER],
  ]);
}

function otherList(old: readonly unknown[], random: Random): unknown {
  const [i, j] = [random.int(0, old.length), random.int(0, old.length)];
  const swapped = old.length > 1 && i < old.length && j < old.length;
  return pick(random, [
    old.toSpliced(i, 1),
    i < old.length ? old.toSpliced(i, 0, old[i]) : [...old, 0],
    swapped ? old.with(i, old[j]).with(j, old[i]) : [...old].reverse(),
    [],
  ]);
}

function otherMap(old: Readonly<Record<string, unknown>>, random: Random): unknown {
  const keys = Object.keys(old);
  if (keys.length === 0) return { also: 0 };
  const [one, other] = [pick(random, keys), pick(random, keys)];
  const rest = Object.fromEntries(Object.entries(old).filter(([key]) => key !== one));
  return pick<unknown>(random, [
    rest,
    { ...rest, [pick(random, [...KEYS, ...keys])]: old[one] },
    { ...old, [one]: old[other], [other]: old[one] },
    { ...old, [pick(random, KEYS)]: pick<unknown>(random, [0, 1, [], {}]) },
  ]);
}

/** Keys that have a meaning somewhere in certificates. */
const KEYS = [
  "time",
  "big",
  "given",
  "rows",
  "used",
  "parts",
  "refuted",
  "children",
  "dimension",
  "grain",
];

function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== "object" || value === null) return;
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  for (const key of keys) yield* pathsOf(at(value, [key]), [...path, key]);
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

function set(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  const inner = set(at(value, [key]), rest, to);
  if (Array.isArray(value)) return value.with(key as number, inner);
  return { ...(value as object), [key]: inner };
}
