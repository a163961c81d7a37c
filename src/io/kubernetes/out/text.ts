import type { Origin } from "../../../instance/types.ts";
import { durationText } from "../../../plan/wording.ts";
import type { ObjectChange } from "./change.ts";
import type { Difference } from "./edit.ts";
import type { ObjectMove } from "./moves/types.ts";
import { OUT_LOSSES, type OutFinding, type OutVerdict } from "./verdicts.ts";

/** Lines on one change: what it is of, when, and every value that becomes another one. */
export function changeLines(
  { ref, start, differences }: ObjectChange,
  origin: Origin | undefined,
): readonly string[] {
  return [
    `${ref.kind} ${ref.namespace}/${ref.name}, ${timeWords(start, origin)}`,
    ...differences.map((one) => `  ${differenceLine(one)}`),
  ];
}

/** Lines on one move: what becomes of which pods, and where they go. */
export function moveLines(
  { way, ref, start, pods }: ObjectMove,
  origin: Origin | undefined,
): readonly string[] {
  const head = `${ref.kind} ${ref.namespace}/${ref.name}, ${timeWords(start, origin)}`;
  if (way === "evict") {
    const [{ from, to }] = pods;
    return [head, `  evicted from ${from}, so that its controller makes it anew: on ${to}`];
  }
  return [
    head,
    "  held, and let go again once its pods are gone; what they have not saved is done again",
    ...pods.map(({ name, from, to }) =>
      from === to
        ? `  pod ${name}: on ${to} again`
        : `  pod ${name}: ${from ?? "waits for a node that takes none"} -> ${to}`,
    ),
  ];
}

function timeWords(start: number, origin: Origin | undefined): string {
  if (origin !== undefined) return new Date(origin.epoch + start).toISOString();
  return start === 0 ? "at once" : `${durationText(start)} after the plan begins`;
}

function differenceLine({ path, before, after }: Difference): string {
  if (before === undefined) return `+ ${path}: ${valueText(after)}`;
  if (after === undefined) return `- ${path}: ${valueText(before)}`;
  return `~ ${path}: ${valueText(before)} -> ${valueText(after)}`;
}

/** Longest value that a line shows whole. */
const LONGEST = 200;

function valueText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** A line for each finding, losses first. */
export function outFindingLines(findings: readonly OutFinding[]): readonly string[] {
  const order: readonly OutVerdict[] = [...OUT_LOSSES, "stays"];
  return order.flatMap((verdict) =>
    findings
      .filter((one) => one.verdict === verdict)
      .map(({ kind, namespace, name, what }) => {
        const where = namespace === undefined ? name : `${namespace}/${name}`;
        return `${verdict}: ${kind} ${where}: ${what}`;
      }),
  );
}
