import { fault, mapsAt, type Spot, textAt, textMapAt, textsAt, wordAt } from "./fields.ts";

/** One condition on a label. */
export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"] as const;
type Operator = (typeof OPERATORS)[number];
const OF_SETS = OPERATORS.slice(0, 4);

export type Labels = ReadonlyMap<string, string>;

/** Whether labels meet all conditions. A label that is missing is not among any values, and neither more nor less than any. */
export function meets(labels: Labels, requirements: readonly Requirement[]): boolean {
  return requirements.every((requirement) => MEETS[requirement.operator](requirement, labels));
}

const MEETS: Readonly<Record<Operator, (asked: Requirement, labels: Labels) => boolean>> = {
  In: ({ key, values }, labels) => labels.has(key) && values.includes(labels.get(key)!),
  NotIn: ({ key, values }, labels) => !labels.has(key) || !values.includes(labels.get(key)!),
  Exists: ({ key }, labels) => labels.has(key),
  DoesNotExist: ({ key }, labels) => !labels.has(key),
  Gt: ({ key, values }, labels) => compare(labels.get(key), values[0], (a, b) => a > b),
  Lt: ({ key, values }, labels) => compare(labels.get(key), values[0], (a, b) => a < b),
};

function compare(
  label: string | undefined,
  bound: string,
  is: (a: bigint, b: bigint) => boolean,
): boolean {
  return label !== undefined && WHOLE.test(label) && is(BigInt(label), BigInt(bound));
}

/** As Go reads whole numbers of 64 bits. */
const WHOLE = /^[+-]?\d{1,18}$/;

/** The list of conditions behind a key, such as `matchExpressions`; `numbers` where Gt and Lt may stand. */
export function requirementsAt(
  spot: Spot,
  key: string,
  kind: "sets" | "numbers",
): readonly Requirement[] {
  const words = kind === "sets" ? OF_SETS : OPERATORS;
  return mapsAt(spot, key).flatMap((item): readonly Requirement[] => {
    const label = textAt(item, "key");
    const operator = wordAt(item, "operator", words);
    const values = textsAt(item, "values");
    if (label === undefined) return needed(item, "key");
    if (operator === undefined) return needed(item, "operator");
    const isNumber = operator === "Gt" || operator === "Lt";
    if (isNumber && (values.length !== 1 || !WHOLE.test(values[0]))) {
      fault(item, "values", `${operator} needs exactly one whole number, as a text`);
      return [];
    }
    if ((operator === "In" || operator === "NotIn") && values.length === 0) {
      fault(item, "values", `${operator} needs at least one value`);
      return [];
    }
    return [{ key: label, operator, values }];
  });
}

function needed(item: Spot, key: string): readonly [] {
  if (item.value[key] === undefined || item.value[key] === null) fault(item, key, "is missing");
  return [];
}

/** A label selector as conditions; an empty one asks for nothing, so that it selects everything. */
export function selectorOf(spot: Spot): readonly Requirement[] {
  return [
    ...equalTo(textMapAt(spot, "matchLabels")),
    ...requirementsAt(spot, "matchExpressions", "sets"),
  ];
}

/** Labels that must have exactly these values. */
export function equalTo(labels: Labels): readonly Requirement[] {
  return [...labels].map(([key, value]) => ({ key, operator: "In", values: [value] }));
}
