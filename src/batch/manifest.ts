import { z } from "zod";
import { at, checkKeys, isMap, makeReport, maybe, type Report } from "../instance/read/report.ts";
import { duration, percentage } from "../instance/schema-quantities.ts";
import { METHOD_NAMES } from "../planner/registry.ts";
import { SOLVER_NAMES } from "../solvers/registry.ts";
import { InstanceError } from "../util/errors.ts";
import { type Fault, QUANTITIES, readQuantity } from "../util/quantities.ts";
import { show } from "../util/show.ts";
import { isPlainName, nameOf } from "./names.ts";
import type { BatchUnit, JobOptions } from "./types.ts";

/** What `without` may name. */
const LEFT_OUT = METHOD_NAMES.filter((name) => name !== "auto");

const itemSchema = z.strictObject({
  instance: z.string().min(1).describe("Path of the instance, relative to the manifest"),
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/)
    .describe("Names the results; default: the file's name without its ending")
    .optional(),
  objectives: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('In place of the instance\'s own, such as "cost:2%,makespan"')
    .optional(),
  method: z.enum(METHOD_NAMES).optional(),
  without: z.array(z.enum(LEFT_OUT)).describe("Methods that are left out").optional(),
  solver: z.enum(SOLVER_NAMES).optional(),
  time: duration.describe("Most planning of this instance in all, such as 10m").optional(),
  gap: percentage.describe("Stop at this gap, such as 0.1%").optional(),
  seed: z.int().min(-0x8000_0000).max(0x7fff_ffff).optional(),
});

/** What a manifest holds. */
const manifestSchema = z
  .array(z.union([z.string().min(1).describe("Path of an instance"), itemSchema]))
  .min(1);

/** The JSON Schema (draft 2020-12) of manifests; it accepts whatever `parseManifest` accepts, and somewhat more. */
export function manifestJsonSchema(): object {
  return z.toJSONSchema(manifestSchema, { io: "input", target: "draft-2020-12" });
}

/** What a manifest says of one unit: the path as written, beside its name and options. */
export interface ManifestItem extends Pick<BatchUnit, "name" | "time" | "options"> {
  readonly instance: string;
}

/**
 * The units of a manifest in its order. Throws InstanceError with every issue: wrong fields, names that are there
 * twice (without regard to case), paths that leave the manifest's folder.
 */
export function parseManifest(document: unknown): ManifestItem[] {
  const report = makeReport();
  const items = Array.isArray(document) ? document : refused(report, document);
  if (Array.isArray(document) && document.length === 0) {
    report.add("", "the list of instances is empty", 'Maybe write "- instance: night.yaml".');
  }
  const read = items.map((item, i) => readItem(report, at("", i), item));
  checkNames(report, read);
  if (report.issues.length > 0) throw new InstanceError(report.issues);
  return read.filter((item) => item !== undefined);
}

function refused(report: Report, document: unknown): readonly unknown[] {
  const message = `expected a list of instances, got ${show(document)}`;
  const inside =
    isMap(document) && Object.entries(document).find(([, value]) => namesInstances(value));
  if (inside) {
    report.add("", message, `Maybe write what stands in ${show(inside[0])} as the whole document.`);
  } else report.add("", message, 'Maybe write "- instance: night.yaml".');
  return [];
}

const isList = (value: unknown) => Array.isArray(value);

/** True for a list of which every item is a text or names an instance. */
function namesInstances(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((item) => typeof item === "string" || (isMap(item) && "instance" in item));
}

