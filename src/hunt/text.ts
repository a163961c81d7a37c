import { type DocumentEntry, draftOf } from "../edit/draft.ts";
import { isMap } from "../instance/read/report.ts";
import { formatValue } from "../plan/value-text.ts";
import { printedValue } from "../planner/objective-value.ts";
import { formatTable, wrap } from "../report/format.ts";
import { compareFractions, type Fraction } from "../util/fraction.ts";
import type { FamilyFinds, Hunted } from "./hunt.ts";
import type { Judgement } from "./judge.ts";

/** "11/9 = 1.2222", or "2". */
export function ratioText({ numerator, denominator }: Fraction): string {
  if (denominator === 1n) return `${numerator}`;
  return `${numerator}/${denominator} = ${decimalOf({ numerator, denominator })}`;
}

/** With at most four decimals. */
function decimalOf({ numerator, denominator }: Fraction): number {
  return Number((Number(numerator) / Number(denominator)).toFixed(4));
}

/** For a person: a row for each family with a find, the worst one in words, and what else is to be said. */
export function huntText({ contestant, families }: Hunted, width: number): string {
  const found = families.filter((one) => one.found !== undefined);
  const rows = [
    ["family", "ratio", "value", "optimum", "tasks", "resources", "looked at"],
    ...found.map(rowOf),
  ];
  const worst = found.reduce(
    (most: FamilyFinds | undefined, one) =>
      most === undefined || compareFractions(one.found!.ratio, most.found!.ratio) > 0 ? one : most,
    undefined,
  );
  const sentences = [
    ...(worst === undefined ? [] : worstLines(contestant, worst, worst.found!)),
    ...families.flatMap((one) => otherLines(contestant, one)),
    ...declinedLines(families),
  ];
  const lines = sentences.flatMap((one) => wrap(one, width));
  return [...(found.length > 0 ? [...formatTable(rows, width), ""] : []), ...lines].join("\n");
}

function rowOf({ family, found, size, looked }: FamilyFinds): readonly string[] {
  const { target, value, optimum, ratio } = found!;
  const [tasks, , resources] = size!;
  const shown = [value, optimum].map((one) => formatValue(printedValue(target, one), target.unit));
  return [family, ratioText(ratio), ...shown, `${tasks}`, `${resources}`, `${looked}`];
}

function worstLines(
  contestant: string,
  { family }: FamilyFinds,
  { target, value, optimum, ratio, proof, subject }: Judgement,
): readonly string[] {
  const shown = (one: number) => formatValue(printedValue(target, one), target.unit);
  const how = proof.status === "checked" ? "its certificate recomputed" : "proven by Berth";
  return [
    `${contestant} comes to ${ratioText(ratio)} of the optimum in ${family}: ${target.name} ${shown(value)} where ${shown(optimum)} is optimal (${proof.source}, ${how}).`,
    `Tasks: ${entriesText(draftOf(subject.document).tasks as DocumentEntry[])}.`,
    `Resources: ${entriesText(draftOf(subject.document).resources)}.`,
  ];
}

function otherLines(
  contestant: string,
  { family, declined, found, looked, planless, open }: FamilyFinds,
): readonly string[] {
  if (declined !== undefined) return [];
  return [
    ...(found === undefined
      ? [`${family}: no instance off the optimum among ${looked} looked at.`]
      : []),
    ...(planless > 0 ? [`${family}: ${contestant} had no plan on ${planless} of ${looked}.`] : []),
    ...(open > 0 ? [`${family}: on ${open} of ${looked} the optimum was not proven.`] : []),
  ];
}

/** Families that it does not take, those of one reason together. */
function declinedLines(families: readonly FamilyFinds[]): readonly string[] {
  const reasons = new Set(families.flatMap(({ declined }) => declined ?? []));
  return [...reasons].map((reason) => {
    const names = families.filter(({ declined }) => declined === reason);
    // What to do about it is no matter here.
    const [why] = reason.split(/\.? Maybe /);
    return `Not ${names.map(({ family }) => family).join(", ")}: ${why}.`;
  });
}

/** "9 of demand.gpu 3; 18 of demand.gpu 2": equal entries together, in the order of the first; by name where some wait for others. */
function entriesText(entries: readonly DocumentEntry[]): string {
  if (entries.some(({ after }) => after !== undefined)) {
    return entries.map(({ id, ...rest }) => `${id} of ${fieldsText(rest)}`).join("; ");
  }
  const groups = new Map<string, number>();
  for (const { id, count, ...rest } of entries) {
    const key = fieldsText(rest);
    groups.set(key, (groups.get(key) ?? 0) + ((count as number | undefined) ?? 1));
  }
  return [...groups].map(([key, n]) => (key === "" ? `${n}` : `${n} of ${key}`)).join("; ");
}

function fieldsText(fields: DocumentEntry): string {
  return Object.entries(fields)
    .map(([name, held]) => fieldText(name, held))
    .join(", ");
}

function fieldText(name: string, held: unknown): string {
  if (!isMap(held)) return `${name} ${Array.isArray(held) ? held.join(" and ") : String(held)}`;
  return Object.entries(held)
    .map(([key, one]) => `${name}.${key} ${String(one)}`)
    .join(", ");
}

/** The same as one document: ratios as whole numbers and as a decimal, values in printed units. */
export function huntDocument({ contestant, families }: Hunted): object {
  return {
    contestant,
    families: families.map(({ found, size, ...one }) => ({
      ...one,
      ...(found !== undefined && {
        found: findDocument(found),
        tasks: size![0],
        resources: size![2],
      }),
    })),
  };
}

function findDocument({ target, value, optimum, ratio, proof, subject }: Judgement): object {
  return {
    ratio: Number(ratio.numerator) / Number(ratio.denominator),
    ratio_exact: `${ratio.numerator}/${ratio.denominator}`,
    objective: target.name,
    unit: target.unit,
    sense: target.sense,
    value: printedValue(target, value),
    optimum: printedValue(target, optimum),
    proof: { ...proof, value: printedValue(target, proof.value) },
    instance: subject.document,
  };
}
