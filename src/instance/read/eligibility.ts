import { show } from "../../util/show.ts";
import { NAME, quotes, seen } from "./fields.ts";
import { at, type Fields, isMap, MERGE_KEY, type Report } from "./report.ts";
import {
  labelHint,
  labelText,
  matches,
  nameHint,
  type ResourceIndex,
  type Selector,
} from "./resource-index.ts";

/** 1 by resource where `eligible` and `forbidden` of a task allow it. */
export type ReadEligibility = (path: string, fields: Fields) => Uint8Array;

/**
 * Equal texts of rules are worked out once: fleets have few classes and many tasks. `unmatched` gets the path of each task
 * whose labels no resource has, and which these are.
 */
export function eligibilityReader(
  report: Report,
  index: ResourceIndex,
  unmatched: (path: string, why: string) => void,
): ReadEligibility {
  const everywhere = new Uint8Array(index.size).fill(1);
  const known = new Map<string, Uint8Array>();
  const reasons = new Map<string, string>();
  return (path, fields) => {
    const { eligible, forbidden } = fields;
    if (eligible === undefined && forbidden === undefined) return everywhere;
    const text = JSON.stringify([eligible, forbidden]);
    const found = known.get(text);
    if (found !== undefined) {
      const why = reasons.get(text);
      if (why !== undefined) unmatched(path, why);
      return found;
    }
    const before = report.issues.length;
    const allowed = everywhere.slice();
    if (eligible !== undefined) {
      const choices = readSelectors(report, at(path, "eligible"), eligible);
      allowed.forEach((_, r) => {
        if (!choices.some((choice) => matches(index.labels[r]!, choice))) allowed[r] = 0;
      });
      const why = allowed.includes(1) ? undefined : missingLabel(index, choices);
      if (why !== undefined) {
        reasons.set(text, why);
        unmatched(path, why);
      }
    }
    for (const r of readForbidden(report, index, at(path, "forbidden"), forbidden)) allowed[r] = 0;
    if (report.issues.length === before && known.size < 10_000) known.set(text, allowed);
    return allowed;
  };
}

/** Of the first choice, what no resource has, and what may have been meant. */
function missingLabel(index: ResourceIndex, [choice]: readonly Selector[]): string | undefined {
  for (const pair of choice ?? []) {
    const [label, wanted] = pair;
    if (index.labels.some((labels) => matches(labels, [pair]))) continue;
    const values = [...wanted].map(show).join(" or ");
    const hint = labelHint(index, [pair]);
    return `no resource has the label ${label}: ${values}${hint === undefined ? "" : `. ${hint.replace(/\.$/, "")}`}`;
  }
  return undefined;
}

/** Selectors of a map, or of a list of maps of which any may match; says what is wrong. */
export function readSelectors(report: Report, path: string, value: unknown): readonly Selector[] {
  if (isMap(value)) return [readSelector(report, path, value)];
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item, i) => {
      if (isMap(item)) return readSelector(report, at(path, i), item);
      report.add(at(path, i), `expected a map such as { gpu: a100 }, got ${show(item)}`);
      return [];
    });
  }
  report.add(path, `expected a map such as { gpu: a100 } or a list of such, got ${show(value)}`);
  return [];
}

function readSelector(report: Report, path: string, map: Fields): Selector {
  if (Object.keys(map).length === 0) report.add(path, "expected at least one label, got none");
  return Object.entries(map).map(([label, given]) => {
    const where = at(path, label);
    if (label === "<<" || !NAME.test(label)) {
      const [message, hint = undefined] =
        label === "<<" ? MERGE_KEY : [`expected the name of a label, got ${show(label)}`];
      report.add(where, message, hint, "key");
    }
    const list = Array.isArray(given) ? given : [given];
    if (list.length === 0) report.add(where, "expected at least one value, got an empty list");
    const texts = list.flatMap((value, i) => {
      const text = labelText(value);
      if (text !== undefined) return [text];
      const expected = "expected a label value or a list of label values";
      report.add(Array.isArray(given) ? at(where, i) : where, `${expected}, got ${show(value)}`);
      return [];
    });
    return [label, new Set(texts)] as const;
  });
}

function readForbidden(
  report: Report,
  index: ResourceIndex,
  path: string,
  value: unknown,
): readonly number[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    const hint = typeof value === "string" ? `Maybe write [${value}].` : undefined;
    report.add(path, `expected a list of resource ids or kinds, got ${show(value)}`, hint);
    return [];
  }
  return value.flatMap((item: unknown, i) => {
    const id = typeof item === "string" ? index.byId.get(item) : undefined;
    const kind = typeof item === "string" ? index.byKind.get(item) : undefined;
    if (id !== undefined) return [id];
    if (kind !== undefined || !index.known) return kind ?? [];
    const where = at(path, i);
    const hint = typeof item === "string" ? nameHint(index, item) : quotes(report, where, item);
    report.add(where, `expected a resource id or kind, got ${seen(report, where, item)}`, hint);
    return [];
  });
}
