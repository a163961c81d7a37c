import type { LabelDomains } from "../schedule-rules.ts";
import type { Demand, Group, Mode, PairTable, Task } from "../types.ts";
import { demandColumns } from "./demands.ts";
import type { Dimensions } from "./dimensions.ts";
import { domainCollector } from "./domains.ts";
import { eligibilityReader } from "./eligibility.ts";
import { UNREADABLE } from "./entries.ts";
import { featureReader } from "./features.ts";
import { checkGroups, groupCollector } from "./groups.ts";
import { pairReader } from "./pairs.ts";
import type { Fields, Report } from "./report.ts";
import type { ResourceIndex } from "./resource-index.ts";
import type { ReadResource } from "./resources.ts";
import type { Rates } from "./roofline.ts";
import { runtimeReader } from "./runtimes.ts";
import { tableReader } from "./tables.ts";
import { checkRules, readTask } from "./tasks.ts";
import type { TimeReader } from "./times.ts";

/** What the reading of tasks needs to know about the rest of the document. */
export interface TaskContext {
  readonly report: Report;
  readonly mode: Mode;
  readonly dimensions: Dimensions;
  readonly index: ResourceIndex;
  readonly resources: readonly ReadResource[];
  readonly rates: Rates;
  readonly times: TimeReader;
  /** More pairs than tables can hold. */
  readonly isWide: boolean;
  /** Keys that rules read by themselves. */
  readonly own: ReadonlySet<string>;
}

/** The parts of an instance that tasks decide. */
export interface TaskParts {
  readonly tasks: readonly Task[];
  readonly pairs: PairTable;
  readonly demand: readonly Demand[];
  readonly domains: readonly LabelDomains[];
  readonly colocate: readonly Group[];
  readonly separate: readonly Group[];
}

/** Reads every task entry, one pass; what is wrong goes to the report. */
export function readTasks(context: TaskContext, entries: readonly Fields[]): TaskParts {
  const { report, mode, dimensions, index, resources } = context;
  const tables = tableReader(report, index);
  const domains = domainCollector(index.labels);
  const colocate = groupCollector(report, "colocate");
  const separate = groupCollector(report, "separate");
  const demand = demandColumns(report, tables, dimensions, {
    tasks: entries.length,
    resources: resources.length,
    isWide: context.isWide,
  });
  const unmatched = new Map<string, string>();
  const reader = context.isWide ? featureReader : pairReader;
  const { pairs, readRow } = reader(report, mode, resources, entries.length, {
    tables,
    eligibility: eligibilityReader(report, index, (path, why) => unmatched.set(path, why)),
    runtimes: runtimeReader(report, mode, tables, resources, context.rates),
    domains,
  });
  const tasks = entries.map((fields, t) => {
    const path = `/tasks/${t}`;
    const task = readTask(context, domains, path, fields);
    if (fields === UNREADABLE) return task;
    demand.read(path, fields, t);
    readRow(path, fields, task, t);
    checkRules(report, path, task, {
      colocate: colocate.read(path, fields, t),
      separate: separate.read(path, fields, t),
      devices: demand.asksForDevices(t),
    });
    const why = unmatched.get(path);
    return why === undefined ? task : Object.freeze({ ...task, unmatched: why });
  });
  checkGroups(report, tasks, colocate.groups(), separate.groups());
  return {
    tasks: Object.freeze(tasks),
    pairs: Object.freeze(pairs),
    demand: Object.freeze(demand.columns()),
    domains: domains.domains(),
    colocate: colocate.groups(),
    separate: separate.groups(),
  };
}
