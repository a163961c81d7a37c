import type { Instance, ObjectiveSpec } from "../types.ts";
import { findDimensions } from "./dimensions.ts";
import { copyStarts, entriesOfCopies, indexResources, readEntries, readIds } from "./entries.ts";
import { readHeader, readObjectives } from "./header.ts";
import { DOCUMENT_KEYS } from "./keys.ts";
import type { OwnFields } from "./own-fields.ts";
import { checkKeys, type Fields, type Report } from "./report.ts";
import { readResource } from "./resources.ts";
import { readRobust } from "./robust.ts";
import { readRates } from "./roofline.ts";
import { readScheduleRules } from "./schedule/read.ts";
import { isSequence } from "./schedule/shape.ts";
import { checkLinks, unfoldStages } from "./stages.ts";
import { readTasks } from "./task-list.ts";
import { timeReader } from "./times.ts";
import { readTransfer } from "./transfer.ts";

/** An instance that holds only if nothing was reported, and its objectives by item of the document. */
export interface ReadInstanceDraft {
  /** Absent if there is too little to stand on. */
  readonly instance?: Instance;
  readonly items: readonly (ObjectiveSpec | undefined)[];
  /** The place in the document of a task entry's place, such as "/tasks/3". */
  placeOf(path: string): string;
}

/** Reads every part of the document; all that is wrong goes to the report. */
export function draftInstance(
  report: Report,
  document: Fields,
  options: { readonly name: string; readonly mostPairs: number; readonly own: OwnFields },
): ReadInstanceDraft {
  const { own } = options;
  checkKeys(report, "", document, DOCUMENT_KEYS, own.document);
  const times = timeReader(report, document);
  const {
    mode: given,
    isModeKnown,
    period,
    horizon,
    ...header
  } = readHeader(report, document, options.name, times);
  const resourceEntries = readEntries(report, document, "resources");
  const taskEntries = readEntries(report, document, "tasks");
  const index = indexResources(report, resourceEntries);
  const resourceFields = resourceEntries ?? [];
  const isSimple = given === "placement" || isSequence(document, resourceFields, taskEntries ?? []);
  const mode = isSimple ? given : "schedule";
  const { entries: stages, links, placeOf } = unfoldStages(report, taskEntries ?? [], own.tasks);
  const told: Report = {
    get issues() {
      return report.issues;
    },
    add: (path, message, hint, part) => report.add(placeOf(path), message, hint, part),
    written: (path, value) => report.written(placeOf(path), value),
  };
  const before = report.issues.length;
  readIds(report, "tasks", taskEntries ?? []);
  if (report.issues.length === before && stages !== taskEntries) readIds(told, "tasks", stages);
  const dimensions = findDimensions(resourceFields, stages);
  const resources = resourceFields.map((fields, r) =>
    readResource(
      { report, mode, dimensions, period, times, ...(horizon !== undefined && { horizon }) },
      `/resources/${r}`,
      fields,
    ),
  );
  const rates = readRates(report, resourceFields);
  const isWide = stages.length * resources.length > options.mostPairs;
  if (isWide && mode === "schedule") {
    const why = "there are too many pairs of tasks and resources to plan side by side over time";
    report.add("/tasks", why, "Maybe bring equal resources together as one entry with a count.");
  }
  const parts = readTasks(
    { report: told, mode, dimensions, index, resources, rates, times, isWide, own: own.tasks },
    stages,
  );
  checkLinks(told, parts.tasks, links);
  const items = readObjectives(report, document, mode, {
    names: dimensions.list.map(({ name }) => name),
    indexOf: dimensions.indexOf,
  });
  const entries = resources.map(({ resource }) => resource);
  const taskCopyStart = copyStarts(report, "/tasks", parts.tasks);
  const resourceCopyStart = copyStarts(report, "/resources", entries);
  const transfer = readTransfer(report, index, document.transfer);
  const robust = readRobust(
    { report, index, tasks: parts.tasks, resourceCopyStart, isWide },
    document.robust,
  );
  const schedule =
    mode === "schedule" && !isWide
      ? readScheduleRules({
          report,
          told,
          document,
          resources: resourceFields,
          tasks: stages,
          parts,
          links,
          transfer,
          dimensions,
          index,
          times,
        })
      : undefined;
  const instance: Instance = {
    ...header,
    mode,
    dimensions: Object.freeze(dimensions.list),
    resources: Object.freeze(entries),
    ...parts,
    links,
    transfer,
    ...(schedule !== undefined && { schedule }),
    ...(robust !== undefined && { robust }),
    ...(times.origin !== undefined && { origin: Object.freeze(times.origin) }),
    objectives: Object.freeze(items.filter((item) => item !== undefined)),
    taskCopyStart,
    resourceCopyStart,
    taskOfCopy: entriesOfCopies(taskCopyStart),
    resourceOfCopy: entriesOfCopies(resourceCopyStart),
  };
  const isWhole = index.known && taskEntries !== undefined && isModeKnown;
  if (!isWhole) return { items, placeOf };
  const asked = own.read({ report: told, document, tasks: stages, instance });
  return {
    instance: Object.freeze(asked === undefined ? instance : { ...instance, asked }),
    items,
    placeOf,
  };
}
