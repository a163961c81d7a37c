import type { Instance } from "../instance/types.ts";
import type { StatedPlan } from "../io/plan-file.ts";
import {
  type BoundSearchOptions,
  type KnownBounds,
  searchBounds,
} from "../planner/bound-search.ts";
import { exactValue } from "../planner/objective-value.ts";
import { againstPlan, type OtherPlan } from "./against.ts";
import type { Findings, ObjectiveFinding } from "./findings.ts";
import type { Outside, OutsideLevel } from "./outside.ts";
import { findingsOf, type Prepared, prepared, type VerifyOptions } from "./verify-plan-file.ts";

/** What a caller may ask of `judgePlanFile`. */
export interface JudgeOptions extends VerifyOptions {
  /** Search for bounds, under these limits; absent: no search. */
  readonly bound?: Omit<BoundSearchOptions, "objectives">;
  /** Other plan files of the instance, whose checked bounds and values count. */
  readonly against?: readonly OtherPlan[];
}

/**
 * `verifyPlanFile` with bounds from elsewhere: a search of Berth's own, and the files of other plans, which are checked in whole
 * before anything of theirs is used. So any plan gets a value, a certified bound and a gap in each objective; every certificate is recomputed.
 * A plan that breaks a rule is told without a search. Throws as `verifyPlanFile` and `searchBounds`, and UsageError for another file
 * that is not what it says.
 */
export async function judgePlanFile(
  whole: Instance,
  file: StatedPlan,
  { bound, against = [], ...options }: JudgeOptions,
): Promise<Findings> {
  const ready = prepared("judgePlanFile", whole, file, options);
  const others = against.map((other) => againstPlan(whole, other, options));
  if (!ready.checked.ok) return findingsOf(ready);
  const searched = bound === undefined ? undefined : await search(ready, bound, options);
  const outside = new Map<string, OutsideLevel[]>();
  for (const known of [...others, ...(searched === undefined ? [] : [searched.outside])]) {
    for (const [name, level] of known) outside.set(name, [...(outside.get(name) ?? []), level]);
  }
  const findings = findingsOf(ready, outside);
  const notes = [
    ...findings.notes,
    ...(searched?.notes ?? []),
    ...refutedClaims(others, findings.objectives),
  ];
  return { ...findings, notes };
}

async function search(
  { checked }: Prepared,
  limits: Omit<BoundSearchOptions, "objectives">,
  { objectives }: VerifyOptions,
): Promise<{
  readonly outside: ReadonlyMap<string, OutsideLevel>;
  readonly notes: readonly string[];
}> {
  if (!checked.ok) return { outside: new Map(), notes: [] };
  const { levels, notes } = await searchBounds(checked.plan, {
    ...limits,
    ...(objectives !== undefined && { objectives }),
  });
  const outside = levels.map(({ target, alone, within }) => {
    const level: OutsideLevel = {
      alone: knownOf(alone),
      ...(within !== undefined && { within: knownOf(within) }),
    };
    return [target.name, level] as const;
  });
  return { outside: new Map(outside), notes };
}

function knownOf({ bounds, best }: KnownBounds): Outside {
  return { bounds: bounds, met: { value: best, source: "this search" } };
}

/** Sentences on claims of other files that the plan itself disproves. */
function refutedClaims(
  others: readonly ReadonlyMap<string, OutsideLevel>[],
  findings: readonly ObjectiveFinding[],
): readonly string[] {
  return others.flatMap((known) =>
    [...known].flatMap(([name, { alone }]) => {
      const finding = findings.find((one) => one.name === name);
      return alone.bounds
        .filter(
          ({ proof, value }) =>
            proof === "claimed" &&
            finding !== undefined &&
            value > exactValue(finding, finding.value_exact),
        )
        .map(
          ({ source }) =>
            `${source} claims a bound on ${name} that this plan passes: the claim is wrong.`,
        );
    }),
  );
}
