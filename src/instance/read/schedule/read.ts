import { QUANTITIES } from "../../../util/quantities.ts";
import { show } from "../../../util/show.ts";
import type { Billing, ScheduleRules } from "../../schedule-rules.ts";
import type { Link, Task, Transfer } from "../../types.ts";
import type { Dimensions } from "../dimensions.ts";
import { domainCollector } from "../domains.ts";
import { isName, readChoice, readCount, readField, readFlag } from "../fields.ts";
import { at, checkKeys, type Fields, isMap, maybe, type Report } from "../report.ts";
import type { ResourceIndex } from "../resource-index.ts";
import type { TaskParts } from "../task-list.ts";
import { looksAbsolute, type TimeReader } from "../times.ts";
import { readLimits } from "./limits.ts";
import { readPrecedence } from "./precedence.ts";
import { readSetup } from "./setup.ts";

/** What the reading of the rules of time needs of the rest of the document. */
export interface ScheduleSources {
  /** Tells places of resources and of the document. */
  readonly report: Report;
  /** Tells places of task entries where stages are unfolded. */
  readonly told: Report;
  readonly document: Fields;
  readonly resources: readonly Fields[];
  readonly tasks: readonly Fields[];
  readonly parts: TaskParts;
  readonly links: readonly Link[];
  readonly transfer: Transfer;
  readonly dimensions: Dimensions;
  readonly index: ResourceIndex;
  readonly times: TimeReader;
}

/** The rules of mode "schedule"; what is wrong, or does not go together with tasks side by side, goes to the report. */
export function readScheduleRules(sources: ScheduleSources): ScheduleRules {
  const { report, told, document, resources, tasks, parts, dimensions, index } = sources;
  const everywhere = readFlag(report, "", document, "exclusive");
  const exclusiveResource = Uint8Array.from(resources, (fields, r) =>
    fields.exclusive === undefined
      ? Number(everywhere)
      : Number(readFlag(report, `/resources/${r}`, fields, "exclusive")),
  );
  const topology = domainCollector(index.labels);
  const labels = new Set(index.labels.flatMap((of) => Object.keys(of)));
  const workers = new Int32Array(tasks.length).fill(1);
  const within = new Int32Array(tasks.length).fill(-1);
  tasks.forEach((fields, t) => {
    const gang = readWorkers(told, `/tasks/${t}`, fields.workers);
    workers[t] = gang.count;
    if (gang.within === undefined) return;
    within[t] = topology.numberOf(gang.within);
    if (labels.has(gang.within)) return;
    const why = `no resource has the label ${show(gang.within)}`;
    told.add(at(at(`/tasks/${t}`, "workers"), "within"), why, maybe(gang.within, labels));
  });
  const rules: ScheduleRules = {
    exclusiveResource,
    exclusiveTask: Uint8Array.from(tasks, (fields, t) =>
      Number(readFlag(told, `/tasks/${t}`, fields, "exclusive")),
    ),
    workers,
    within,
    topology: topology.domains(),
    precedence: readPrecedence(told, tasks, sources.links),
    maintenance: resources.map((fields, r) => readMaintenance(sources, r, fields)),
    limits: readLimits(told, document, tasks, parts.demand, dimensions),
    ...readSetup(told, document, tasks),
    billing: resources.map((fields, r) => readBilling(report, r, fields)),
  };
  refuseSharing(told, parts.tasks, parts, rules);
  refuseScatteredOutputs(told, sources, rules);
  checkRoom(sources, rules);
  checkSetup(told, parts, rules);
  return Object.freeze(rules);
}

function readWorkers(
  report: Report,
  path: string,
  value: unknown,
): { count: number; within?: string } {
  if (!isMap(value)) return { count: readCount(report, path, { workers: value }, "workers", 1, 1) };
  const where = at(path, "workers");
  checkKeys(report, where, value, new Set(["count", "within"]));
  if (value.count === undefined) report.add(where, "expected a count such as { count: 2 }");
  const count = readCount(report, where, value, "count", 1, 1);
  const { within } = value;
  if (within === undefined || !isName(report, at(where, "within"), within)) return { count };
  return { count, within };
}

function readMaintenance({ report, times }: ScheduleSources, r: number, { maintenance }: Fields) {
  const path = `/resources/${r}/maintenance`;
  if (maintenance === undefined) return Object.freeze([]);
  if (!Array.isArray(maintenance)) {
    report.add(path, `expected a list such as [{ from: 2h, until: 3h }], got ${show(maintenance)}`);
    return Object.freeze([]);
  }
  const list = maintenance.flatMap((item: unknown, i): (readonly [number, number])[] => {
    const where = at(path, i);
    if (!isMap(item)) {
      report.add(where, `expected a map such as { from: 2h, until: 3h }, got ${show(item)}`);
      return [];
    }
    checkKeys(report, where, item, new Set(["from", "until"]));
    for (const key of ["from", "until"]) {
      if (item[key] === undefined) report.add(where, `expected ${key}, got none`);
    }
    const from = times.read(where, item, "from", 0, "early");
    const until = times.read(where, item, "until", undefined, "early");
    if (until === undefined || until > from) return until === undefined ? [] : [[from, until]];
    // What was over before the plan begins is of no concern.
    const isPast = until === 0 && from === 0 && looksAbsolute(item.until);
    if (!isPast)
      report.add(at(where, "until"), `expected a time after from, got ${show(item.until)}`);
    return [];
  });
  return Object.freeze(merged(list));
}

