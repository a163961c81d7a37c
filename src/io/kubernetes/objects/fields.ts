import type { Issue } from "../../../util/errors.ts";
import { show } from "../../../util/show.ts";

/** A map of plain data. */
export type RawMap = Readonly<Record<string, unknown>>;

/** One map inside an object of a cluster: what a message calls its place, and where faults go. */
export interface Spot {
  readonly value: RawMap;
  /** The object as a message names it, such as "Job team/train". */
  readonly object: string;
  /** From the object on, such as "spec.template"; "" is the object itself. */
  readonly path: string;
  readonly issues: Issue[];
}

/** True for a map of plain data. */
export function isRaw(value: unknown): value is RawMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Says what is wrong with a field, with the object and the path. */
export function fault(spot: Spot, key: string, message: string, hint?: string): void {
  const at = pathOf(spot, key);
  spot.issues.push({
    path: "",
    message: `${spot.object}${at === "" ? "" : `, ${at}`}: ${message}`,
    ...(hint !== undefined && { hint }),
  });
}

/** The value of a field where it has the type that is expected; absent and null are undefined. Another type is a fault. */
function typed<T>(
  spot: Spot,
  key: string,
  expected: string,
  is: (value: unknown) => value is T,
): T | undefined {
  const value = spot.value[key];
  if (value === undefined || value === null) return undefined;
  if (is(value)) return value;
  fault(spot, key, `expected ${expected}, got ${show(value)}`);
  return undefined;
}

const isText = (value: unknown): value is string => typeof value === "string";
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isWhole = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Math.abs(value as number) <= 0x7fff_ffff_ffff;

export function textAt(spot: Spot, key: string): string | undefined {
  return typed(spot, key, "a text", isText);
}

/** A text that may stand in the ids of an instance. */
export function nameAt(spot: Spot, key: string): string | undefined {
  const name = textAt(spot, key);
  if (name === undefined || /^[A-Za-z0-9_./:-]{0,253}$/.test(name)) return name;
  fault(spot, key, `expected a name of letters, digits and - . /, got ${show(name)}`);
  return undefined;
}

/** One of the words, else undefined: another text is a fault too. */
export function wordAt<W extends string>(
  spot: Spot,
  key: string,
  words: readonly W[],
): W | undefined {
  const text = textAt(spot, key);
  const word = words.find((one) => one === text);
  if (text !== undefined && word === undefined) {
    fault(spot, key, `expected ${words.join(" or ")}, got ${show(text)}`);
  }
  return word;
}

export function flagAt(spot: Spot, key: string): boolean | undefined {
  return typed(spot, key, "true or false", isFlag);
}

/** A whole number; below `least` is a fault. */
export function wholeAt(spot: Spot, key: string, least = 0): number | undefined {
  const value = typed(spot, key, "a whole number", isWhole);
  if (value === undefined || value >= least) return value;
  fault(spot, key, `expected a whole number from ${least} on, got ${value}`);
  return undefined;
}

export function mapAt(spot: Spot, key: string): Spot | undefined {
  const value = typed(spot, key, "a map", isRaw);
  return value === undefined ? undefined : inside(spot, value, pathOf(spot, key));
}

/** The map behind several keys; undefined where one of them is absent. */
export function mapIn(spot: Spot, ...keys: readonly string[]): Spot | undefined {
  let found: Spot | undefined = spot;
  for (const key of keys) {
    if (found === undefined) return undefined;
    found = mapAt(found, key);
  }
  return found;
}

/** The maps of a list; an item that is none is a fault. */
export function mapsAt(spot: Spot, key: string): readonly Spot[] {
  const list = typed(spot, key, "a list", isList) ?? [];
  const path = pathOf(spot, key);
  return list.flatMap((value, i) => {
    if (isRaw(value)) return [inside(spot, value, `${path}[${i}]`)];
    fault(spot, `${key}[${i}]`, `expected a map, got ${show(value)}`);
    return [];
  });
}

/** The texts of a list; an item that is none is a fault. */
export function textsAt(spot: Spot, key: string): readonly string[] {
  const list = typed(spot, key, "a list", isList) ?? [];
  return list.flatMap((value, i) => {
    if (isText(value)) return [value];
    fault(spot, `${key}[${i}]`, `expected a text, got ${show(value)}`);
    return [];
  });
}

const NO_TEXTS: ReadonlyMap<string, string> = new Map();

/** A map of texts such as labels. */
export function textMapAt(spot: Spot, key: string): ReadonlyMap<string, string> {
  const map = typed(spot, key, "a map", isRaw);
  if (map === undefined) return NO_TEXTS;
  const found = new Map<string, string>();
  for (const name of Object.keys(map)) {
    const value = map[name];
    if (isText(value)) found.set(name, value);
    else if (value !== null) {
      const hint =
        typeof value === "object" ? undefined : `Maybe write it in quotes: "${String(value)}".`;
      fault(spot, `${key}.${name}`, `expected a text, got ${show(value)}`, hint);
    }
  }
  return found;
}

/** Written out: a copy of all fields takes twice as long, and there are millions. */
function inside({ object, issues }: Spot, value: RawMap, path: string): Spot {
  return { value, object, path, issues };
}

function pathOf({ path }: Spot, key: string): string {
  if (path === "" || key === "") return path === "" ? key : path;
  return `${path}.${key}`;
}
