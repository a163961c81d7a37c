import { QUANTITIES } from "../../util/quantities.ts";
import { hintFor } from "../../util/quantity-hints.ts";
import { show } from "../../util/show.ts";
import type { Mode, Task } from "../types.ts";
import type { DomainCollector } from "./domains.ts";
import { isName, quotes, readCount, readField, readFlag, seen } from "./fields.ts";
import { BATCH_KEYS, TASK_KEYS } from "./keys.ts";
import { at, checkKeys, type Fields, isMap, type Report, readMap } from "./report.ts";
import type { TimeReader } from "./times.ts";

/** What the reading of one task needs to know. */
interface TaskReading {
  readonly report: Report;
  readonly mode: Mode;
  readonly times: TimeReader;
  /** Keys that rules read by themselves. */
  readonly own: ReadonlySet<string>;
}

/** Always gives an entry; what is wrong goes to the report and stands as absent. */
export function readTask(
  { report, mode, times: clock, own }: TaskReading,
  domains: DomainCollector,
  path: string,
  fields: Fields,
): Task {
  checkKeys(report, path, fields, TASK_KEYS, own);
  checkFeatures(report, at(path, "features"), fields.features);
  checkNames(report, path, fields);
  const weight = readField(report, path, fields, "weight", QUANTITIES.weight, 1000);
  const { count, across } = readReplicas(report, path, fields.replicas);
  const times = readTimes(report, mode, clock, path, fields);
  return Object.freeze({
    id: typeof fields.id === "string" ? fields.id : "",
    count: readCount(report, path, fields, "count", 1, 1),
    weight,
    gain: readField(report, path, fields, "value", QUANTITIES.weight, weight),
    priority: readPriority(report, path, fields.priority),
    optional: readFlag(report, path, fields, "optional"),
    divisible: readFlag(report, path, fields, "divisible"),
    hasRuntime:
      fields.runtime !== undefined || fields.throughput !== undefined || isMap(fields.work),
    ...times,
    replicas: count,
    ...(across !== undefined && { across: domains.numberOf(across) }),
  });
}

function readPriority(report: Report, path: string, priority: unknown): number {
  if (priority === undefined) return 0;
  if (Number.isInteger(priority) && Math.abs(Number(priority)) <= 1_000_000)
    return Number(priority);
  const where = at(path, "priority");
  const hint = hintFor("plain", priority, (text) => /^\d{1,7}$/.test(text));
  const quoted = /^-?\d{1,6}$/.test(String(priority)) ? `Maybe write ${priority}.` : undefined;
  report.add(where, `expected a whole number such as 10, got ${show(priority)}`, quoted ?? hint);
  return 0;
}

/** Says which rules of one task exclude each other. */
export function checkRules(
  report: Report,
  path: string,
  task: Task,
  groups: { readonly colocate: number; readonly separate: number; readonly devices: boolean },
): void {
  const replicated = task.replicas > 1 || task.across !== undefined;
  if (replicated && groups.colocate > 0) {
    report.add(at(path, "colocate"), "replicas run apart, so a task with replicas cannot colocate");
  }
  if (!task.divisible) return;
  const where = at(path, "divisible");
  if (groups.devices) report.add(where, "a task that asks for devices cannot be divisible");
  if (replicated) report.add(where, "a task with replicas cannot be divisible");
  if (groups.colocate > 0) report.add(where, "a task of a colocate group cannot be divisible");
  if (groups.separate > 0) report.add(where, "a task of a separate group cannot be divisible");
}

/** Names that limits and setups go by, whether or not any does. */
function checkNames(report: Report, path: string, fields: Fields): void {
  for (const key of ["queue", "family"]) {
    const name = fields[key];
    if (name === undefined || (typeof name === "string" && name !== "")) continue;
    const where = at(path, key);
    const hint = quotes(report, where, name);
    report.add(where, `expected the name of a ${key}, got ${seen(report, where, name)}`, hint);
  }
}

/** Planning does not look at features; what learning would stumble over is told all the same. */
function checkFeatures(report: Report, path: string, features: unknown): void {
  if (features === undefined) return;
  for (const [key, value] of Object.entries(
    readMap(report, path, features, "a map such as { family: bert, batch: 64 }") ?? {},
  )) {
    if (!isName(report, at(path, key), key)) continue;
    const isPlain = typeof value === "string" || typeof value === "boolean";
    if (isPlain || (typeof value === "number" && Number.isFinite(value))) continue;
    report.add(at(path, key), `expected a number or a text, got ${show(value)}`);
  }
}

function readReplicas(
  report: Report,
  path: string,
  value: unknown,
): { count: number; across?: string } {
  const where = at(path, "replicas");
  if (!isMap(value))
    return { count: readCount(report, path, { replicas: value }, "replicas", 1, 1) };
  checkKeys(report, where, value, new Set(["count", "across"]));
  if (value.count === undefined) {
    report.add(where, "expected a count", "Maybe write { count: 2, across: zone }.");
  }
  const count = readCount(report, where, value, "count", 1, 1);
  const { across } = value;
  if (across === undefined || !isName(report, at(where, "across"), across)) return { count };
  return { count, across };
}

function readTimes(report: Report, mode: Mode, clock: TimeReader, path: string, fields: Fields) {
  if (mode === "placement") {
    const keys = ["release", "due", "deadline", ...BATCH_KEYS.tasks];
    const wrong = keys.filter((key) => fields[key] !== undefined);
    for (const key of wrong) {
      report.add(at(path, key), `${key} belongs to batch mode; in placement all tasks run at once`);
    }
    return { release: 0 };
  }
  const release = clock.read(path, fields, "release", 0, "early");
  const due = clock.read(path, fields, "due", undefined, "early");
  const deadline = clock.read(path, fields, "deadline", undefined);
  if (deadline !== undefined && deadline < release) {
    const found = `${show(fields.deadline)} before ${show(fields.release)}`;
    report.add(at(path, "deadline"), `expected a deadline at or after the release, got ${found}`);
  }
  return {
    release,
    ...(due !== undefined && { due }),
    ...(deadline !== undefined && { deadline }),
  };
}
