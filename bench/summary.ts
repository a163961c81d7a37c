import { certifiedGap, isAbsent, isProven, quoted } from "./judge.ts";
import type { Answer, Row, SetResults } from "./rows.ts";
import { peerCell, peerTitle, percent, programsOf, short } from "./table.ts";

/**
 * The front page's table: the medians of a set in plain words, beside the best of the peers. Throws if its rows come
 * from more than one program.
 */
export function summaryTable({ bench, rows, node, cores }: SetResults): string {
  const programs = programsOf(rows);
  if (programs.length > 1) throw new Error(`${bench} mixes programs; measure it with --fresh`);
  const lines = rows.flatMap((row) => {
    const answer = quoted(row.berth);
    return answer === undefined ? [] : [[row.spec.id, ours(answer), best(row)]];
  });
  const table = [["problem", "Berth", "best other solver"], ["---", "---", "---"], ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
  return `${table}\n\nBerth: medians of three seeds; the others once; 30 s each, ${cores} cores, Node ${node.slice(1)}, program ${programs[0]}.`;
}

/** The same seconds as in the table of the set. */
function ours(answer: Answer): string {
  const { seconds, secondsToGoal = seconds } = answer;
  if (isProven(answer)) return `optimal in ${short(secondsToGoal)} s`;
  const certified = certifiedGap(answer);
  const gap = certified ?? answer.gap;
  if (gap === undefined) return "no bound";
  return `${certified === undefined ? "" : "certified "}gap ${percent(gap)} after ${short(seconds)} s`;
}

/** The peer with the best verified plan, then the best bound. */
function best({ peers, scale }: Row): string {
  const answers = Object.entries(peers).flatMap(([name, peer]) =>
    isAbsent(peer) || peer.value === undefined ? [] : [{ name, peer }],
  );
  if (answers.length === 0) return "no plan";
  const [{ name, peer }] = answers.sort(
    (a, b) =>
      (a.peer.value ?? 0) - (b.peer.value ?? 0) ||
      (b.peer.bound ?? -Infinity) - (a.peer.bound ?? -Infinity),
  );
  return `${peerTitle(name)}: ${peerCell(peer, scale)}`;
}
