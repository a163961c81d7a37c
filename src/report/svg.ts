import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import { DEVICE, type Instance } from "../instance/types.ts";
import { VERIFIED_PLAN } from "../plan/arguments.ts";
import { deviceRanges, pieceEnd, taskDemand } from "../plan/piece.ts";
import type { Plan, VerifiedPlan } from "../plan/types.ts";
import { requireArgument } from "../util/arguments.ts";
import { UsageError } from "../util/errors.ts";
import { timeText } from "./when.ts";

/** What a drawing says beside its bars. */
export interface SvgOptions {
  /** A sentence above the bars, such as the verdict. */
  readonly caption?: string;
  /** A time in ms that a dashed line marks, and the words at it: no plan ends before. */
  readonly bound?: { readonly time: number; readonly label: string };
}

const WIDTH = 960;
const LEFT = 72;
const RIGHT = 24;
const LANE = 13;
const GAP = 12;
const TOP = 58;
/** More lanes than this make a picture that no one reads. */
const MOST_LANES = 400;

/**
 * A plan over time as an SVG drawing: for each used resource copy a lane for each device and, for pieces without devices, as many
 * more as run side by side; bars named and coloured by task entry. It follows the reader's light or dark scheme, holds no script and
 * escapes every name. Throws UsageError for a placement, which has no time, and for more than 400 lanes.
 */
export function planSvg(verified: VerifiedPlan, options: SvgOptions = {}): string {
  requireArgument("planSvg", VERIFIED_PLAN, verified);
  const { instance, plan } = verified;
  if (instance.mode === "placement") {
    throw new UsageError("A placement has no times to draw.\nMaybe draw a plan of a batch.");
  }
  const rows = rowsOf(instance, plan);
  const lanes = rows.reduce((sum, { count }) => sum + count, 0);
  if (lanes > MOST_LANES) {
    throw new UsageError(`The plan has ${lanes} lanes; a drawing holds ${MOST_LANES}.`);
  }
  const last = Math.max(1, options.bound?.time ?? 0, ...rows.flatMap(({ ends }) => ends));
  const scale = (WIDTH - LEFT - RIGHT) / last;
  const x = (time: number) => LEFT + time * scale;
  let top = TOP;
  const parts: string[] = [];
  for (const row of rows) {
    const height = row.count * LANE;
    parts.push(rect("lane", LEFT, top, WIDTH - LEFT - RIGHT, height));
    parts.push(text("name", LEFT - 8, top + height / 2 + 4, resourceCopyId(instance, row.copy)));
    for (const bar of row.bars) parts.push(barOf(instance, plan, bar, top, x));
    top += height + GAP;
  }
  return document(instance, options, parts, { bottom: top - GAP, last, x });
}

interface Bar {
  readonly piece: number;
  /** In lanes from the top of its row; shares of one device take a part of its lane. */
  readonly lane: number;
  /** Lanes side by side. */
  readonly span: number;
}

interface Row {
  readonly copy: number;
  readonly count: number;
  readonly bars: readonly Bar[];
  readonly ends: readonly number[];
}

/** The used resource copies in order; pieces in order of their starts take device lanes, or the first free one below. */
function rowsOf(instance: Instance, plan: Plan): readonly Row[] {
  const byCopy = new Map<number, number[]>();
  for (let k = 0; k < plan.task.length; k++) {
    const list = byCopy.get(plan.resource[k]) ?? [];
    byCopy.set(plan.resource[k], [...list, k]);
  }
  return [...byCopy.keys()]
    .sort((a, b) => a - b)
    .map((copy) => rowOf(instance, plan, copy, byCopy.get(copy) ?? []));
}

function rowOf(instance: Instance, plan: Plan, copy: number, pieces: number[]): Row {
  pieces.sort((a, b) => plan.start[a] - plan.start[b] || a - b);
  const devices = pieces.flatMap((k) => devicesOf(plan, k));
  const first = devices.length === 0 ? 0 : Math.max(...devices) + 1;
  const free: number[] = [];
  const bars: Bar[] = [];
  for (const piece of pieces) {
    const taken = devicesOf(plan, piece);
    const span = taken.length === 1 ? shareOf(instance, plan, piece, copy) : 1;
    if (span < 1) {
      const offset = offsetOf(instance, plan, bars, { piece, lane: taken[0], span });
      bars.push({ piece, lane: taken[0] + offset, span });
    } else if (taken.length > 0) {
      bars.push(...runs(taken).map(([lane, count]) => ({ piece, lane, span: count })));
    } else {
      const at = free.findIndex((time) => time <= plan.start[piece]);
      const lane = at < 0 ? free.length : at;
      free[lane] = pieceEnd(instance, plan, piece);
      bars.push({ piece, lane: first + lane, span: 1 });
    }
  }
  const ends = pieces.map((k) => pieceEnd(instance, plan, k));
  return { copy, count: first + free.length, bars, ends };
}

/** The part of its device that a piece takes. */
function shareOf(instance: Instance, plan: Plan, piece: number, copy: number): number {
  const ranges = deviceRanges(instance, instance.resourceOfCopy[copy]);
  const demands = ranges.map(({ dimension }) => taskDemand(instance, plan, piece, dimension));
  return Math.min(1, Math.max(...demands) / DEVICE);
}

