import { isDeepStrictEqual } from "node:util";
import { isRaw, type RawMap } from "../objects/fields.ts";

/** Keys of maps and indices of lists, from the outside in. */
export type Path = readonly (string | number)[];

/** A copy of plain data with another value at a path; maps that are missing on the way are made. */
export function withValueAt(
  value: unknown,
  path: Path,
  change: (value: unknown) => unknown,
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (typeof key === "number") {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    return list.map((item, i) => (i === key ? withValueAt(item, rest, change) : item));
  }
  const map = isRaw(value) ? value : {};
  return { ...map, [key]: withValueAt(own(map, key), rest, change) };
}

/** What stands at a path; undefined where it leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((of, key) => {
    if (typeof key === "number") return Array.isArray(of) ? of[key] : undefined;
    return isRaw(of) ? own(of, key) : undefined;
  }, value);
}

/** The map at a path; an empty one where there is none. */
export function mapOf(value: unknown, path: Path): RawMap {
  const found = valueAt(value, path);
  return isRaw(found) ? found : {};
}

/** The list at a path; an empty one where there is none. */
export function listOf(value: unknown, path: Path): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** The merge patch (RFC 7396) that makes one map of the other: a list that differs stands in it whole. */
export function mergePatch(before: RawMap, after: RawMap): RawMap {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...keys].flatMap((key): [string, unknown][] => {
      const [old, now] = [own(before, key), own(after, key)];
      if (!Object.hasOwn(after, key)) return [[key, null]];
      if (isRaw(old) && isRaw(now)) {
        const inner = mergePatch(old, now);
        return Object.keys(inner).length === 0 ? [] : [[key, inner]];
      }
      return isDeepStrictEqual(old, now) ? [] : [[key, now]];
    }),
  );
}

/** One value that differs. */
export interface Difference {
  /** Such as "spec.replicatedJobs[0].suspend". */
  readonly path: string;
  /** Absent where there was nothing. */
  readonly before?: unknown;
  /** Absent where there is nothing any more. */
  readonly after?: unknown;
}

/** Every value in which two pieces of plain data differ, the innermost that say it. */
export function differences(before: unknown, after: unknown, path = ""): readonly Difference[] {
  if (isRaw(before) && isRaw(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(own(before, key), own(after, key), path === "" ? key : `${path}.${key}`),
    );
  }
  if (isRaw(after) && before === undefined && Object.keys(after).length > 0)
    return differences({}, after, path);
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((old, i) => differences(old, after[i], `${path}[${i}]`));
  }
  if (isDeepStrictEqual(before, after)) return [];
  return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

/** Keys of others may be those that every map inherits. */
function own(map: RawMap, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
