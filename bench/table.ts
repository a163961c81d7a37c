import { certifiedGap, isAbsent, isProven, quoted } from "./judge.ts";
import type { Absent, Answer, Goal, PeerName, Row, Scale, SetResults } from "./rows.ts";
import { shapeTables } from "./shape-table.ts";

const PEER_TITLES: Readonly<Record<PeerName, string>> = {
  "highs-native": "HiGHS, native",
  "highs-counts-native": "HiGHS, native, counts",
  "cp-sat-native": "CP-SAT, native",
  "cp-sat-counts-native": "CP-SAT, native, counts",
  "cp-sat-intervals-native": "CP-SAT, native, intervals",
  highs: "HiGHS",
  "highs-counts": "HiGHS, counts",
  "cp-sat": "CP-SAT",
  "cp-sat-counts": "CP-SAT, counts",
  "cp-sat-intervals": "CP-SAT, intervals",
  scip: "SCIP",
  fifo: "FIFO",
  greedy: "greedy",
};

/** A set whose rows a picture shows: where they come from. Throws if they come from more than one program. */
export function drawnSet(results: SetResults): string {
  const { bench, title, rows, remark = "" } = results;
  const programs = programsOf(rows);
  if (programs.length > 1) throw new Error(`${bench} mixes programs; measure it with --fresh`);
  return [`### ${title}`, frameOf(results, programs[0], rows), remark].join("\n\n");
}

/** A set as a Markdown section: for each program that was measured a table of its own, so that none mixes two. */
export function setTable(results: SetResults): string {
  const { title, rows, remark } = results;
  const tables = programsOf(rows).flatMap((program) => {
    const own = rows.filter((row) => programOf(row) === program);
    const isByShape = own.every(({ spec }) => spec.shape !== undefined);
    return [frameOf(results, program, own), ...(isByShape ? shapeTables(own) : [tableOf(own)])];
  });
  return [`### ${title}`, ...tables, ...(remark === undefined ? [] : [remark])].join("\n\n");
}

/** On what and by which program rows were measured. */
function frameOf({ form, node, cores }: SetResults, program: string, rows: readonly Row[]): string {
  return `${form} form, Node ${node.slice(1)}, ${cores} cores, program ${program}${runsText(rows)}`;
}

/** The digests of the programs that gave Berth's answers, in order of first appearance; "unknown" where none is told. */
export function programsOf(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.map(programOf))];
}

function programOf({ berth }: Row): string {
  const all = [...new Set(berth.map(({ program }) => program ?? "unknown"))];
  return all.length === 0 ? "unknown" : all.join(" and ");
}

/** How many runs stand behind a row. */
function runsText(rows: readonly Row[]): string {
  const counts = [...new Set(rows.map(({ berth }) => berth.length))];
  if (counts.every((count) => count <= 1)) return ", one run each";
  return counts.length === 1 ? `, the median of ${counts[0]} seeds` : ", runs in the last column";
}

