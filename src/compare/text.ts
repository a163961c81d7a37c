import { formatGap, formatPercent, formatTable, wrap } from "../report/format.ts";
import { PROFILE_AT, profilesOf } from "./profile.ts";
import { type ContestantStanding, type JudgedRecord, standingsOf } from "./standing.ts";
import type { TroubleKind, Unread } from "./types.ts";

/** All that a comparison came to. */
export interface Comparison {
  readonly contestants: readonly string[];
  readonly judged: readonly JudgedRecord[];
  readonly unread: readonly Unread[];
}

/** What happened, after a number. */
const WORDS: Readonly<Record<TroubleKind, string>> = {
  missing: "without a plan file",
  declined: "declined",
  none: "without a plan",
  crashed: "crashed",
  late: "killed at the time limit",
  garbage: "no plan in the answer",
  rule: "broke a rule",
  fault: "a fault of Berth",
};

/** For a person: a table of at most `width`, then failures with their first reason, then what the numbers speak of. */
export function comparisonText(comparison: Comparison, width: number): string {
  const standings = standingsOf(comparison.contestants, comparison.judged);
  const head = ["", "plans", "mean", "median", "p90", "worst", "optimal", "won-lost"];
  const table = formatTable([head, ...standings.map(rowOf)], width);
  const sentences = [
    ...standings.flatMap((one) => failureLines(one, comparison)),
    ...worstLines(standings),
    `Time: ${standings.map(timeOf).join(", ")}.`,
    ...aboutLines(comparison),
  ];
  const profile = profileLines(comparison, width);
  return [...table, "", ...profile, ...sentences.flatMap((one) => wrap(one, width))].join("\n");
}

/** Of several contestants: on how many instances each is near the best of them. */
function profileLines({ contestants, judged }: Comparison, width: number): readonly string[] {
  const profiles = profilesOf(contestants, judged).filter(({ within }) => within.length > 0);
  if (profiles.length < 2) return [];
  const head = ["best", ...PROFILE_AT.slice(1).map((at) => `+${formatPercent(at - 1)}`)];
  const rows = profiles.map(({ contestant, within }) => [
    shortName(contestant),
    ...within.map((share) => formatPercent(Math.floor(1000 * share) / 1000)),
  ]);
  return [
    ...formatTable([["within", ...head], ...rows], width),
    ...wrap("Share of instances within so much of the best plan of these contestants.", width),
    "",
  ];
}

function rowOf(one: ContestantStanding): readonly string[] {
  const { gap, judged } = one;
  const share = (value: number | undefined) => (value === undefined ? "-" : shortGap(value));
  return [
    shortName(one.contestant),
    `${one.plans}/${one.asked}`,
    ...[gap?.mean, gap?.median, gap?.p90, gap?.worst].map(share),
    judged === 0 ? "-" : formatPercent(Math.floor((1000 * one.optimal) / judged) / 1000),
    `${one.won}-${one.lost}`,
  ];
}

function shortName(name: string): string {
  return name.length > MOST_NAME ? `${name.slice(0, MOST_NAME - 1)}…` : name;
}

/** Apart from the table, which is the same again where the work is. */
function timeOf({ contestant, seconds }: ContestantStanding): string {
  return `${contestant} ${seconds < 100 ? seconds.toFixed(1) : Math.round(seconds)}s`;
}

/** Longest name in the table. */
const MOST_NAME = 16;

/** With so many digits that a column stays narrow. */
function shortGap(gap: number): string {
  return formatGap(gap >= 0.1 ? Math.round(gap * 1000) / 1000 : gap);
}

/** What a contestant failed at, with the first reason; empty where it did not. */
export function failureLines(
  { contestant, failures }: ContestantStanding,
  { judged }: Comparison,
): readonly string[] {
  const kinds = Object.entries(failures).map(([kind, n]) => `${n} ${WORDS[kind as TroubleKind]}`);
  if (kinds.length === 0) return [];
  const first = judged
    .flatMap(({ name, runs }) => runs.map((run) => ({ name, run })))
    .find(({ run }) => run.contestant === contestant && run.trouble !== undefined);
  return [`${contestant}: ${kinds.join(", ")}. ${first?.name}: ${first?.run.trouble?.reason}`];
}

function worstLines(standings: readonly ContestantStanding[]): readonly string[] {
  const known = standings.filter(({ gap }) => gap !== undefined && gap.worst > 0);
  if (known.length === 0) return [];
  const each = known.map((one) => `${one.contestant} on ${one.gap!.worst_instance}`);
  return [`Worst: ${each.join(", ")}.`];
}

/** What the gaps speak of, and what was left out. */
export function aboutLines({ judged, unread }: Comparison): readonly string[] {
  const open = judged.filter(({ infeasible }) => infeasible === undefined);
  const count = (status: string) => open.filter(({ bound }) => bound?.status === status).length;
  const [checked, proven] = [count("checked"), count("proven")];
  const without = open.length - checked - proven;
  const names = [...new Set(open.map(({ target }) => target.name))];
  const none = judged.length - open.length;
  const instances = open.length === 1 ? "1 instance" : `${open.length} instances`;
  return [
    open.length === 0
      ? "No instance could be judged."
      : `Gaps of ${names.join(" or ")} on ${instances}: (value - bound) / value. Bounds: ${[
          `${checked} recomputed from certificates`,
          ...(proven > 0 ? [`${proven} proven without one`] : []),
          ...(without > 0 ? [`${without} unknown`] : []),
        ].join(", ")}.`,
    ...(none > 0 ? [`Not judged, as no plan exists: ${none}.`] : []),
    ...unread.map(({ name, unread: why }) => `Not read: ${name}: ${why}`),
  ];
}
