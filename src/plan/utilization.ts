import { type Instance, WHOLE } from "../instance/types.ts";
import { InvariantError } from "../util/errors.ts";
import { busyTimes } from "./busy.ts";
import { type Loads, loadsOf } from "./loads.ts";
import { pieceRuntime, taskDemand } from "./piece.ts";
import type { Plan } from "./types.ts";

/** An exact non-negative fraction. */
export interface ExactRatio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The least and the greatest load / capacity among the resource copies that are compared. */
export interface UtilizationRange {
  readonly least: ExactRatio;
  readonly greatest: ExactRatio;
}

/**
 * How full the resource copies are, one range for each thing compared: in placement mode each dimension
 * (or the given one) over the copies that have it; where resources run one
 * task at a time busy time over window, over all copies; in mode schedule demand x runtime over capacity x window.
 * No range where no copy is compared.
 * Throws InvariantError over time if a resource has no end.
 */
export function utilizationRanges(
  instance: Instance,
  plan: Plan,
  dimension: number | undefined,
): readonly UtilizationRange[] {
  const chosen = instance.dimensions.map((_, d) => d).filter((d) => (dimension ?? d) === d);
  if (instance.mode === "schedule") {
    return chosen.flatMap((d) => areaRange(instance, plan, d) ?? []);
  }
  const ranges =
    instance.mode === "placement"
      ? chosen.map((d) => {
          const capacity = instance.resources.map((resource) => resource.capacity[d]);
          return rangeOf(instance, loadsOf(instance, plan, d), capacity);
        })
      : [batchRange(instance, plan)];
  return ranges.filter((range) => range !== undefined);
}

/** The greatest minus the least. */
export function widthOf({ least, greatest }: UtilizationRange): ExactRatio {
  return {
    numerator: greatest.numerator * least.denominator - least.numerator * greatest.denominator,
    denominator: greatest.denominator * least.denominator,
  };
}

/** The fraction in millionths, rounded up. */
export function millionthsUp({ numerator, denominator }: ExactRatio): number {
  return Number((numerator * 1_000_000n + denominator - 1n) / denominator);
}

function windowsOf({ resources }: Instance): readonly number[] {
  return resources.map(({ id, from, until }) => {
    if (until === undefined) {
      throw new InvariantError(`The balance of a batch needs an end of resource "${id}".`);
    }
    return until - from;
  });
}

/** Products of amounts and times may pass 2^53, so they are added up as BigInt. */
function areaRange(
  instance: Instance,
  plan: Plan,
  dimension: number,
): UtilizationRange | undefined {
  const area = Array.from({ length: instance.resourceOfCopy.length }, () => 0n);
  for (let k = 0; k < plan.task.length; k++) {
    const time = BigInt(pieceRuntime(instance, plan, k));
    area[plan.resource[k]] += BigInt(taskDemand(instance, plan, k, dimension)) * time;
  }
  const windows = windowsOf(instance);
  let range: UtilizationRange | undefined;
  area.forEach((amount, copy) => {
    const entry = instance.resourceOfCopy[copy];
    const capacity = instance.resources[entry].capacity[dimension];
    if (capacity === 0) return;
    const utilization = {
      numerator: amount,
      denominator: BigInt(capacity) * BigInt(windows[entry]),
    };
    range = {
      least: range === undefined || isLess(utilization, range.least) ? utilization : range.least,
      greatest:
        range === undefined || isLess(range.greatest, utilization) ? utilization : range.greatest,
    };
  });
  return range;
}

function batchRange(instance: Instance, plan: Plan): UtilizationRange | undefined {
  const whole = busyTimes(instance, plan);
  const window = windowsOf(instance);
  return rangeOf(instance, { whole, rest: new Float64Array(whole.length) }, window);
}

/** `capacity` by resource entry; an entry without any is not compared. */
function rangeOf(
  instance: Instance,
  loads: Loads,
  capacity: readonly number[],
): UtilizationRange | undefined {
  let range: UtilizationRange | undefined;
  capacity.forEach((limit, entry) => {
    const from = instance.resourceCopyStart[entry];
    const to = instance.resourceCopyStart[entry + 1];
    if (limit <= 0 || from === to) return;
    let low = from;
    let high = from;
    for (let r = from + 1; r < to; r++) {
      if (compareLoads(loads, r, low) < 0) low = r;
      if (compareLoads(loads, r, high) > 0) high = r;
    }
    const least = ratio(loads, low, limit);
    const greatest = ratio(loads, high, limit);
    range = {
      least: range === undefined || isLess(least, range.least) ? least : range.least,
      greatest: range === undefined || isLess(range.greatest, greatest) ? greatest : range.greatest,
    };
  });
  return range;
}

function compareLoads({ whole, rest }: Loads, a: number, b: number): number {
  return whole[a] - whole[b] || rest[a] - rest[b];
}

function ratio({ whole, rest }: Loads, resource: number, limit: number): ExactRatio {
  return {
    numerator: BigInt(whole[resource]) * BigInt(WHOLE) + BigInt(rest[resource]),
    denominator: BigInt(limit) * BigInt(WHOLE),
  };
}

function isLess(a: ExactRatio, b: ExactRatio): boolean {
  return a.numerator * b.denominator < b.numerator * a.denominator;
}
