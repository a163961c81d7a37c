import { type Fields, isMap } from "./report.ts";

/**
 * Fields that name no other row of the document. Whatever stands in a field that is not among them may be the name of one, and
 * rows that may be named are not brought together with others.
 */
export const NAMELESS = {
  document: new Set([
    "name",
    "mode",
    "start",
    "horizon",
    "exclusive",
    "objectives",
    "combine",
    "period",
    "budget",
    "limits",
    "setup",
    "resources",
    "tasks",
  ]),
  tasks: new Set([
    "id",
    "count",
    "features",
    "work",
    "weight",
    "value",
    "optional",
    "divisible",
    "release",
    "due",
    "deadline",
    "after",
    "workers",
    "exclusive",
    "limits",
    "queue",
    "family",
    "priority",
    "eligible",
    "replicas",
    "colocate",
    "separate",
    "stages",
    "output",
  ]),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;

/** Fields that name resources and no task. */
export const OF_RESOURCES: ReadonlySet<string> = new Set([
  "runtime",
  "cost",
  "throughput",
  "demand",
  "forbidden",
  "transfer",
  "robust",
]);

/** Adds every text and every key in the fields that are not among `nameless`. */
export function addNames(
  names: Set<unknown>,
  fields: Fields,
  ...nameless: readonly ReadonlySet<string>[]
): void {
  const add = (value: unknown): void => {
    if (typeof value === "string") names.add(value);
    else if (Array.isArray(value)) {
      for (const item of value) if (typeof item !== "number") add(item);
    } else if (isMap(value)) {
      for (const [key, item] of Object.entries(value)) {
        names.add(key);
        add(item);
      }
    }
  };
  for (const [key, value] of Object.entries(fields)) {
    if (!nameless.some((keys) => keys.has(key))) add(value);
  }
}
