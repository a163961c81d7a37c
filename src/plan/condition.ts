import type { Target } from "../instance/targets.ts";
import type { GivenLimit } from "./certificate/types.ts";
import type { Condition } from "./types.ts";
import { formatValue } from "./value-text.ts";

/** A target's limit as a condition. */
export function conditionOn(target: Target, atMost: number): Condition {
  const { name, unit, sense, perUnit } = target;
  return { name, unit, sense, perUnit, atMost };
}

/** True if a limit of a certificate is one of the target's only objective. */
export function speaksOf({ objective, dimension }: GivenLimit, { terms }: Target): boolean {
  const [term, ...others] = terms;
  return (
    others.length === 0 &&
    term.objective.name === objective &&
    term.objective.dimension === dimension &&
    term.objective.priority === undefined
  );
}

/** "among plans with completion-time of at most 4h and throughput of at least 90"; undefined for every plan. */
export function conditionText(conditions: readonly Condition[]): string | undefined {
  if (conditions.length === 0) return undefined;
  const limits = conditions.map(({ name, unit, sense, perUnit, atMost }) => {
    const amount = (sense === "max" ? -atMost : atMost) / perUnit + 0;
    return `${name} of at ${sense === "max" ? "least" : "most"} ${formatValue(amount, unit)}`;
  });
  return `among plans with ${limits.join(" and ")}`;
}
