import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import { VERIFIED_PLAN } from "../plan/arguments.ts";
import { pieceEnd } from "../plan/piece.ts";
import type { Plan, VerifiedPlan } from "../plan/types.ts";
import { requireArgument } from "../util/arguments.ts";
import { UsageError } from "../util/errors.ts";
import { lastEnd } from "./agenda.ts";
import { cut } from "./format.ts";
import { HUES } from "./hues.ts";
import { type LaneBar, laneRows } from "./lanes.ts";
import { timeText } from "./when.ts";

/** What a drawing says beside its bars. */
export interface SvgOptions {
  /** A sentence above the bars, such as the verdict. */
  readonly caption?: string;
  /** A time in ms that a dashed line marks, and the words at it: no plan ends before. */
  readonly bound?: { readonly time: number; readonly label: string };
}

const WIDTH = 960;
/** Room for names of resources, at least, and the letters that the longest may have. */
const LEFT = 72;
const MOST_NAME = 28;
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
  const rows = laneRows(instance, plan);
  const lanes = rows.reduce((sum, { count }) => sum + count, 0);
  if (lanes > MOST_LANES) {
    throw new UsageError(`The plan has ${lanes} lanes; a drawing holds ${MOST_LANES}.`);
  }
  const last = Math.max(1, options.bound?.time ?? 0, lastEnd(instance, plan));
  const names = rows.map(({ copy }) => cut(resourceCopyId(instance, copy), MOST_NAME));
  const left = Math.max(LEFT, 14 + LETTER * Math.max(0, ...names.map((name) => name.length)));
  const scale = (WIDTH - left - RIGHT) / last;
  const x = (time: number) => left + time * scale;
  let top = TOP;
  const parts: string[] = [];
  for (const [i, row] of rows.entries()) {
    const height = row.count * LANE;
    parts.push(rect("lane", left, top, WIDTH - left - RIGHT, height));
    parts.push(text("name", left - 8, top + height / 2 + 4, names[i]));
    for (const bar of row.bars) parts.push(barOf(instance, plan, bar, top, x));
    top += height + GAP;
  }
  return document(instance, options, parts, { bottom: top - GAP, last, x });
}

/** Room for a name: about this many pixels a letter. */
const LETTER = 6.2;

function barOf(
  instance: Instance,
  plan: Plan,
  { piece, lane, span }: LaneBar,
  top: number,
  x: (time: number) => number,
): string {
  const from = x(plan.start[piece]);
  const width = Math.max(2, x(pieceEnd(instance, plan, piece)) - from - 1);
  const y = top + lane * LANE + 0.5;
  const height = span * LANE - 1;
  const name = taskCopyId(instance, plan.task[piece]);
  const fits = height > LANE / 2 + 2 && name.length * LETTER + 8 <= width;
  const hue = instance.taskOfCopy[plan.task[piece]] % HUES.length;
  const down = y + Math.min(height / 2 + 4, height - 2);
  const label = fits ? text(`n${hue}`, from + 5, down, name) : "";
  const bar = rect(`c${hue}`, from, y, width, height);
  return `<g><title>${escaped(name)}</title>${bar}${label}</g>`;
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
    text("title", x(0), 22, caption ?? name),
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

const STYLE = [
  "text{font:11px system-ui,sans-serif;fill:#333}.title{font-size:15px;font-weight:600}",
  ".name{text-anchor:end}.tick{text-anchor:middle}.begin{text-anchor:start}.end,.limit{text-anchor:end}",
  ".lane{fill:#f0f2f4}.bound{stroke:#c22;stroke-width:2;stroke-dasharray:5 3}.limit{fill:#c22}",
  ...HUES.map(({ fill, ink }, k) => `.c${k}{fill:${fill}}.n${k}{fill:${ink}}`),
  "@media(prefers-color-scheme:dark){text{fill:#ddd}.lane{fill:#23272c}.limit{fill:#f77}.bound{stroke:#f77}}",
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
