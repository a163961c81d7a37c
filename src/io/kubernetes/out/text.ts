import type { Origin } from "../../../instance/types.ts";
import { durationText } from "../../../plan/wording.ts";
import type { ObjectChange } from "./change.ts";
import type { Difference } from "./edit.ts";
import { OUT_LOSSES, type OutFinding, type OutVerdict } from "./verdicts.ts";

/** Lines on one change: what it is of, when, and every value that becomes another one. */
export function changeLines(
  { ref, start, differences }: ObjectChange,
  origin: Origin | undefined,
): readonly string[] {
  const at =
    origin === undefined
      ? `${durationText(start)} after the plan begins`
      : new Date(origin.epoch + start).toISOString();
  return [
    `${ref.kind} ${ref.namespace}/${ref.name}, ${start === 0 && origin === undefined ? "at once" : at}`,
    ...differences.map((one) => `  ${differenceLine(one)}`),
  ];
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
