import { runtimeOf } from "../../instance/features.ts";
import { resourceCopyId, taskCopyId } from "../../instance/ids.ts";
import { maintenanceOf } from "../../instance/schedule.ts";
import { type Instance, WHOLE } from "../../instance/types.ts";
import { pairOf, pieceEnd, taskDemand } from "../../plan/piece.ts";
import { shareCeil } from "../../plan/shares.ts";
import type { Plan, VerifiedPlan } from "../../plan/types.ts";
import { usedCopies } from "../../plan/used.ts";
import { lastEnd } from "../agenda.ts";
import { criticalPath } from "../critical.ts";
import { laneRows } from "../lanes.ts";
import type { BarBlame, BarChart, BarMeasure } from "./types.ts";

/** What is drawn beside the pieces. */
export interface BarExtras {
  readonly marks: BarChart["marks"];
  /** By rows of the chart. */
  blames(rows: ArrayLike<number>, stems: readonly string[]): readonly BarBlame[];
}

/** Unused resource copies of a placement are drawn too, up to so many in all. */
const MOST_ROWS = 2000;

/** All pieces of a plan on its resource copies, for the page to draw: along time, or, of a placement, by what they take. O(n log n). */
export function barChart(verified: VerifiedPlan, extras: BarExtras): BarChart {
  const { instance, plan } = verified;
  const isTimed = instance.mode !== "placement";
  const ends = Float64Array.from(plan.task, (_, k) => pieceEnd(instance, plan, k));
  const unit = isTimed ? commonUnit(plan.start, ends) : 1;
  const laid = isTimed ? inLanes(instance, plan) : onePerPiece(instance, plan);
  const { rows, lanes } = laid;
  const rowOf = new Map(Array.from(rows, (copy, i) => [copy, i]));
  const named = namesOf(instance, plan);
  const last = lastEnd(instance, plan);
  return {
    kind: "bars",
    axis: isTimed ? "time" : "share",
    label: isTimed
      ? "Which task runs on which resource, and when"
      : "Which task stands on which resource, and how much of it that takes",
    file: "plan.csv",
    unit,
    end: isTimed ? Math.max(1, last, ...extras.marks.map(({ at }) => at)) : 1,
    ...(instance.origin !== undefined && { origin: instance.origin }),
    rows: Array.from(rows, (copy) => resourceCopyId(instance, copy)),
    lanes,
    ...named,
    row: Array.from(plan.resource, (copy) => rowOf.get(copy)!),
    start: Array.from(plan.start, (start) => start / unit),
    length: Array.from(ends, (end, k) => (isTimed ? (end - plan.start[k]) / unit : 0)),
    ...sharesOf(plan),
    ...devicesOf(plan),
    ...laid.drawn,
    measures: measuresOf(instance, plan, rows),
    closed: isTimed ? closedOf(instance, rows, Math.max(1, last)) : [],
    marks: extras.marks,
    blames: extras.blames(rows, named.stems),
    path: criticalPath(instance, plan, ends),
  };
}

interface Laid {
  /** Resource copies. */
  readonly rows: ArrayLike<number> & Iterable<number>;
  readonly lanes: readonly number[];
  readonly drawn: Pick<BarChart, "bars" | "lane" | "span">;
}

function inLanes(instance: Instance, plan: Plan): Laid {
  const found = laneRows(instance, plan);
  const all = found.flatMap(({ bars }) => bars);
  const isPlain = all.length === plan.task.length && all.every(({ span }) => span === 1);
  if (isPlain) {
    const lane = new Array<number>(all.length).fill(0);
    for (const bar of all) lane[bar.piece] = bar.lane;
    return { ...headsOf(found), drawn: { lane } };
  }
  const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
  return {
    ...headsOf(found),
    drawn: {
      bars: all.map(({ piece }) => piece),
      lane: all.map(({ lane }) => rounded(lane)),
      span: all.map(({ span }) => rounded(span)),
    },
  };
}

function headsOf(found: ReturnType<typeof laneRows>) {
  return { rows: found.map(({ copy }) => copy), lanes: found.map(({ count }) => count) };
}

function onePerPiece({ resourceOfCopy }: Instance, plan: Plan): Laid {
  const all = resourceOfCopy.length;
  const rows =
    all <= MOST_ROWS ? Int32Array.from({ length: all }, (_, i) => i) : usedCopies(plan, all);
  const lane = new Array<number>(plan.task.length).fill(0);
  return { rows, lanes: Array.from(rows, () => 1), drawn: { lane } };
}

