import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { GivenLimit } from "../plan/certificate/types.ts";
import { conditionOn, conditionText } from "../plan/condition.ts";
import type { Bound, Condition } from "../plan/types.ts";
import { exactValue, printedValue } from "../planner/objective-value.ts";
import { defined } from "../util/defined.ts";
import { InvariantError } from "../util/errors.ts";
import type { BoundFinding, MetValue, ObjectiveFinding } from "./findings.ts";
import type { Order } from "./order.ts";
import { checkProof } from "./proof.ts";

/** A bound in internal units. */
export interface Least {
  readonly value: number;
  readonly finding: Omit<BoundFinding, "bound" | "bound_exact" | "gap">;
  /** It holds for the optimum that the instance asks for. */
  readonly holds: boolean;
}

/** What is known of one objective beside the plan's own file, in internal units. */
export interface Outside {
  /** Those without a certificate are Berth's own of this check, or a claim. */
  readonly bounds: readonly Bound[];
  /** Values of other plans that keep every rule. */
  readonly met?: { readonly value: number; readonly source: string };
}

/** An outside word on a target, alone and within the limits that the plan sets for later objectives. */
export interface OutsideLevel {
  readonly alone: Outside;
  readonly within?: Outside;
}

/** What it takes to judge a bound for a plan. */
export interface Judge {
  readonly instance: Instance;
  readonly target: Target;
  /** The plan's internal value. */
  readonly value: number;
  readonly order?: Order;
  /** The target of a limit and the plan's internal value of it. */
  limitOf(limit: GivenLimit): { readonly target: Target; readonly value: number } | undefined;
  /** The plan's internal value of the objective of that name. */
  valueOf(name: string): number | undefined;
  /** What else is known of the target, from a search or from the files of other plans. */
  readonly outside?: readonly OutsideLevel[];
}

/** Bounds of elsewhere that say something of the plan and more than `trivial`. */
export function outsideBounds(judge: Judge, trivial = -Infinity): readonly Least[] {
  const { outside = [] } = judge;
  return outside
    .flatMap(({ alone, within }) => [...alone.bounds, ...(within?.bounds ?? [])])
    .flatMap((bound) => judgedBound(judge, bound) ?? [])
    .filter(({ value }) => value > trivial);
}

/** Holds for every plan, and comes without a certificate. */
export function isWord({ finding: { status, condition } }: Least): boolean {
  return status !== "checked" && condition === undefined;
}

/** The best bound; of equal ones the first. */
export function bestOf(bounds: readonly (Least | undefined)[]): Least | undefined {
  return bounds.reduce(
    (best, one) =>
      one !== undefined && (best === undefined || one.value > best.value) ? one : best,
    undefined,
  );
}

/** What is known among plans that are as good in what comes before, where it says more than `most`; a claim only where nothing is proven. */
export function withinOf(around: readonly Least[], most: Least | undefined): Least | undefined {
  const told = around.filter(
    ({ finding, holds, value }) =>
      !holds && finding.condition !== undefined && value > (most?.value ?? -Infinity),
  );
  return bestOf(told.filter(({ finding }) => finding.status !== "claimed")) ?? bestOf(told);
}

/** Better plans that were met. */
export function metBy({
  target,
  value,
  outside = [],
}: Judge): Pick<ObjectiveFinding, "met" | "met_within"> {
  const bestMet = (key: keyof OutsideLevel): MetValue | undefined => {
    const all = outside.flatMap((one) => one[key]?.met ?? []).filter((one) => one.value < value);
    const [best] = all.sort((a, b) => a.value - b.value);
    return (
      best && {
        value: printedValue(target, best.value),
        value_exact: exactValue(target, best.value),
        source: best.source,
      }
    );
  };
  return defined({ met: bestMet("alone"), met_within: bestMet("within") });
}

/** An outside bound as it stands to the plan: its certificate is recomputed. Undefined where the plan is not among those it speaks of. */
function judgedBound(judge: Judge, bound: Bound): Least | undefined {
  return bound.certificate === undefined ? wordOf(judge, bound) : provenOf(judge, bound);
}

function provenOf(judge: Judge, { certificate, source }: Bound): Least | undefined {
  const { instance, target, order } = judge;
  const checked = checkProof(instance, target, certificate);
  if ("rejected" in checked) {
    throw new InvariantError(
      `The certificate of ${source} for ${target.name} proves nothing: ${checked.rejected}`,
    );
  }
  const { bound: value, given = [], trusts } = checked;
  const limits = given.map((limit) => ({ limit, known: judge.limitOf(limit) }));
  const isOfPlan = limits.every(({ limit, known }) => known && known.value <= limit.at_most);
  if (!isOfPlan) return undefined;
  refuseAbove(judge, value, source);
  const conditions = limits.flatMap(({ limit, known }) =>
    known === undefined ? [] : [conditionOn(known.target, limit.at_most)],
  );
  return {
    value,
    holds: given.length === 0 || (order?.keeps === true && order.earns(given)),
    finding: {
      status: "checked",
      proof: String(Object(certificate).kind),
      source,
      ...defined({ condition: conditionText(conditions), trusts }),
    },
  };
}

function wordOf(judge: Judge, { value, source, proof, given = [] }: Bound): Least | undefined {
  const keeps = ({ name, atMost }: Condition) => (judge.valueOf(name) ?? Infinity) <= atMost;
  if (!given.every(keeps)) return undefined;
  if (proof === "ours") refuseAbove(judge, value, source);
  // What passes the plan is no claim that anyone could believe.
  else if (value > judge.value) return undefined;
  const status = proof === "ours" ? "proven" : "claimed";
  return {
    value,
    holds: proof === "ours" && given.length === 0,
    finding: { status, source, ...defined({ condition: conditionText(given) }) },
  };
}

function refuseAbove({ target, value: reached }: Judge, value: number, source: string): void {
  if (value <= reached) return;
  throw new InvariantError(
    `The bound ${value} of ${source} on ${target.name} lies above a plan of ${reached}.`,
  );
}