/** Where in the lane of its device a share is drawn: the first free part beside those that still run at its start. */
function offsetOf(
  instance: Instance,
  plan: Plan,
  bars: readonly Bar[],
  { piece, lane: device, span }: Bar,
): number {
  const taken = bars
    .filter(
      ({ piece: other, lane }) =>
        Math.floor(lane) === device && pieceEnd(instance, plan, other) > plan.start[piece],
    )
    .map((bar) => ({ from: bar.lane - device, until: bar.lane - device + bar.span }))
    .sort((a, b) => a.from - b.from);
  let at = 0;
  for (const { from, until } of taken) {
    if (from - at >= span - TINY) break;
    at = Math.max(at, until);
  }
  return Math.min(at, 1 - span);
}

/** Sums of shares are off by this at most. */
const TINY = 1e-9;

function devicesOf(plan: Plan, piece: number): readonly number[] {
  return [...plan.device.subarray(plan.deviceStart[piece], plan.deviceStart[piece + 1])];
}

/** Neighbouring numbers as [first, count]. */
function runs(numbers: readonly number[]): readonly [number, number][] {
  const found: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const run = found[found.length - 1];
    if (run !== undefined && run[0] + run[1] === number) run[1]++;
    else found.push([number, 1]);
  }
  return found;
}

/** Room for a name: about this many pixels a letter. */
const LETTER = 6.2;

function barOf(
  instance: Instance,
  plan: Plan,
  { piece, lane, span }: Bar,
  top: number,
  x: (time: number) => number,
): string {
  const from = x(plan.start[piece]);
  const width = Math.max(2, x(pieceEnd(instance, plan, piece)) - from - 1);
  const y = top + lane * LANE + 0.5;
  const height = span * LANE - 1;
  const name = taskCopyId(instance, plan.task[piece]);
  const fits = height > LANE / 2 + 2 && name.length * LETTER + 8 <= width;
  const label = fits ? text("task", from + 5, y + Math.min(height / 2 + 4, height - 2), name) : "";
  const hue = `c${instance.taskOfCopy[plan.task[piece]] % 8}`;
  return `<g><title>${escaped(name)}</title>${rect(hue, from, y, width, height)}${label}</g>`;
}

function document(
  { name, origin }: Instance,
  { caption, bound }: SvgOptions,
  parts: readonly string[],
  { bottom, last, x }: { bottom: number; last: number; x: (time: number) => number },
): string {
  const height = bottom + 26;
  const step = STEPS.find((one) => last / one <= MOST_TICKS) ?? last;
  const ticks = Array.from({ length: Math.floor(last / step) + 1 }, (_, k) => k * step);
  const axis = ticks.map((time) =>
    text(tickKind(time, last), x(time), bottom + 16, timeText(time, origin)),
  );
  const line = bound && [
    `<line class="bound" x1="${round(x(bound.time))}" x2="${round(x(bound.time))}" y1="${TOP - 8}" y2="${bottom}"/>`,
    text("limit", x(bound.time), TOP - 14, bound.label),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${round(height)}" role="img" aria-label="${escaped(caption ?? name)}">`,
    `<style>${STYLE}</style>`,
    text("title", LEFT, 22, caption ?? name),
    ...parts,
    ...axis,
    ...(line ?? []),
    "</svg>\n",
  ].join("\n");
}

const MINUTE = 60_000;
/** Between two times on the axis, in ms. */
const STEPS = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200].map(
  (minutes) => minutes * MINUTE,
);
const MOST_TICKS = 8;

/** The first and the last time stay inside the drawing. */
function tickKind(time: number, last: number): string {
  if (time === 0) return "tick begin";
  return time / last > 0.95 ? "tick end" : "tick";
}

const HUES = [
  "#4c78a8",
  "#f58518",
  "#54a24b",
  "#b279a2",
  "#e45756",
  "#72b7b2",
  "#9d755d",
  "#eeca3b",
];

const STYLE = [
  "text{font:11px system-ui,sans-serif;fill:#333}.title{font-size:15px;font-weight:600}",
  ".name{text-anchor:end}.tick{text-anchor:middle}.begin{text-anchor:start}.end,.limit{text-anchor:end}",
  ".task{fill:#fff}.lane{fill:#f0f2f4}.bound{stroke:#c22;stroke-width:2;stroke-dasharray:5 3}.limit{fill:#c22}",
  ...HUES.map((hue, k) => `.c${k}{fill:${hue}}`),
  "@media(prefers-color-scheme:dark){text{fill:#ddd}.lane{fill:#23272c}.task{fill:#fff}.limit{fill:#f77}.bound{stroke:#f77}}",
].join("");

function rect(kind: string, x: number, y: number, width: number, height: number): string {
  return `<rect class="${kind}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="2"/>`;
}

function text(kind: string, x: number, y: number, words: string): string {
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}">${escaped(words)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text that stays text in XML; control characters, which XML cannot hold, become a replacement sign. */
function escaped(words: string): string {
  const named: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return words
    .replace(/[&<>"]/g, (sign) => named[sign])
    .replace(/[\p{Cc}\p{Cs}\p{Bidi_C}\uFFFE\uFFFF]/gu, "\uFFFD");
}