/** The largest number of ms that divides all times. */
function commonUnit(...lists: readonly Float64Array[]): number {
  let unit = 0;
  for (const list of lists) {
    for (const time of list) {
      for (let [a, b] = [unit, time]; ; [a, b] = [b, a % b]) {
        unit = a;
        if (b === 0) break;
      }
      if (unit === 1) return 1;
    }
  }
  return Math.max(1, unit);
}

/** The names of tasks as stems and numbers of copies: the stems are few where tasks have many copies. */
function namesOf(instance: Instance, plan: Plan): Pick<BarChart, "stems" | "stem" | "number"> {
  const indices = new Map<string, number>();
  const [stem, number]: [number[], number[]] = [[], []];
  for (const copy of plan.task) {
    const [name, digits] = taskCopyId(instance, copy).split("#");
    const index = indices.get(name) ?? indices.size;
    indices.set(name, index);
    stem.push(index);
    number.push(Number(digits ?? 0));
  }
  return { stems: [...indices.keys()], stem, number };
}

function sharesOf({ share }: Plan): Pick<BarChart, "share"> {
  return share.every((one) => one === WHOLE) ? {} : { share: [...share] };
}

function devicesOf({ task, device, deviceStart }: Plan): Pick<BarChart, "devices" | "deviceLists"> {
  if (device.length === 0) return {};
  const lists = new Map<string, number>();
  const devices = Array.from(task, (_, k) => {
    const text = device.subarray(deviceStart[k], deviceStart[k + 1]).join(";");
    const index = lists.get(text) ?? lists.size;
    lists.set(text, index);
    return index;
  });
  return { devices, deviceLists: [...lists.keys()] };
}

/** What pieces take of each dimension that any resource has; without any their runtimes, else their number. */
function measuresOf(
  instance: Instance,
  plan: Plan,
  rows: ArrayLike<number>,
): readonly BarMeasure[] {
  const { dimensions, resources, resourceOfCopy, tasks, mode } = instance;
  const measures = dimensions.flatMap(({ name, unit }, d): BarMeasure[] => {
    const capacity = Array.from(rows, (copy) => resources[resourceOfCopy[copy]].capacity[d]);
    if (capacity.every((one) => one === 0)) return [];
    const load = Array.from(plan.task, (_, k) =>
      shareCeil(taskDemand(instance, plan, k, d), plan.share[k]),
    );
    return [{ name, unit, capacity, load }];
  });
  if (mode !== "placement") return measures;
  const isTimed = tasks.length > 0 && tasks.every(({ hasRuntime }) => hasRuntime);
  if (isTimed) {
    const load = Array.from(plan.task, (_, k) =>
      shareCeil(runtimeOf(instance, ...pairOf(instance, plan, k)), plan.share[k]),
    );
    measures.push({ name: "runtime", unit: "ms", load, capacity: fullest(plan, rows, load) });
  }
  if (measures.length > 0) return measures;
  const load = Array.from(plan.task, () => 1);
  return [{ name: "tasks", unit: "pieces", load, capacity: fullest(plan, rows, load) }];
}

/** Where nothing has a capacity the fullest resource is full. */
function fullest(plan: Plan, rows: ArrayLike<number>, load: readonly number[]): readonly number[] {
  const sums = new Map<number, number>();
  plan.resource.forEach((copy, k) => {
    sums.set(copy, (sums.get(copy) ?? 0) + load[k]);
  });
  const most = Math.max(
    1,
    [...sums.values()].reduce((all, one) => Math.max(all, one), 0),
  );
  return Array.from(rows, () => most);
}

/** Maintenance and what lies outside the windows of resources. */
function closedOf(
  instance: Instance,
  rows: ArrayLike<number>,
  last: number,
): readonly (readonly [number, number, number])[] {
  return Array.from(rows).flatMap((copy, i) => {
    const entry = instance.resourceOfCopy[copy];
    const { from, until } = instance.resources[entry];
    const closed = [...maintenanceOf(instance, entry)];
    if (from > 0) closed.push([0, from]);
    if (until !== undefined) closed.push([until, last]);
    return closed
      .filter(([start, end]) => start < Math.min(end, last))
      .map(([start, end]) => [i, start, Math.min(end, last)] as const);
  });
}
