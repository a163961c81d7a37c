import pc from "picocolors";
import type { BoundFinding, Findings, ObjectiveFinding } from "../check/findings.ts";
import { formatValue } from "../plan/value-text.ts";
import { formatGap } from "../report/format.ts";
import { formatIssue } from "../util/errors.ts";
import { plain } from "../util/plain.ts";

/** Findings for a person: the verdict, then objective by objective what was recomputed and what is only said. */
export function findingsText(findings: Findings, isMissing: boolean): string {
  const { violations, contradictions, objectives, uncertified, unchecked, notes } = findings;
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
  const missing = isMissing
    ? [pc.red(`Without a checked bound that closes no question: ${uncertified.join(", ")}.`)]
    : [];
  const words = [...new Set(unchecked.map(wordOf))];
  const told =
    words.length === 0 ? [] : [pc.dim(`As the file says it, not checked: ${words.join(", ")}.`)];
  return [
    ...rules,
    ...objectives.map((one) => `  ${plain(objectiveText(one))}`),
    ...broken,
    ...missing,
    ...notes.map(plain),
    ...told,
  ].join("\n");
}

function listed(head: string, lines: readonly string[]): string[] {
  return [head, ...lines.map((line) => `  ${plain(line)}`)];
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

function objectiveText({ name, unit, value, bound, claim }: ObjectiveFinding): string {
  const claimed =
    claim?.bound === undefined
      ? ""
      : `; ${formatValue(claim.bound, unit)}${within(claim.condition)} ${claim.status === "claimed" ? `is claimed by ${claim.source ?? "a solver"}` : "is stated without proof"}, not checked`;
  return `${name}: ${formatValue(value, unit)}, ${boundText(bound, unit)}${claimed}`;
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
