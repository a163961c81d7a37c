import type { Requirement } from "./requirements.ts";

const KEY = "[A-Za-z0-9](?:[A-Za-z0-9./_-]*[A-Za-z0-9])?";
const VALUE = "(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)?";

/** The forms of one condition, as kubectl -l takes them. */
const FORMS: readonly (readonly [RegExp, (found: RegExpExecArray) => Requirement])[] = [
  [
    new RegExp(`^(${KEY})\\s*==?\\s*(${VALUE})$`),
    ([, key, value]) => ({ key, operator: "In", values: [value] }),
  ],
  [
    new RegExp(`^(${KEY})\\s*!=\\s*(${VALUE})$`),
    ([, key, value]) => ({ key, operator: "NotIn", values: [value] }),
  ],
  [
    new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(\\s*(${VALUE}(?:\\s*,\\s*${VALUE})*)\\s*\\)$`),
    ([, key, word, list]) => ({
      key,
      operator: word === "in" ? "In" : "NotIn",
      values: list.split(",").map((value) => value.trim()),
    }),
  ],
  [new RegExp(`^(${KEY})$`), ([, key]) => ({ key, operator: "Exists", values: [] })],
  [new RegExp(`^!\\s*(${KEY})$`), ([, key]) => ({ key, operator: "DoesNotExist", values: [] })],
];

/** A label selector as kubectl -l takes it, such as "app=web,tier in (a,b),!old"; undefined for a text that is none. */
export function selectorOfText(text: string): readonly Requirement[] | undefined {
  // Commas inside of lists part nothing.
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
  const found = parts.map((part) => {
    for (const [form, read] of FORMS) {
      const match = form.exec(part);
      if (match !== null) return read(match);
    }
    return undefined;
  });
  return found.includes(undefined) ? undefined : (found as readonly Requirement[]);
}
