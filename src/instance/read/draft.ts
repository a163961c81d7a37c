import { InstanceError } from "../../util/errors.ts";
import { QUANTITIES, show } from "../../util/quantities.ts";
import { targetsOf } from "../targets.ts";
import { FITS, worstAmount, worstTotal } from "../totals.ts";
import type { Instance, Mode, ObjectiveSpec } from "../types.ts";
import { demandColumns } from "./demands.ts";
import { findDimensions } from "./dimensions.ts";
import { domainCollector } from "./domains.ts";
import { eligibilityReader } from "./eligibility.ts";
import {
  copyStarts,
  entriesOfCopies,
  indexResources,
  readEntries,
  readIds,
  UNREADABLE,
} from "./entries.ts";
import { readChoice, readField } from "./fields.ts";
import { checkGroups, groupCollector } from "./groups.ts";
import { DOCUMENT_KEYS } from "./keys.ts";
import { type DimensionNames, readObjective } from "./objectives.ts";
import { MOST_PAIRS, pairReader } from "./pairs.ts";
import { checkKeys, type Fields, type Report } from "./report.ts";
import { readResource } from "./resources.ts";
import { runtimeReader } from "./runtimes.ts";
import { tableReader } from "./tables.ts";
import { checkRules, readTask } from "./tasks.ts";

/** An instance that holds only if nothing was reported, and its objectives by item of the document. */
export interface Draft {
  /** Absent if there is too little to stand on. */
  readonly instance?: Instance;
  readonly items: readonly (ObjectiveSpec | undefined)[];
}

/** Reads every part of the document; all that is wrong goes to the report. */
export function draftInstance(report: Report, document: Fields, fallbackName: string): Draft {
  checkKeys(report, "", document, DOCUMENT_KEYS);
  if (document.mode === undefined) {
    report.add("/mode", "expected placement or batch, got nothing");
  }
  const mode = readChoice(report, "", document, "mode", ["placement", "batch"], undefined);
  // Without a mode, neither may complain: what belongs to which mode is not known.
  const assumed: Mode = mode ?? (looksLikeBatch(document) ? "batch" : "placement");
  const resourceEntries = readEntries(report, document, "resources");
  const taskEntries = readEntries(report, document, "tasks");
  const index = indexResources(report, resourceEntries);
  const [resourceFields, taskFields] = [resourceEntries ?? [], taskEntries ?? []];
  if (resourceFields.length * taskFields.length > MOST_PAIRS) {
    const pairs = `${taskFields.length} x ${resourceFields.length}`;
    const hint = "Maybe write equal entries as one with a count.";
    report.add("/tasks", `expected at most ${MOST_PAIRS} pairs of entries, got ${pairs}`, hint);
    return { items: [] };
  }
  readIds(report, "tasks", taskFields);
  const dimensions = findDimensions(resourceFields, taskFields);
  const period = readPeriod(report, document, assumed);
  const context = { report, mode: assumed, dimensions, period };
  const resources = resourceFields.map((fields, r) =>
    readResource(context, `/resources/${r}`, fields),
  );
  const tables = tableReader(report, index);
  const domains = domainCollector(index.labels);
  const colocate = groupCollector(report, "colocate");
  const separate = groupCollector(report, "separate");
  const demand = demandColumns(report, tables, dimensions, taskFields.length, resources.length);
  const { pairs, readRow } = pairReader(report, assumed, resources, taskFields.length, {
    tables,
    eligibility: eligibilityReader(report, index),
    runtimes: runtimeReader(report, assumed, tables, resources),
    domains,
  });
  const tasks = taskFields.map((fields, t) => {
    const path = `/tasks/${t}`;
    const task = readTask(report, assumed, domains, path, fields);
    if (fields === UNREADABLE) return task;
    demand.read(path, fields, t);
    readRow(path, fields, task, t);
    checkRules(report, path, task, {
      colocate: colocate.read(path, fields, t),
      separate: separate.read(path, fields, t),
      devices: demand.asksForDevices(t),
    });
    return task;
  });
  checkGroups(report, tasks, colocate.groups(), separate.groups());
  const budget = readField(report, "", document, "budget", QUANTITIES.money, undefined);
  const combine = ["lexicographic", "weighted"] as const;
  const items = readObjectives(report, document, assumed, {
    names: dimensions.list.map(({ name }) => name),
    indexOf: dimensions.indexOf,
  });
  const taskCopyStart = copyStarts(
    report,
    "/tasks",
    tasks.map(({ count }) => count),
  );
  const resourceCopyStart = copyStarts(
    report,
    "/resources",
    resources.map(({ resource }) => resource.count),
  );
  const instance: Instance = {
    name: readTitle(report, document, fallbackName),
    mode: assumed,
    dimensions: Object.freeze(dimensions.list),
    tasks: Object.freeze(tasks),
    resources: Object.freeze(resources.map(({ resource }) => resource)),
    pairs: Object.freeze(pairs),
    demand: Object.freeze(demand.columns()),
    domains: domains.domains(),
    colocate: colocate.groups(),
    separate: separate.groups(),
    ...(budget !== undefined && { budget }),
    objectives: Object.freeze(items.filter((item) => item !== undefined)),
    combine: readChoice(report, "", document, "combine", combine, "lexicographic"),
    taskCopyStart,
    resourceCopyStart,
    taskOfCopy: entriesOfCopies(taskCopyStart),
    resourceOfCopy: entriesOfCopies(resourceCopyStart),
  };
  const isWhole = index.known && taskEntries !== undefined && mode !== undefined;
  return isWhole ? { instance: Object.freeze(instance), items } : { items };
}