/** One line for each row, Berth's quoted run beside every peer. */
function tableOf(rows: readonly Row[]): string {
  const peers = PEER_NAMES.filter((name) =>
    rows.some(({ spec, peers }) => spec.peers.includes(name) || name in peers),
  );
  const counts = new Set(rows.map(({ berth }) => berth.length));
  const titles = ["instance", "value", "bound", "gap", "seconds", "memory", "target", "met"];
  const isMixed = counts.size > 1 && Math.max(...counts) > 1;
  const header = [...titles, ...peers.map(peerTitle), ...(isMixed ? ["runs"] : [])];
  const lines = rows.map((row) => [
    ...rowCells(row, peers),
    ...(isMixed ? [String(row.berth.length)] : []),
  ]);
  return [header, header.map(() => "---"), ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/** A peer as a table names it. */
export function peerTitle(name: string): string {
  return PEER_TITLES[name as PeerName];
}

const PEER_NAMES = Object.keys(PEER_TITLES) as readonly PeerName[];

function rowCells(row: Row, peers: readonly PeerName[]): string[] {
  const { spec, scale, berth, met } = row;
  const answer = quoted(berth);
  const peerCells = peers.map((name) => peerCell(row.peers[name], scale));
  const target = goalText(spec.goal);
  if (answer === undefined) {
    return [spec.id, row.skipped ?? "no run", "", "", "", "", target, "", ...peerCells];
  }
  return [
    spec.id,
    printed(answer.value, scale),
    boundCell(answer, scale),
    gapCell(answer),
    secondsCell(answer, spec.limit),
    answer.memoryMiB === undefined ? "" : `${answer.memoryMiB} MiB`,
    target,
    met === undefined ? "" : met ? "yes" : "no",
    ...peerCells,
  ];
}

/** A bound with its standing: certified (checked on its own), ours without certificate, or a solver's claim. */
function boundCell(
  { bound, proof, certified, rejected }: Answer,
  scale: Scale | undefined,
): string {
  if (bound === undefined) return "none";
  const text = printed(bound, scale);
  if (rejected !== undefined) return `${text} (certificate REJECTED)`;
  if (certified === bound) return `${text} certified`;
  const standing = proof === "ours" ? "ours, no certificate" : "claimed";
  if (certified === undefined) return `${text} (${standing})`;
  return `${printed(certified, scale)} certified, ${text} ${standing}`;
}

function gapCell(answer: Answer): string {
  if (isProven(answer)) return "proven";
  const gap = certifiedGap(answer) ?? answer.gap;
  return gap === undefined ? "none" : percent(gap);
}

/** When the goal's gap was there, or how much of the limit was used; reading and writing where they take a while. */
function secondsCell(answer: Answer, limit: number): string {
  const { seconds, secondsToGoal, readSeconds = 0, writeSeconds = 0 } = answer;
  const used = secondsToGoal === undefined ? `${short(seconds)} of ${limit}` : short(secondsToGoal);
  if (Math.max(readSeconds, writeSeconds) < 1) return used;
  return `${used} (read ${short(readSeconds)}, write ${short(writeSeconds)})`;
}

/** Value and bound of a peer, with its seconds where it ended by itself. */
export function peerCell(peer: Answer | Absent | undefined, scale: Scale | undefined): string {
  if (peer === undefined) return "";
  if (isAbsent(peer)) return `absent: ${peer.absent}`;
  const { value, bound, gap, seconds, termination } = peer;
  const found = `${printed(value, scale)} / ${printed(bound, scale)}`;
  if (gap === 0) return `${found}, ${short(seconds)} s`;
  const ended = termination === "broke" || termination === "ended" ? `, ${termination}` : "";
  // Beside a value of 0 a relative gap has no size.
  const far = gap === undefined || gap > MOST_TOLD ? "" : `, ${percent(gap)}`;
  return `${found}${far}${ended}`;
}

const MOST_TOLD = 1e6;

function goalText(goal: Goal): string {
  switch (goal.kind) {
    case "proven":
      return goal.within === undefined ? "proven" : `proven in ${goal.within} s`;
    case "gap":
      return `certified gap ${percent(goal.atMost)}`;
    case "not-worse":
      return "no worse than peers";
    case "value":
      return `${goal.atMost.toLocaleString("en")} or better, bound above ${goal.boundAbove.toLocaleString("en")}`;
    case "none":
      return "";
  }
}

/** An internal value in the printed unit of its objective. */
export function printed(value: number | undefined, scale: Scale | undefined): string {
  if (value === undefined) return "none";
  if (scale === undefined) return String(value);
  const { perUnit, sense, unit } = scale;
  const number = ((sense === "max" ? -value : value) + 0) / perUnit;
  if (unit === "fraction") return `${(100 * number).toFixed(3)} %`;
  return number.toLocaleString("en", { maximumFractionDigits: 2 });
}

/** A fraction in two digits. */
export function percent(gap: number): string {
  return `${Number((100 * gap).toPrecision(2))} %`;
}

/** Seconds in two digits. */
export function short(seconds: number): string {
  return String(Number(seconds.toPrecision(2)));
}
