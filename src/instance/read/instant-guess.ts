import { durationGuess } from "../../util/hints/duration-guess.ts";
import type { Origin } from "../types.ts";

/**
 * A point in time of other tools as "2026-11-24T18:00+01:00": "2026-11-24 18:00 +0100", "20261124T180000Z", "2026/11/24",
 * seconds since 1970. Where the zone is missing that of `zone` is taken, and said. Undefined if it is none.
 */
export function instantGuess(written: unknown, zone: string): string | undefined {
  if (written instanceof Date) {
    return Number.isNaN(written.valueOf()) ? undefined : `Maybe write "${written.toISOString()}".`;
  }
  const epoch = epochText(written);
  if (epoch !== undefined) return `Maybe write "${epoch}".`;
  if (typeof written !== "string") return undefined;
  const found = LOOSE.exec(extended(written.trim()));
  if (found === null) return undefined;
  const [, year, month, day, hours = "00", minutes = "00", seconds, part = "", given] = found;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12) return "Maybe the month and the day are swapped.";
  if (Number(day) < 1 || Number(day) > last) {
    return `Maybe write another day: ${year}-${two(month!)} has ${last}.`;
  }
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) {
    return "Maybe write a time of day from 00:00 to 23:59.";
  }
  const clock = [hours, minutes, ...(seconds === undefined ? [] : [seconds])].map(two).join(":");
  const exact = seconds === undefined ? "" : part.replace(",", ".").slice(0, 4);
  const told = `${year}-${two(month!)}-${two(day!)}T${clock}${exact}`;
  const isNamed = given === undefined || /^(?!(?:Z|UTC|GMT)$)[A-Z]/i.test(given);
  const offset = isNamed ? zone : offsetText(given.replace("\u2212", "-"));
  if (offset === undefined) return undefined;
  const missing = isNamed ? ", with the zone that is meant" : "";
  return `Maybe write "${told}${offset}"${missing}.`;
}

/** Date and time of day with any of the usual marks between their parts. */
const LOOSE =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2})(?::(\d{1,2}))?(?::(\d{1,2})([.,]\d+)?)?)?\s*(Z|UTC|GMT|[+\-\u2212]\d{1,2}(?::?\d{2})?|(?![ap]m)[A-Z][\w/]+)?$/i;

/** "20261124T180000", the basic form of ISO 8601, in the extended one. */
function extended(text: string): string {
  const [basic, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?/.exec(text) ?? [];
  if (basic === undefined) return text;
  const clock = [hours, minutes, ...(seconds === undefined ? [] : [seconds])].join(":");
  return `${year}-${month}-${day}T${clock}${text.slice(basic.length)}`;
}

/**
 * A time of day as the next one after the beginning, in its zone: "06:00" of an evening is the next morning. That of the
 * beginning itself is the beginning where a time may be `early`, else the next day.
 */
export function clockGuess(
  written: unknown,
  { epoch, offset }: Origin,
  early?: "early",
): string | undefined {
  const [, hours, minutes, seconds = "00"] =
    /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(typeof written === "string" ? written.trim() : "") ??
    [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const local = epoch + offset * 60_000;
  const time = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  const day = 86_400_000;
  const today = local - (((local % day) + day) % day) + time;
  const next = new Date(
    today > local || (early !== undefined && today === local) ? today : today + day,
  ).toISOString();
  const clock = seconds === "00" ? next.slice(0, 16) : next.slice(0, 19);
  const length = durationGuess(written as string);
  const or =
    length === undefined ? "" : `, or "${length.text}" if that long after the start is meant`;
  return `Maybe write "${clock}${zoneText(offset)}"${or}.`;
}

/** Minutes as "+01:00". */
export function zoneText(offset: number): string {
  if (offset === 0) return "Z";
  const minutes = Math.abs(offset);
  const [h, m] = [Math.floor(minutes / 60), minutes % 60].map((one) => two(String(one)));
  return `${offset < 0 ? "-" : "+"}${h}:${m}`;
}

function two(digits: string): string {
  return digits.padStart(2, "0");
}

function offsetText(zone: string): string | undefined {
  if (/^[a-z]/i.test(zone)) return "Z";
  const [, sign, hours, minutes = "00"] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? [];
  if (hours === undefined || Number(hours) > 14 || Number(minutes) > 59) return undefined;
  return `${sign}${two(hours)}:${minutes}`;
}

/** True for what counts seconds or milliseconds since 1970. */
export function looksEpoch(value: unknown): boolean {
  return epochText(value) !== undefined;
}

/** Seconds or milliseconds since 1970, from 2001 to 2286: no plan lasts as long. */
function epochText(written: unknown): string | undefined {
  const [, digits, thousandths = ""] = /^(\d{10})(\d{3})?$/.exec(String(written)) ?? [];
  if (digits === undefined) return undefined;
  const text = new Date(Number(digits) * 1000 + Number(thousandths)).toISOString();
  return text.replace(/(:00)?\.000Z$/, "Z");
}