/** Says which totals of a sound instance could pass 2^53. */
export function checkTotals(report: Report, instance: Instance): void {
  const always = ["cost", "energy", "completion-time", "makespan", "throughput"] as const;
  const weight = { numerator: 1, denominator: 1 };
  for (const name of always) {
    const worst = worstTotal(instance, { name, tolerance: 0, weight });
    if (worst > FITS) report.add("", `the total ${name} of all tasks could pass 2^53`);
  }
  instance.dimensions.forEach(({ name }, d) => {
    if (worstAmount(instance, d) <= FITS) return;
    report.add("", `the total of ${name} over all tasks or resources could pass 2^53`);
  });
  if (report.issues.length > 0) return;
  try {
    targetsOf(instance);
  } catch (error) {
    if (!(error instanceof InstanceError)) throw error;
    for (const { path, message, hint } of error.issues) report.add(path, message, hint);
  }
}

function looksLikeBatch({ tasks, resources }: Fields): boolean {
  const has = (list: unknown, keys: readonly string[]) =>
    Array.isArray(list) && list.some((entry) => keys.some((key) => entry?.[key] !== undefined));
  return has(tasks, ["release", "due", "deadline"]) || has(resources, ["available"]);
}

const HOUR = 3_600_000;

function readPeriod(report: Report, document: Fields, mode: Mode): number {
  if (mode === "batch") {
    if (document.period === undefined) return HOUR;
    report.add("/period", "period belongs to placement mode; in batch mode tasks pay for runtimes");
    return HOUR;
  }
  return readField(report, "", document, "period", QUANTITIES.duration, HOUR);
}

function readTitle(report: Report, { name }: Fields, fallback: string): string {
  if (name === undefined) return fallback;
  if (typeof name === "string" && name !== "" && !/\p{Cc}/u.test(name)) return name;
  report.add("/name", `expected a text on one line, got ${show(name)}`);
  return fallback;
}

function readObjectives(
  report: Report,
  { objectives }: Fields,
  mode: Mode,
  dimensions: DimensionNames,
): readonly (ObjectiveSpec | undefined)[] {
  if (objectives === undefined) {
    const name = mode === "batch" ? "makespan" : "cost";
    return [readObjective(report, "/objectives", name, dimensions)];
  }
  if (!Array.isArray(objectives)) {
    const hint = typeof objectives === "string" ? `Maybe write [${objectives}].` : undefined;
    report.add("/objectives", `expected a list of objectives, got ${show(objectives)}`, hint);
    return [];
  }
  if (objectives.length === 0) report.add("/objectives", "expected at least one objective");
  return Array.from(objectives, (item: unknown, i) =>
    readObjective(report, `/objectives/${i}`, item, dimensions),
  );
}
