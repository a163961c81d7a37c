import { readDataPrice } from "../../util/price.ts";
import { show } from "../../util/show.ts";
import type { Transfer } from "../types.ts";
import { readSelectors } from "./eligibility.ts";
import { isName } from "./fields.ts";
import { TRANSFER_KEYS } from "./keys.ts";
import { at, checkKeys, type Fields, isMap, maybe, type Report, readMap } from "./report.ts";
import { matches, nameHint, type ResourceIndex, resourcesOfKey } from "./resource-index.ts";

/** One rule: what it costs where it holds, by the group that it puts a resource entry in. */
interface Rule {
  /** Micro-dollars per TiB. */
  readonly price: number;
  /** By resource entry; entries of equal groups are alike to the rule. */
  readonly group: readonly (string | number)[];
  holds(from: number, to: number): boolean;
}

/** The prices of moving data between resources: of `transfer`, the first rule that holds; 0 where none does. */
export function readTransfer(report: Report, index: ResourceIndex, value: unknown): Transfer {
  const rules = readRules(report, index, value);
  const numbers = new Map<string, number>();
  const firsts: number[] = [];
  const siteOf = Int32Array.from({ length: index.size }, (_, r) => {
    const key = JSON.stringify(rules.map(({ group }) => group[r]));
    const known = numbers.get(key) ?? numbers.size;
    if (!numbers.has(key)) firsts.push(r);
    numbers.set(key, known);
    return known;
  });
  const sites = firsts.length;
  const price = Float64Array.from({ length: sites * sites }, (_, k) => {
    const [from, to] = [firsts[Math.floor(k / sites)]!, firsts[k % sites]!];
    return rules.find((rule) => rule.holds(from, to))?.price ?? 0;
  });
  return Object.freeze({ sites, siteOf, price });
}

function readRules(report: Report, index: ResourceIndex, value: unknown): readonly Rule[] {
  if (value === undefined) return [];
  const path = "/transfer";
  if (!Array.isArray(value)) {
    const example = "[{ from: eu, to: us, price: 0.08/GiB }]";
    report.add(path, `expected a list of rules such as ${example}, got ${show(value)}`);
    return [];
  }
  return Array.from(value, (item: unknown, i) => {
    const map = readMap(
      report,
      at(path, i),
      item,
      "a rule such as { across: zone, price: 0.02/GiB }",
    );
    return map === undefined ? undefined : readRule(report, index, at(path, i), map);
  }).filter((rule) => rule !== undefined);
}

function readRule(
  report: Report,
  index: ResourceIndex,
  path: string,
  fields: Fields,
): Rule | undefined {
  checkKeys(report, path, fields, TRANSFER_KEYS);
  const price = readDataPrice(fields.price);
  if (typeof price !== "number") report.add(at(path, "price"), price.message, price.hint);
  const { across, from, to } = fields;
  if (across !== undefined) {
    if (from !== undefined || to !== undefined) {
      report.add(at(path, "across"), "across stands for both ends, so without from and to");
    }
    return acrossRule(report, index, at(path, "across"), across, Number(price));
  }
  const [ends, arrivals] = [
    readEnd(report, index, at(path, "from"), from),
    readEnd(report, index, at(path, "to"), to),
  ];
  const group = ends.map((leaves, r) => (leaves ? 1 : 0) + (arrivals[r] ? 2 : 0));
  return { price: Number(price), group, holds: (a, b) => ends[a]! && arrivals[b]! };
}

/** Holds where the values of a label differ; resources without it share a value of their own. */
function acrossRule(
  report: Report,
  { labels, known }: ResourceIndex,
  path: string,
  label: unknown,
  price: number,
): Rule | undefined {
  if (!isName(report, path, label)) return undefined;
  if (known && labels.every((of) => of[label] === undefined)) {
    const names = new Set(labels.flatMap((of) => Object.keys(of)));
    report.add(path, `no resource has the label ${show(label)}`, maybe(label, names));
  }
  const group = labels.map((of) => of[label] ?? -1);
  return { price, group, holds: (a, b) => group[a] !== group[b] };
}

/** By resource entry: true where a table key such as "a100", "zone=eu" or "*", or a map of labels, names it. */
function readEnd(
  report: Report,
  index: ResourceIndex,
  path: string,
  value: unknown,
): readonly boolean[] {
  if (isMap(value) || Array.isArray(value)) {
    const choices = readSelectors(report, path, value);
    return index.labels.map((labels) => choices.some((choice) => matches(labels, choice)));
  }
  const found = typeof value === "string" ? resourcesOfKey(index, value) : [];
  if (index.known && found.length === 0) {
    const expected = 'an id, a kind, labels such as "zone=eu" or { zone: eu }, or "*"';
    const hint = typeof value === "string" ? nameHint(index, value) : undefined;
    report.add(path, `expected ${expected}, got ${show(value)}`, hint);
  }
  const named = new Set(found);
  return index.labels.map((_, r) => named.has(r));
}
