import { show } from "../../util/show.ts";
import type { Robust, Task } from "../types.ts";
import { readSelectors } from "./eligibility.ts";
import { isName } from "./fields.ts";
import { ROBUST_KEYS } from "./keys.ts";
import { at, checkKeys, type Fields, isMap, maybe, type Report } from "./report.ts";
import {
  labelHint,
  matches,
  nameHint,
  type ResourceIndex,
  resourcesOfKey,
} from "./resource-index.ts";

/** What the losses of a document are about. */
export interface RobustContext {
  readonly report: Report;
  readonly index: ResourceIndex;
  readonly tasks: readonly Task[];
  /** Copies of resource entry r: resourceCopyStart[r] .. resourceCopyStart[r+1]-1. */
  readonly resourceCopyStart: Int32Array;
  readonly isWide: boolean;
}

const EXAMPLE = "1 or a map such as { lose: 1, of: a100 }";

/** The losses that a plan must survive; undefined if the document asks for none, or after saying what is wrong. */
export function readRobust(context: RobustContext, value: unknown): Robust | undefined {
  const { report, index } = context;
  const path = "/robust";
  if (value === undefined) return undefined;
  const before = report.issues.length;
  const fields: Fields = isMap(value) ? value : { lose: value };
  if (isMap(value)) checkKeys(report, path, fields, ROBUST_KEYS);
  checkNumber(report, isMap(value) ? at(path, "lose") : path, fields.lose);
  checkKind(context);
  const named = fields.of === undefined ? undefined : readOf(report, index, fields.of);
  if (fields.across !== undefined) checkLabel(report, index, fields.across);
  if (report.issues.length > before) return undefined;
  const robust =
    typeof fields.across === "string"
      ? lossesAcross(context, fields.across, named)
      : lossesOfCopies(context, named);
  if (index.known && robust.start.length === 1) {
    report.add(at(path, "across"), "no resource of `of` has this label");
  }
  return Object.freeze({ ...robust, ...(fields.of !== undefined && { of: textOf(fields.of) }) });
}

function checkNumber(report: Report, path: string, lose: unknown): void {
  if (lose === 1) return;
  if (typeof lose === "number" && Number.isInteger(lose) && lose > 1) {
    const message = `only the loss of one at a time is supported, got ${lose}`;
    const hint = "Maybe name what goes down together by a label: { lose: 1, across: rack }.";
    report.add(path, message, hint);
  } else report.add(path, `expected ${EXAMPLE}, got ${show(lose)}`);
}

function checkKind({ report, tasks, isWide }: RobustContext): void {
  if (isWide) {
    report.add("/robust", "there are too many pairs of tasks and resources to try every loss");
  }
  for (const { id, divisible } of tasks) {
    if (!divisible) continue;
    const why = "what is lost of it would be shared out anew";
    report.add("/robust", `task ${show(id)} is divisible, and ${why}`);
  }
}

/** By resource entry: true where an id, a kind, labels or a list of labels names it. */
function readOf(report: Report, index: ResourceIndex, of: unknown): readonly boolean[] {
  const path = "/robust/of";
  if (isMap(of) || Array.isArray(of)) {
    const before = report.issues.length;
    const choices = readSelectors(report, path, of);
    const found = index.labels.map((labels) => choices.some((choice) => matches(labels, choice)));
    if (index.known && report.issues.length === before && !found.includes(true)) {
      report.add(
        path,
        `no resource matches ${show(textOf(of))}`,
        labelHint(index, choices[0] ?? []),
      );
    }
    return found;
  }
  const found = typeof of === "string" ? resourcesOfKey(index, of) : [];
  if (index.known && found.length === 0) {
    const expected = 'an id, a kind, labels such as "zone=eu" or { zone: eu }, or "*"';
    const hint = typeof of === "string" ? nameHint(index, of) : undefined;
    report.add(path, `expected ${expected}, got ${show(of)}`, hint);
  }
  const named = new Set(found);
  return index.labels.map((_, r) => named.has(r));
}

function checkLabel(report: Report, { labels, known }: ResourceIndex, label: unknown): void {
  const path = "/robust/across";
  if (!isName(report, path, label)) return;
  if (!known || labels.some((of) => of[label] !== undefined)) return;
  const names = new Set(labels.flatMap((of) => Object.keys(of)));
  report.add(path, `no resource has the label ${show(label)}`, maybe(label, names));
}

function lossesOfCopies(
  { resourceCopyStart }: RobustContext,
  named: readonly boolean[] | undefined,
): Robust {
  const copies: number[] = [];
  for (let r = 0; r + 1 < resourceCopyStart.length; r++) {
    if (named !== undefined && !named[r]) continue;
    for (let j = resourceCopyStart[r]!; j < resourceCopyStart[r + 1]!; j++) copies.push(j);
  }
  return {
    start: Int32Array.from({ length: copies.length + 1 }, (_, i) => i),
    copies: Int32Array.from(copies),
  };
}

/** One loss for each value, in the order in which values appear. */
function lossesAcross(
  { index, resourceCopyStart }: RobustContext,
  label: string,
  named: readonly boolean[] | undefined,
): Robust {
  const byValue = new Map<string, number[]>();
  index.labels.forEach((labels, r) => {
    const value = labels[label];
    if (value === undefined || (named !== undefined && !named[r])) return;
    const held = byValue.get(value) ?? [];
    byValue.set(value, held);
    for (let j = resourceCopyStart[r]!; j < resourceCopyStart[r + 1]!; j++) held.push(j);
  });
  const start = [0];
  for (const held of byValue.values()) start.push(start[start.length - 1]! + held.length);
  return {
    start: Int32Array.from(start),
    copies: Int32Array.from([...byValue.values()].flat()),
    across: Object.freeze({ label, values: Object.freeze([...byValue.keys()]) }),
  };
}

/** In a line: a name, or labels as `zone=eu or us, rack=r1`. */
function textOf(of: unknown): string {
  if (typeof of === "string") return of;
  const choices = (Array.isArray(of) ? of : [of]).map((map: Fields) =>
    Object.entries(map)
      .map(([label, value]) => `${label}=${Array.isArray(value) ? value.join(" or ") : value}`)
      .join(", "),
  );
  return choices.join("; ");
}
