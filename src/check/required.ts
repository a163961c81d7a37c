import type { Required, Unmet } from "../planner/required.ts";
import type { BoundFinding, Findings, ObjectiveFinding } from "./findings.ts";

/**
 * The objectives of the plan's order that are not as required. The gap that counts is the smallest that was proven, of a later objective also
 * among the plans that are as good as this one in those before it. Certified: its bound was checked, or needs no certificate.
 */
export function unmetFindings(
  { objectives, uncertified, order }: Pick<Findings, "objectives" | "uncertified" | "order">,
  { gap: most, certified = false }: Required,
): readonly Unmet[] {
  if (most === undefined && !certified) return [];
  const judged = objectives.filter(({ name }) => order.includes(name));
  return judged.flatMap((finding): readonly Unmet[] => {
    const gap = gapOf(finding, certified);
    const isShort = most !== undefined && (gap === undefined || gap > most);
    const isWord = certified && uncertified.includes(finding.name);
    if (!isShort && !isWord) return [];
    return [{ objective: finding.name, ...(gap !== undefined && !isWord && { gap }) }];
  });
}

/** The smallest gap that was proven, with `certified` by a certificate. */
function gapOf({ bound, claim, within }: ObjectiveFinding, certified: boolean): number | undefined {
  const counts = ({ status, proof }: Pick<BoundFinding, "status" | "proof">) =>
    status === "checked" || (!certified && status === "proven") || proof === "never negative";
  const gaps = [bound, claim, within].flatMap((one) =>
    one?.gap !== undefined && counts(one) ? [one.gap] : [],
  );
  return gaps.length === 0 ? undefined : Math.min(...gaps);
}
