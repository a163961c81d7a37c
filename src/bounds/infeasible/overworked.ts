import { headsOf } from "../../instance/facts/heads.ts";
import { rulesOf } from "../../instance/schedule.ts";
import type { Instance } from "../../instance/types.ts";
import { demanded, offered } from "../../plan/certificate/over-time/energy-prices.ts";
import {
  type PricedMeasure,
  rateOf,
  readMeasures,
} from "../../plan/certificate/over-time/measures.ts";
import type { AreaMeasure } from "../../plan/certificate/over-time/types.ts";
import { durationText } from "../../plan/wording.ts";
import { endOf } from "../ceiling.ts";
import { candidateMeasures } from "../schedule/candidates.ts";
import { inOrder } from "./late-chain.ts";

/** Pairs of task, resource and window that the quick proof looks at over all measures, and most begins or ends of windows. */
const LOOKS = 2_000_000;
const MOST_CUTS = 12;

/**
 * Mode schedule: more must run between two times than there is of a dimension, of a shared limit, or of time on resources that
 * run one piece, or a few large ones, at a time. Releases, deadlines, windows, maintenance and what waits for what are in it
 * (energetic reasoning: Erschler, Lopez 1990). O(T R measures windows), bounded.
 */
export function overworked(instance: Instance): string | undefined {
  const tight = tightened(instance);
  const candidates = candidateMeasures(instance);
  const pairs = Math.max(1, instance.tasks.length * instance.resources.length);
  const windows = Math.floor(LOOKS / (pairs * Math.max(1, candidates.length)));
  const cuts = Math.min(MOST_CUTS, Math.floor(Math.sqrt(windows)));
  if (cuts === 0) return undefined;
  for (const { of, parts, shared, size } of candidates) {
    const price = shared ? [1] : instance.resources.map((_, r) => (size(r) > 0 ? 1 : 0));
    if (!price.includes(1)) continue;
    const measure = { of, ...(parts !== undefined && { parts }), price };
    const found = refutedWindow(tight, [measure], cuts);
    if (found === undefined) continue;
    const text = (area: bigint) => areaText(instance, measure, area);
    const { needed, has } = found;
    return `${during(found)} needs at least ${text(needed)}, and there is ${text(has)}.`;
  }
  return undefined;
}

/** The same at prices of several measures together. */
export function overpriced(
  instance: Instance,
  measures: readonly AreaMeasure[],
): string | undefined {
  const found = refutedWindow(tightened(instance), measures, MOST_CUTS);
  if (found === undefined) return undefined;
  const names = [...new Set(measures.map(({ of }) => nameOf(instance, of)))].join(", ");
  return `${during(found)} needs more than there is then, with ${names} weighed together.`;
}

interface Refuted {
  readonly from: number;
  readonly until: number;
  readonly needed: bigint;
  readonly has: bigint;
}

function during({ from, until }: Refuted): string {
  return `What must run from ${durationText(from)} to ${durationText(until)}`;
}

/** Two times between which more must run than there is; undefined if none is found among heads and ends of tasks. */
function refutedWindow(
  instance: Instance,
  measures: readonly AreaMeasure[],
  cuts: number,
): Refuted | undefined {
  const read: readonly PricedMeasure[] = readMeasures(instance, measures);
  const { head, must } = headsOf(instance);
  const placed = instance.tasks.flatMap(({ count }, t) => (must[t] && count > 0 ? [t] : []));
  const begins = chosen(
    placed.map((t) => head[t]),
    cuts,
  );
  const ends = chosen(
    placed.map((t) => instance.tasks[t].deadline ?? Infinity),
    cuts,
  );
  const R = instance.resources.length;
  const rates: bigint[] = [];
  // Every window asks for the same ones.
  const rate = (t: number, r: number) => (rates[t * R + r] ??= rateOf(read, t, r));
  for (const until of ends) {
    for (const from of begins) {
      if (from >= until) continue;
      const needed = demanded(instance, read, Infinity, from, until, rate);
      // That something cannot run at all is told by other proofs, in better words.
      if (needed === undefined) return undefined;
      const has = offered(instance, read, from, until);
      if (needed > has) return { from, until, needed, has };
    }
  }
  return undefined;
}

function chosen(values: readonly number[], most: number): readonly number[] {
  const finite = [...new Set(values)].filter((value) => value < Infinity).sort((a, b) => a - b);
  if (finite.length <= most) return finite;
  const step = (finite.length - 1) / Math.max(1, most - 1);
  // One alone is the last: by then most must have run.
  if (most === 1) return finite.slice(-1);
  return Array.from({ length: most }, (_, i) => finite[Math.round(i * step)]);
}

/**
 * The instance with what its plans keep anyway: deadlines that windows and tasks which wait leave, and no longer optional what
 * mandatory tasks wait for.
 */
function tightened(instance: Instance): Instance {
  const { precedence } = rulesOf(instance);
  const { least } = headsOf(instance);
  const optional = instance.tasks.map((task) => task.optional);
  const latest = instance.tasks.map((_, t) => endOf(instance, t));
  const behind = instance.tasks.map((): (typeof precedence)[number][] => []);
  for (const one of precedence) behind[one.before].push(one);
  for (const t of [...inOrder(instance)].reverse()) {
    for (const { after, lag } of behind[t]) {
      if (optional[after] || instance.tasks[after].count === 0) continue;
      optional[t] = false;
      if (least[after] < Infinity)
        latest[t] = Math.min(latest[t], latest[after] - least[after] - lag);
    }
  }
  const tasks = instance.tasks.map((task, t) => {
    const { deadline: _, ...rest } = task;
    const tight = { ...rest, optional: optional[t] };
    return latest[t] === Infinity ? tight : { ...tight, deadline: latest[t] };
  });
  return Object.freeze({ ...instance, tasks });
}

function nameOf({ dimensions }: Instance, of: AreaMeasure["of"]): string {
  if (typeof of === "number") return dimensions[of].name;
  return of === "exclusive" ? "exclusive resources" : `the ${of}`;
}

/** An amount during a time, as "7200 cpu seconds" or "2h of exclusive resources"; exact. */
function areaText(instance: Instance, { of, parts }: AreaMeasure, area: bigint): string {
  if (parts !== undefined && typeof of === "number") {
    const { name } = instance.dimensions[of];
    const share = parts === 1 ? "half" : `a ${parts + 1}th`;
    return `${seconds(area, 3)} seconds for pieces of more than ${share} of a resource's ${name}, counted in ${parts} to a resource`;
  }
  if (of === "exclusive") return `${durationText(Number(area))} of exclusive resources`;
  if (typeof of === "number") {
    const { name, unit } = instance.dimensions[of];
    return unit === "MiB"
      ? `${seconds(area, 3)} MiB seconds of ${name}`
      : `${seconds(area, 6)} ${name} seconds`;
  }
  const limit = rulesOf(instance).limits.find(({ name }) => `limit ${name}` === of);
  const isMemory =
    limit?.dimension !== undefined && instance.dimensions[limit.dimension].unit === "MiB";
  return isMemory
    ? `${seconds(area, 3)} MiB seconds of the ${of}`
    : `${seconds(area, 6)} seconds of the ${of}`;
}

/** A whole number over 10^places. */
function seconds(area: bigint, places: number): string {
  const digits = String(area).padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return `${digits.slice(0, -places)}${fraction === "" ? "" : `.${fraction}`}`;
}