/** Overlapping and touching intervals become one. */
function merged(list: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const result: [number, number][] = [];
  for (const [from, until] of [...list].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], until);
    else result.push([from, until]);
  }
  return result.map((one) => Object.freeze(one));
}

function readBilling(report: Report, r: number, { billing }: Fields): Billing {
  const path = `/resources/${r}/billing`;
  if (billing === undefined) return OCCUPIED;
  if (typeof billing === "string") {
    const by = readChoice(report, `/resources/${r}`, { billing }, "billing", BILLED, "occupied");
    return Object.freeze({ by, every: 1 });
  }
  if (!isMap(billing)) {
    report.add(
      path,
      `expected occupied, rental or { by: rental, every: 1h }, got ${show(billing)}`,
    );
    return OCCUPIED;
  }
  checkKeys(report, path, billing, new Set(["by", "every"]));
  const by = readChoice(report, path, billing, "by", BILLED, "occupied");
  const every = readField(report, path, billing, "every", QUANTITIES.duration, 1);
  if (every === 0) report.add(at(path, "every"), "expected a duration above 0, got 0");
  return Object.freeze({ by, every: Math.max(1, every) });
}

const BILLED = ["occupied", "rental"] as const;
const OCCUPIED: Billing = Object.freeze({ by: "occupied", every: 1 });

/** Rules that are not defined for tasks side by side over time. */
function refuseSharing(
  report: Report,
  tasks: readonly Task[],
  parts: TaskParts,
  rules: ScheduleRules,
): void {
  const hint =
    "Maybe set exclusive: true at the top, so that each resource runs one task at a time.";
  tasks.forEach((task, t) => {
    const path = `/tasks/${t}`;
    if (task.divisible) {
      report.add(
        at(path, "divisible"),
        "a divisible task needs resources that run one task at a time",
        hint,
      );
    }
    if (task.replicas > 1 || task.across !== undefined) {
      const why = "replicas need resources that run one task at a time";
      report.add(at(path, "replicas"), why, "Maybe write workers, which start together.");
    }
    if (rules.workers[t]! > 1 && parts.colocate.some((group) => group.tasks.includes(t))) {
      report.add(at(path, "workers"), "a task with several workers cannot colocate");
    }
  });
}

/** An output that is paid for has one place, but workers may stand at several. */
function refuseScatteredOutputs(
  report: Report,
  { links, transfer }: ScheduleSources,
  { workers }: ScheduleRules,
): void {
  if (!transfer.price.some((price) => price > 0)) return;
  const paid = links.filter(({ output }) => output > 0);
  for (const t of new Set(paid.flatMap(({ from, to }) => [from, to]))) {
    if (workers[t] === 1) continue;
    const why = "an output that is paid for has one place, so a stage linked by it has one worker";
    report.add(at(`/tasks/${t}`, "workers"), why);
  }
}

/** Where nothing limits how many tasks run at once, the user has surely forgotten something. */
function checkRoom(
  { report, told, parts, resources, tasks }: ScheduleSources,
  rules: ScheduleRules,
): void {
  const hint =
    "Maybe set exclusive: true at the top, so that each resource runs one task at a time.";
  resources.forEach((fields, r) => {
    if (
      fields.capacity !== undefined ||
      fields.devices !== undefined ||
      rules.exclusiveResource[r] === 1
    )
      return;
    if (rules.exclusiveTask.every((one) => one === 1)) return;
    const why = "expected capacity or devices: in batch mode tasks run side by side where they fit";
    report.add(`/resources/${r}`, why, hint);
  });
  if (rules.exclusiveResource.every((one) => one === 1)) return;
  tasks.forEach((fields, t) => {
    if (fields.demand !== undefined || rules.exclusiveTask[t] === 1 || parts.tasks[t]!.id === "")
      return;
    const why = "expected a demand: in batch mode tasks run side by side where they fit";
    told.add(`/tasks/${t}`, why, hint);
  });
}

/** Between pieces that run side by side there is no before and after. */
function checkSetup(report: Report, { tasks, pairs }: TaskParts, rules: ScheduleRules): void {
  if (!rules.setup.some((time) => time > 0)) return;
  const R = rules.exclusiveResource.length;
  tasks.forEach((_, t) => {
    if (rules.family[t] === 0) return;
    const r = rules.exclusiveResource.findIndex(
      (alone, i) => alone === 0 && pairs.eligible[t * R + i] === 1,
    );
    if (r < 0) return;
    const why = `setup times need resources that run one task at a time, and /resources/${r} does not`;
    report.add(at(`/tasks/${t}`, "family"), why, `Maybe set exclusive: true there.`);
  });
}
