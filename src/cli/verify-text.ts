import pc from "picocolors";
import type { BoundFinding, Findings, MetValue, ObjectiveFinding } from "../check/findings.ts";
import { formatValue } from "../plan/value-text.ts";
import { formatGap } from "../report/format.ts";
import { formatIssue } from "../util/errors.ts";
import { plain } from "../util/plain.ts";
import { counted } from "./counted.ts";

/** Findings for a person, and what is not as required: the verdict, then objective by objective what was recomputed and what is only said. */
export function findingsText(findings: Findings, unmet: string | undefined): string {
  const { violations, contradictions, objectives, unchecked, notes } = findings;
  const rules =
    violations.length === 0
      ? [pc.green("The plan keeps every rule.")]
      : listed(
          pc.red(`The plan breaks ${counted(violations.length, "rule")}:`),
          violations.map(({ rule, message }) => `${rule}: ${message}`),
        );
  const broken =
    contradictions.length === 0
      ? []
      : listed(
          pc.red(
            `The file states ${counted(contradictions.length, "thing")} that ${contradictions.length === 1 ? "is" : "are"} not so:`,
          ),
          contradictions.map(formatIssue),
        );
  const missing = unmet === undefined ? [] : [pc.red(plain(unmet))];
  const words = [...new Set(unchecked.map(wordOf))];
  const told =
    words.length === 0 ? [] : [pc.dim(`As the file says it, not checked: ${words.join(", ")}.`)];
  return [
    ...rules,
    ...objectives.flatMap((one) => objectiveLines(one).map((line) => `  ${plain(line)}`)),
    ...broken,
    ...missing,
    ...notes.map(plain),
    ...told,
  ].join("\n");
}

function listed(head: string, lines: readonly string[]): string[] {
  return [head, ...lines.map((line) => `  ${plain(line)}`)];
}

/** The objective by itself; below it, indented, what is known beside that. */
function objectiveLines(finding: ObjectiveFinding): string[] {
  const { within, met, met_within, unit, bound, claim } = finding;
  const isOpen = [bound, claim].every((one) => one?.gap !== 0);
  const lines = within === undefined ? [] : [withinText(within, unit)];
  if (met !== undefined && isOpen) lines.push(`a plan with ${metText(met, unit)} is known`);
  const isOther = met_within !== undefined && met_within.value_exact !== met?.value_exact;
  if (isOther) {
    lines.push(`one that is as good before has ${metText(met_within, unit)}`);
  }
  return [objectiveText(finding), ...lines.map((line) => `  ${line}`)];
}

/** "among plans with makespan of at most 4h: bound $40 checked, gap 2 %". */
function withinText(within: BoundFinding, unit: string): string {
  const { condition = "", ...alone } = within;
  return `${condition}: ${boundText(alone, unit)}`;
}

function metText({ value, source }: MetValue, unit: string): string {
  return `${formatValue(value, unit)} (${source})`;
}

function objectiveText({ name, unit, value, bound, claim }: ObjectiveFinding): string {
  const stated = claim === undefined ? "" : `; ${boundText(claim, unit)}`;
  return `${name}: ${formatValue(value, unit)}, ${boundText(bound, unit)}${stated}`;
}

/** "bound $12.5 checked, gap 0.1 %". */
function boundText(found: BoundFinding, unit: string): string {
  const { status, bound, gap, condition, proof, trusts, source = "the file" } = found;
  if (bound === undefined) return "no bound";
  const least = formatValue(bound, unit);
  if (proof === "never negative") return `which cannot be below ${least}`;
  const over = trusts === undefined ? "" : " over the formulation of the integer program";
  const open = gap === undefined ? "" : `, gap ${formatGap(gap)}`;
  switch (status) {
    case "checked":
      return `bound ${least} checked${over}${open}${condition === undefined ? "" : `, ${condition}`}`;
    case "proven":
      return `bound ${least} proven by ${source} without a certificate${open}${within(condition)}`;
    case "conditional":
      return `bound ${least} checked${over} only${within(condition)}`;
    case "claimed":
      return `bound ${least}${within(condition)} claimed by ${source}, not checked`;
    default:
      return `bound ${least}${within(condition)} stated without proof, not checked`;
  }
}

function within(condition: string | undefined): string {
  return condition === undefined ? "" : ` ${condition}`;
}

/** The key of a statement, or what a whole objective is. */
function wordOf(path: string): string {
  const key = path.split("/").at(-1) ?? path;
  return /^\d+$/.test(key) ? "objectives of the replan alone" : key;
}
