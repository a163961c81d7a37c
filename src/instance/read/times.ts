import { QUANTITIES } from "../../util/quantities.ts";
import { show } from "../../util/show.ts";
import type { Origin } from "../types.ts";
import { readField } from "./fields.ts";
import { clockGuess, instantGuess, looksEpoch, zoneText } from "./instant-guess.ts";
import { at, type Fields, type Report } from "./report.ts";

/** Reads points in time of a document as ms from the beginning of the plan. */
export interface TimeReader {
  readonly origin?: Origin;
  /**
   * A duration such as "2h" from the beginning, or an absolute time with a zone; `fallback` if absent or, after saying so,
   * wrong. What lies before the beginning is 0 if `early`, else refused.
   */
  read<F>(path: string, fields: Fields, key: string, fallback: F, early?: "early"): number | F;
}

/** `start` of a document says when the plan begins; without it absolute times are refused. */
export function timeReader(report: Report, document: Fields): TimeReader {
  const origin = readOrigin(report, document);
  return {
    ...(origin !== undefined && { origin }),
    read(path, fields, key, fallback, early) {
      const value = fields[key];
      const where = at(path, key);
      if (!looksAbsolute(value) && !looksEpoch(value)) {
        const clock = origin === undefined ? undefined : clockGuess(value, origin, early);
        if (clock === undefined) {
          return readField(report, path, fields, key, QUANTITIES.duration, fallback);
        }
        report.add(where, `${EXPECTED}${show(value)}`, clock);
        return fallback;
      }
      const instant = readInstant(value);
      if (instant === undefined) {
        const zone = zoneText(origin?.offset ?? 0);
        report.add(where, `${EXPECTED}${show(value)}`, instantGuess(value, zone));
        return fallback;
      }
      if (origin === undefined) {
        if (document.start === undefined) {
          const hint =
            'Maybe add start: "2026-11-24T18:00+01:00" at the top, when the plan begins.';
          report.add(
            where,
            `an absolute time needs the start of the plan, got ${show(value)}`,
            hint,
          );
        }
        return fallback;
      }
      const time = instant.epoch - origin.epoch;
      if (time >= 0) return time;
      if (early === "early") return 0;
      report.add(where, `expected a time after the start of the plan, got ${show(value)}`);
      return fallback;
    },
  };
}

const EXPECTED = 'expected a time with a zone such as "2026-11-24T06:00+01:00", got ';

function readOrigin(report: Report, { start }: Fields): Origin | undefined {
  if (start === undefined) return undefined;
  const origin = looksAbsolute(start) ? readInstant(start) : undefined;
  if (origin === undefined) {
    report.add("/start", `${EXPECTED}${show(start)}`, instantGuess(start, zoneText(0)));
  }
  return origin;
}

/** True if a value was meant as an absolute time. */
export function looksAbsolute(value: unknown): boolean {
  return value instanceof Date || (typeof value === "string" && ABSOLUTE.test(value));
}

const ABSOLUTE = /^\s*(?:\d{4}[-/]\d|\d{4}\.\d{1,2}\.\d|\d{8}T\d)/;

/** An absolute time; undefined if it is none. A date of JavaScript has lost its zone, so it is none. */
export function readInstant(value: unknown): Origin | undefined {
  const found = typeof value === "string" ? INSTANT.exec(value) : null;
  if (found === null) return undefined;
  const [, day, clock, seconds = ":00", zone] = found as unknown as readonly string[];
  const epoch = Date.parse(`${day}T${clock}${seconds}${zone}`);
  // A day such as February 30 would roll over.
  const offset = zone === "Z" ? 0 : offsetOf(zone!);
  if (Number.isNaN(epoch)) return undefined;
  const back = new Date(epoch + offset * 60_000).toISOString();
  return back.startsWith(`${day}T${clock}`) ? { epoch, offset } : undefined;
}

const INSTANT =
  /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d(?:\.\d{1,3})?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

function offsetOf(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return zone.startsWith("-") ? -minutes : minutes;
}
