import type { Sheet } from "../document.ts";
import { resourceFeatures, sideOf, taskFeatures } from "./extract.ts";
import { type Feature, featuresOf, type Raw } from "./frame.ts";

/** What is read off the entries of a document: the features, and how often each is there. */
export interface FeatureTable {
  readonly feature: Feature;
  /** Entries of its side that have it, and entries in all. */
  readonly present: number;
  readonly entries: number;
  /** Of numbers. */
  readonly range?: readonly [number, number];
}

/** The features that learning would see in a document. */
export function featureTable(sheet: Sheet): readonly FeatureTable[] {
  const tasks = sheet.tasks.map((task) => taskFeatures(task, task.throughput === undefined));
  const resources = sheet.resources.map(resourceFeatures);
  return featuresOf([...tasks, ...resources], sideOf).map((feature) => {
    const rows = feature.side === "task" ? tasks : resources;
    const values = rows.flatMap((row) => row.get(feature.name) ?? []);
    const range = feature.type === "number" ? rangeOf(values) : undefined;
    const table = { feature, present: values.length, entries: rows.length };
    return range === undefined ? table : { ...table, range };
  });
}

function rangeOf(values: readonly Raw[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, Number(value));
    high = Math.max(high, Number(value));
  }
  return [low, high];
}
