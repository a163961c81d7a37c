import type { Absent, Answer, Row, RowSpec, Scale } from "./rows.ts";

/** The run that is quoted: the middle one by gap, then by seconds. Absent without runs. */
export function quoted(answers: readonly Answer[]): Answer | undefined {
  const sorted = [...answers].sort(
    (a, b) => (a.gap ?? Infinity) - (b.gap ?? Infinity) || a.seconds - b.seconds,
  );
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** The gap to the bound that its certificate proves; absent without value or accepted certificate. */
export function certifiedGap({ value, certified }: Answer): number | undefined {
  if (value === undefined || certified === undefined) return undefined;
  return (value - certified) / Math.max(Math.abs(value), 1e-10);
}

/** Value and bound are equal, and the bound is Berth's own. */
export function isProven({ value, bound, proof }: Answer): boolean {
  return value !== undefined && value === bound && proof === "ours";
}

/** Whether a row's quoted run reached its goal; undefined where there is nothing to reach or to compare with. */
export function isMet(
  { goal, limit }: Pick<RowSpec, "goal" | "limit">,
  berth: readonly Answer[],
  peers: Row["peers"],
  scale: Scale | undefined,
): boolean | undefined {
  if (goal.kind === "none") return undefined;
  const answer = quoted(berth);
  if (answer === undefined) return undefined;
  switch (goal.kind) {
    case "proven":
      return isProven(answer) && (answer.secondsToGoal ?? Infinity) <= (goal.within ?? Infinity);
    case "gap":
      return (
        (certifiedGap(answer) ?? Infinity) <= goal.atMost &&
        (answer.secondsToGoal ?? Infinity) <= limit &&
        Math.max(answer.readSeconds ?? 0, answer.writeSeconds ?? 0) <= (goal.mostIo ?? Infinity) &&
        (goal.mostMemory === undefined || (answer.memoryMiB ?? Infinity) <= goal.mostMemory)
      );
    case "value": {
      const printed = (value: number | undefined) =>
        value === undefined || scale === undefined ? Number.NaN : value / scale.perUnit;
      return printed(answer.value) <= goal.atMost && printed(answer.bound) > goal.boundAbove;
    }
    case "not-worse": {
      const best = bestPeerValue(peers);
      return best === undefined ? undefined : (answer.value ?? Infinity) <= best;
    }
  }
}

/** The least verified value of any peer; undefined if none was run or none found a plan. */
export function bestPeerValue(peers: Row["peers"]): number | undefined {
  const values = Object.values(peers)
    .filter((peer): peer is Answer => !isAbsent(peer))
    .flatMap(({ value }) => (value === undefined ? [] : [value]));
  return values.length === 0 ? undefined : Math.min(...values);
}

/** True for a peer that was not run. */
export function isAbsent(peer: Answer | Absent): peer is Absent {
  return "absent" in peer;
}
