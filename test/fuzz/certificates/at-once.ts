import { formulate } from "../../../models/formulate.ts";
import { priceBounds } from "../../../src/bounds/prices/prices.ts";
import { gapCoreOf } from "../../../src/cores/gap.ts";
import { makespanCoreOf } from "../../../src/cores/makespan.ts";
import { packingCore } from "../../../src/cores/packing.ts";
import { proveBoxes } from "../../../src/exact/boxes/prove.ts";
import { proveGap } from "../../../src/exact/gap/prove.ts";
import { proveMakespan } from "../../../src/exact/makespan/prove.ts";
import { coverRows } from "../../../src/exact/packing/cover-rows.ts";
import { packingEvents } from "../../../src/exact/packing/pack.ts";
import { certifyUsed } from "../../../src/exact/packing/used.ts";
import type { Target } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { usablePairs } from "../../../src/instance/usable.ts";
import { highs } from "../../../src/solvers/highs.ts";
import type { Random } from "../../../src/util/random.ts";
import { pick } from "../../support/random-document.ts";

/** An earlier objective and what it may be at most. */
export interface Limit {
  readonly target: Target;
  readonly atMost: number;
}

type Source = (
  instance: Instance,
  target: Target,
  least: number,
  limits: readonly Limit[],
  random: Random,
) => Promise<readonly unknown[]> | readonly unknown[];

/** By kind: certificates of a placement or a sequence whose least value is known. */
export const AT_ONCE: Readonly<Record<string, Source>> = {
  "capacity-prices": prices,
  "assignment-prices": (instance, target, least, limits, random) => [
    ...prices(instance, target, least, limits, random),
    ...guessedAssignments(instance, target, least, random),
  ],
  "load-prices": (instance, target, least, limits, random) => [
    ...prices(instance, target, least, limits, random),
    { kind: "load-prices", price: instance.resources.map(() => [1]) },
    { kind: "load-prices", price: instance.resources.map(() => instance.dimensions.map(() => 1)) },
  ],
  "level-prices": (instance, target, least, limits, random) => [
    ...prices(instance, target, least, limits, random),
    ...[1, instance.dimensions.length].map((columns) => ({
      kind: "level-prices",
      refuted: Math.floor(least / target.terms[0].factor) - 1,
      price: instance.resources.map(() => new Array<number>(columns).fill(1)),
    })),
  ],
  search: (instance, target, _, __, random) => {
    const map = gapCoreOf(instance, target);
    if (map === undefined) return [];
    let [upper, lower] = [Infinity, -Infinity];
    const found: unknown[] = [];
    for (const event of proveGap(map.core, { upper: () => upper, lower: () => lower })) {
      upper = Math.min(upper, event.value ?? upper);
      lower = Math.max(lower, event.bound ?? lower);
      if (event.certificate !== undefined) found.push(event.certificate);
    }
    return withGrains(found.slice(-2), map.core.resources, [1, 1, 2, 3, 1000], random);
  },
  "makespan-search": (instance, target, _, __, random) => {
    const map = makespanCoreOf(instance, target);
    if (map === undefined) return [];
    let upper = Infinity;
    const found: unknown[] = [];
    for (const event of proveMakespan(map.core, { upper: () => upper, lower: () => 0 })) {
      upper = Math.min(upper, event.value ?? upper);
      if (event.certificate?.kind === "makespan-search") found.push(event.certificate);
    }
    const unit = map.core.divisor;
    const grains = [1, unit - 1, unit, unit + 1, 2 * unit].filter((one) => one > 0);
    return withGrains(found.slice(-2), map.core.resources, grains, random);
  },
  "reachable-sums": (_, target, least, __, random) => {
    const [{ factor }] = target.terms;
    const refuted = Math.floor(least / factor) - random.int(1, 2);
    return [{ kind: "reachable-sums", refuted }];
  },
  "configuration-prices": configurations,
  formulation: formulations,
};

/** The certificates, and the same with knapsacks in coarser units; most of those prove less, or nothing. */
function withGrains(
  found: readonly unknown[],
  resources: number,
  grains: readonly number[],
  random: Random,
): readonly unknown[] {
  const each = () => Array.from({ length: resources }, () => pick(random, grains));
  return found.flatMap((one) => [one, { ...(one as object), grain: each() }]);
}

function prices(
  instance: Instance,
  target: Target,
  _: number,
  limits: readonly Limit[],
  __: Random,
) {
  const all = limits.length === 0 ? [[]] : [[], limits];
  return all.flatMap((given) =>
    [...priceBounds(instance, target, { passes: 60 }, given)].map(({ certificate }) => certificate),
  );
}

/** Certificates by prices of every sort, without limits. */
export function pricesOf(instance: Instance, target: Target): readonly unknown[] {
  return [...priceBounds(instance, target, { passes: 60 })].map(({ certificate }) => certificate);
}

function guessedAssignments(
  { tasks, dimensions, mode }: Instance,
  target: Target,
  least: number,
  random: Random,
) {
  const [{ factor }] = target.terms;
  const each = Math.ceil(Math.abs(least) / Math.max(1, tasks.length));
  const price = tasks.map(() => random.int(0, 2) * each + random.int(-1, 1) * factor);
  const resources = mode === "batch" ? ["time"] : [...dimensions.keys()];
  return resources.map((resource) => ({
    kind: "assignment-prices",
    denominator: 1,
    resource,
    price,
  }));
}

async function configurations(instance: Instance, target: Target): Promise<readonly unknown[]> {
  const { tasks, resources, dimensions } = instance;
  const found: unknown[] = [];
  const core = packingCore(instance, target);
  if (typeof core !== "string") {
    const used = await certifyUsed(
      instance,
      target,
      core,
      coverRows(instance, usablePairs(instance)),
      () => false,
    );
    if (used !== undefined) found.push(used.certificate);
    const settings = { solver: highs, rounds: 6, nodes: 200, coverTime: 100 };
    for await (const { bound } of packingEvents(instance, target, settings)) {
      if (bound?.certificate !== undefined) found.push(bound.certificate);
    }
  }
  const zeros = resources.map(() => dimensions.map(() => 0));
  found.push({
    kind: "configuration-prices",
    denominator: 1,
    price: tasks.map(() => 0),
    capacity: zeros,
    worth: resources.map(() => 0),
  });
  return found;
}

async function formulations(
  instance: Instance,
  target: Target,
  least: number,
): Promise<readonly unknown[]> {
  const encoding = formulate(instance, target, []);
  if ("unsupported" in encoding) return [];
  const { program, liftProven } = encoding;
  const { columns, rows, offset } = program;
  const tree = await proveBoxes(program, {
    solver: highs,
    nodes: 60,
    stopped: () => false,
    isEnough: ({ numerator, denominator }) => {
      const whole = { numerator: numerator + BigInt(offset) * denominator, denominator };
      return (liftProven(whole) ?? -Infinity) >= least;
    },
  });
  const plain = { weight: 1, row: [], multiplier: [] };
  return [tree, plain].flatMap((one) =>
    one === undefined ? [] : [{ kind: "formulation", columns, rows, tree: one }],
  );
}
