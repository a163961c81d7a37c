import { exactValue } from "../planner/objective-value.ts";
import type { JudgedRecord } from "./standing.ts";

/** The ratios at which profiles are told. */
export const PROFILE_AT = [1, 1.01, 1.05, 1.1, 1.25, 2] as const;

/** A performance profile: of all instances on which somebody has a plan, the share within a ratio to the best value among the contestants. */
export interface Profile {
  readonly contestant: string;
  /** By ratio of `PROFILE_AT`: shares from 0 to 1, never falling. */
  readonly within: readonly number[];
}

/**
 * Profiles of contestants over instances, in their order; without a plan a ratio is infinite. Dolan, Moré (2002), "Benchmarking optimization
 * software with performance profiles", DOI 10.1007/s101070100263, with values in place of times.
 */
export function profilesOf(
  contestants: readonly string[],
  judged: readonly JudgedRecord[],
): readonly Profile[] {
  const known = judged.filter(({ runs }) => runs.some(({ value }) => value !== undefined));
  return contestants.map((contestant) => {
    const ratios = known.map((record) => ratioOf(record, contestant));
    const share = (most: number) => ratios.filter((ratio) => ratio <= most).length / ratios.length;
    return { contestant, within: ratios.length === 0 ? [] : PROFILE_AT.map(share) };
  });
}

/** How many times as bad as the best of them; 1 exactly where it is the best, infinite where 0 or the sign tells nothing. */
export function ratioOf({ target, runs }: JudgedRecord, contestant: string): number {
  const values = runs.flatMap(({ value }) => value ?? []);
  const own = runs.find((run) => run.contestant === contestant)?.value;
  if (own === undefined) return Infinity;
  const best = Math.min(...values);
  if (own === best) return 1;
  const [reached, wanted] = [exactValue(target, own), exactValue(target, best)];
  if (reached <= 0 || wanted <= 0) return Infinity;
  return target.sense === "max" ? wanted / reached : reached / wanted;
}
