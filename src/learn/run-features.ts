import type { Fields } from "../instance/read/report.ts";
import { openSheet } from "./document.ts";
import { resourceFeatures, taskFeatures } from "./features/extract.ts";
import type { Raw } from "./features/frame.ts";

/** Features of a run, under the names that columns of a history have. */
export type RunFeatures = Readonly<Record<string, Raw>>;

/** What says how long a task runs, by its id and those of its resources; undefined where nothing is known of it. */
export type FeaturesOfRun = (task: string, resources: Iterable<string>) => RunFeatures | undefined;

/** What is left of a resource at the moment, and names by which it is told from its like, say nothing of how fast it is. */
const PASSING = /^(capacity|devices)\.|^labels\.(berth\.dev\/pool|kubernetes\.io\/hostname)$/;

/** The features of the runs of a document; of none where it is none that has tasks and resources. */
export function runFeaturesOf(document: unknown): FeaturesOfRun {
  const sheet = openSheet(document);
  if (sheet === undefined) return () => undefined;
  const tasks = byId(sheet.tasks);
  const resources = byId(sheet.resources);
  return (task, places) => {
    const fields = tasks.get(task);
    if (fields === undefined) return undefined;
    const found = [...new Set(places)]
      .map((id) => resources.get(id))
      .filter((one) => one !== undefined);
    return { ...Object.fromEntries(taskFeatures(fields, true)), ...shared(found) };
  };
}

function byId(entries: readonly Fields[]): ReadonlyMap<string, Fields> {
  return new Map(entries.map((fields) => [String(fields.id), fields]));
}

/** Of several resources only what all have alike: nobody knows which of them a runtime is owed to. */
function shared(entries: readonly Fields[]): RunFeatures {
  const [first, ...rest] = entries.map(resourceFeatures);
  const same = [...(first ?? [])].filter(
    ([name, value]) => !PASSING.test(name) && rest.every((other) => other.get(name) === value),
  );
  return Object.fromEntries(same);
}
