import { median } from "../src/util/median.ts";
import { certifiedGap, isAbsent, isProven, quoted } from "./judge.ts";
import type { Absent, Answer, PeerName, Row } from "./rows.ts";
import { peerTitle, percent, printed, short } from "./table.ts";

/** A table with one line for each shape, then the instances on which a peer is ahead at the same limit. */
export function shapeTables(rows: readonly Row[]): readonly string[] {
  const names = [...new Set(rows.flatMap(({ spec }) => spec.shape ?? []))];
  const lines = names.map((name) => shapeLine(rows.filter(({ spec }) => spec.shape === name)));
  const titles = ["shape", "instances", "limit", "Berth", "native HiGHS", "native CP-SAT"];
  const ends = ["a peer has the better value", "the better bound", "met"];
  const table = markdown([...titles, ...ends], lines);
  const behind = rows.flatMap(behindLines);
  if (behind.length === 0) return [table, "No peer is ahead on any instance."];
  const heads = ["instance", "limit", "ahead in", "Berth", "peer", "value / bound of the peer"];
  return [table, "Where a peer is ahead at the same limit:", markdown(heads, behind)];
}

function markdown(titles: readonly string[], lines: readonly (readonly string[])[]): string {
  return [titles, titles.map(() => "---"), ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function shapeLine(rows: readonly Row[]): readonly string[] {
  const [{ spec }] = rows;
  const run = rows.filter(({ skipped }) => skipped === undefined);
  const answers = run.flatMap(({ berth }) => quoted(berth) ?? []);
  const ahead = run.flatMap(peersAhead);
  const behindIn = (what: Lead) => {
    const ids = new Set(ahead.filter(({ leads }) => leads.includes(what)).map(({ id }) => id));
    return ids.size === 0 ? "" : `${ids.size} of ${run.length}`;
  };
  const met = run.flatMap(({ met }) => met ?? []);
  return [
    spec.shape ?? "",
    run.length === rows.length ? String(run.length) : `${run.length} of ${rows.length} there`,
    `${spec.limit} s`,
    standing(answers, isProven, certifiedGap),
    ...["highs", "cp-sat"].map((solver) => peerStanding(run, solver)),
    behindIn("value"),
    behindIn("bound"),
    met.length === 0 ? "" : `${met.filter((is) => is).length} of ${met.length}`,
  ];
}

/** A larger gap, such as one to a value of 0, says nothing. */
const MOST_GAP = 100;

/** How many are proven, in how many seconds in the middle, and the middle gap of all; plans that are missing are told. */
function standing(
  answers: readonly Answer[],
  isOptimal: (answer: Answer) => boolean,
  gapOf: (answer: Answer) => number | undefined,
): string {
  if (answers.length === 0) return "none";
  const proven = answers.filter(isOptimal);
  const seconds = median(proven.map((one) => one.secondsToGoal ?? one.seconds));
  const gap = median(
    answers.map((one) => (isOptimal(one) ? 0 : (gapOf(one) ?? one.gap ?? Infinity))),
  );
  const none = answers.filter(({ value }) => value === undefined).length;
  return [
    `${proven.length} of ${answers.length} proven`,
    ...(seconds === undefined ? [] : [`${short(seconds)} s`]),
    ...(gap === undefined || gap === 0 ? [] : [gap > MOST_GAP ? "no gap" : percent(gap)]),
    ...(none === 0 ? [] : [`${none} without a plan`]),
  ].join(", ");
}

function peerStanding(rows: readonly Row[], solver: string): string {
  const found = rows.flatMap(({ peers }) =>
    Object.entries(peers).filter(([name]) => name.startsWith(`${solver}-`)),
  );
  const answers = found.flatMap(([, peer]) => (isAnswer(peer) ? [peer] : []));
  if (answers.length > 0 || found.length === 0) {
    return found.length === 0
      ? ""
      : standing(
          answers,
          ({ gap }) => gap === 0,
          ({ gap }) => gap,
        );
  }
  const [[, absent]] = found;
  return "absent" in absent ? `absent: ${absent.absent}` : "";
}

function isAnswer(peer: Answer | Absent): peer is Answer {
  return !isAbsent(peer);
}

/** In what a peer is ahead. */
type Lead = "value" | "bound" | "proof";

interface Ahead {
  readonly id: string;
  readonly name: PeerName;
  readonly peer: Answer;
  readonly leads: readonly Lead[];
}

/** Peers that are ahead of Berth on an instance: in value, in bound, or in closing the gap where Berth has not. */
export function peersAhead({ spec, berth, peers }: Row): readonly Ahead[] {
  const answer = quoted(berth);
  if (answer === undefined) return [];
  return Object.entries(peers).flatMap(([name, peer]) => {
    if (isAbsent(peer)) return [];
    const leads: readonly Lead[] = [
      ...((peer.value ?? Infinity) < (answer.value ?? Infinity) ? (["value"] as const) : []),
      ...((peer.bound ?? -Infinity) > (answer.bound ?? -Infinity) ? (["bound"] as const) : []),
      ...(peer.gap === 0 && !isProven(answer) ? (["proof"] as const) : []),
    ];
    return leads.length === 0 ? [] : [{ id: spec.id, name: name as PeerName, peer, leads }];
  });
}

function behindLines(row: Row): readonly (readonly string[])[] {
  const { spec, scale, berth } = row;
  const answer = quoted(berth);
  const pair = (one: Answer | undefined) =>
    `${printed(one?.value, scale)} / ${printed(one?.bound, scale)}, ${short(one?.seconds ?? 0)} s`;
  return peersAhead(row).map(({ id, name, peer, leads }) => [
    id,
    `${spec.limit} s`,
    leads.join(", "),
    pair(answer),
    peerTitle(name),
    pair(peer),
  ]);
}