function readItem(report: Report, path: string, item: unknown): ManifestItem | undefined {
  if (typeof item === "string") return readItem(report, path, { instance: item });
  if (!isMap(item)) {
    report.add(path, `expected the path of an instance or a map with it, got ${show(item)}`);
    return undefined;
  }
  checkKeys(report, path, item, KEYS);
  const read: { [K in keyof Read]?: Read[K] } = {};
  const take = <K extends keyof Read>(key: K) => {
    if (item[key] === undefined) return;
    const found = READERS[key](item[key]);
    if (isFault(found)) report.add(at(path, key), found.message, found.hint);
    else read[key] = found as Read[K];
  };
  for (const key of Object.keys(READERS)) take(key as keyof Read);
  if (item.instance === undefined) {
    const what = "the path of an instance is missing";
    report.add(at(path, "instance"), what, 'Maybe write "instance: night.yaml".');
  }
  const { instance, name, time, ...options } = read;
  if (instance === undefined) return undefined;
  const own = time === undefined ? {} : { time };
  return { instance, name: name ?? nameOf(instance), options, ...own };
}

/** Values as read, by key. */
interface Read
  extends Pick<JobOptions, "objectives" | "method" | "without" | "solver" | "gap" | "seed"> {
  readonly instance: string;
  readonly name: string;
  readonly time: number;
}

const READERS = {
  instance: readPath,
  name: (value) =>
    isPlainName(value)
      ? value
      : wrong("letters, digits, _ . - (at most 100, the first a letter or digit)", value),
  objectives: (value) => {
    const parts = Array.isArray(value) ? value : [value];
    const isText = (part: unknown) => typeof part === "string" && part.trim() !== "";
    if (parts.length > 0 && parts.every(isText)) return parts.join(",");
    return wrong('objectives such as "cost:2%,makespan", or a list of such texts', value);
  },
  method: (value) => oneOf("a method", METHOD_NAMES, value),
  without: (value) => {
    if (!isList(value)) return wrong("a list of methods", value);
    const names = (value as readonly unknown[]).map((one) => oneOf("a method", LEFT_OUT, one));
    return names.find(isFault) ?? (names as string[]);
  },
  solver: (value) => oneOf("a solver", SOLVER_NAMES, value),
  time: (value) => readQuantity(QUANTITIES.duration, value),
  gap: (value) => {
    const read = readQuantity(QUANTITIES.percent, value);
    if (typeof read !== "number") return read;
    return read < 1_000_000 ? read / 1_000_000 : wrong("a gap below 100%", value);
  },
  seed: (value) =>
    typeof value === "number" && Number.isInteger(value) && value === (value | 0)
      ? value
      : wrong("an integer of 32 bits", value),
} satisfies { readonly [K in keyof Read]-?: (value: unknown) => Read[K] | Fault };

const KEYS: ReadonlySet<string> = new Set(Object.keys(READERS));

function isFault(read: unknown): read is Fault {
  return typeof read === "object" && read !== null && "message" in read;
}

function wrong(expected: string, value: unknown): Fault {
  return { message: `expected ${expected}, got ${show(value)}` };
}

function oneOf(what: string, names: readonly string[], value: unknown): string | Fault {
  if (typeof value === "string" && names.includes(value)) return value;
  const hint = typeof value === "string" ? maybe(value, names) : undefined;
  const fault = wrong(`${what} (${names.join(", ")})`, value);
  return hint === undefined ? fault : { ...fault, hint };
}

/** A manifest speaks of its own folder and those below, so that it can be moved with them. */
function readPath(value: unknown): string | Fault {
  if (typeof value !== "string" || value.trim() === "" || value.includes("\0")) {
    return wrong("the path of an instance", value);
  }
  const steps = value.split(/[\\/]/);
  if (/^([\\/]|[A-Za-z]:)/.test(value) || steps.includes("..")) {
    return {
      message: `expected a path inside the manifest's folder, got ${show(value)}`,
      hint: "Maybe put the manifest into a folder that holds all instances.",
    };
  }
  return value;
}

function checkNames(report: Report, items: readonly (ManifestItem | undefined)[]): void {
  const first = new Map<string, number>();
  for (const [i, item] of items.entries()) {
    if (item === undefined) continue;
    const name = item.name.toLowerCase();
    const before = first.get(name);
    if (before === undefined) first.set(name, i);
    else {
      const message = `the name ${show(item.name)} is taken by ${at("", before)}`;
      report.add(at("", i), message, `Maybe add "name: ${item.name}-2".`);
    }
  }
}
