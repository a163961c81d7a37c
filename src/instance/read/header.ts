import { QUANTITIES } from "../../util/quantities.ts";
import { show } from "../../util/show.ts";
import type { Mode, ObjectiveSpec } from "../types.ts";
import { quotes, readChoice, readField, seen } from "./fields.ts";
import { BATCH_KEYS } from "./keys.ts";
import { type DimensionNames, readObjective } from "./objectives.ts";
import { at, type Fields, type Report } from "./report.ts";
import type { TimeReader } from "./times.ts";

/** What a document says about itself, before its resources and tasks. */
export interface Header {
  readonly mode: Mode;
  /** False if the document names no mode; `mode` is then the one that explains the most. */
  readonly isModeKnown: boolean;
  readonly name: string;
  readonly isNamed?: true;
  /** Placement: milliseconds for which used copies are rented. */
  readonly period: number;
  /** Micro-dollars. */
  readonly budget?: number;
  readonly combine: "lexicographic" | "weighted";
  /** Batch: ms after which nothing runs. */
  readonly horizon?: number;
}

export function readHeader(
  report: Report,
  document: Fields,
  fallbackName: string,
  times: TimeReader,
): Header {
  if (document.mode === undefined) {
    report.add("/mode", "expected placement or batch, got nothing");
  }
  const given = readChoice(report, "", document, "mode", MODES, undefined, MODE_WORDS);
  const mode: Mode = given ?? (looksLikeBatch(document) ? "batch" : "placement");
  const budget = readField(report, "", document, "budget", QUANTITIES.money, undefined);
  const combine = ["lexicographic", "weighted"] as const;
  const horizon = readHorizon(report, document, times);
  if (mode === "placement") {
    for (const key of BATCH_KEYS.document) {
      if (document[key] === undefined) continue;
      report.add(at("", key), `${key} belongs to batch mode; in placement all tasks run at once`);
    }
  }
  return {
    mode,
    isModeKnown: given !== undefined,
    name: readTitle(report, document, fallbackName),
    ...(document.name !== undefined && { isNamed: true }),
    period: readPeriod(report, document, mode),
    ...(budget !== undefined && { budget }),
    combine: readChoice(report, "", document, "combine", combine, "lexicographic"),
    ...(horizon !== undefined && { horizon }),
  };
}

/** The objectives item by item, undefined where one cannot be read; the mode's own by default. */
export function readObjectives(
  report: Report,
  { objectives }: Fields,
  mode: Mode,
  dimensions: DimensionNames,
): readonly (ObjectiveSpec | undefined)[] {
  if (objectives === undefined) {
    const name = mode === "placement" ? "cost" : "makespan";
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

function looksLikeBatch({ tasks, resources }: Fields): boolean {
  const has = (list: unknown, keys: readonly string[]) =>
    Array.isArray(list) && list.some((entry) => keys.some((key) => entry?.[key] !== undefined));
  return (
    has(tasks, ["release", "due", "deadline", "workers", "after"]) || has(resources, ["available"])
  );
}

function readHorizon(report: Report, document: Fields, times: TimeReader): number | undefined {
  const horizon = times.read("", document, "horizon", undefined);
  if (horizon !== 0) return horizon;
  report.add(
    "/horizon",
    `expected a time after the start of the plan, got ${show(document.horizon)}`,
  );
  return undefined;
}

const HOUR = 3_600_000;

function readPeriod(report: Report, document: Fields, mode: Mode): number {
  if (mode !== "placement") {
    if (document.period === undefined) return HOUR;
    report.add("/period", "period belongs to placement mode; in batch mode tasks pay for runtimes");
    return HOUR;
  }
  return readField(report, "", document, "period", QUANTITIES.duration, HOUR);
}

function readTitle(report: Report, { name }: Fields, fallback: string): string {
  if (name === undefined) return fallback;
  if (typeof name === "string" && name !== "" && !/\p{Cc}/u.test(name)) return name;
  const told = seen(report, "/name", name);
  report.add("/name", `expected a text on one line, got ${told}`, quotes(report, "/name", name));
  return fallback;
}

const MODES = ["placement", "batch"] as const;

/** What people call the modes elsewhere. */
const MODE_WORDS: Readonly<Record<string, (typeof MODES)[number]>> = {
  schedule: "batch",
  scheduling: "batch",
  sequence: "batch",
  jobs: "batch",
  offline: "batch",
  assign: "placement",
  assignment: "placement",
  packing: "placement",
  serving: "placement",
  static: "placement",
};
