import type { Target } from "../../src/instance/targets.ts";
import { DEVICE, type Instance, WHOLE } from "../../src/instance/types.ts";
import { buildPlan, type Piece } from "../../src/plan/build.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";

export interface EnumerationOptions {
  /** Cut each divisible task into this many equal parts; must divide 1,000,000. Upper bounds only. */
  readonly parts?: number;
}

/**
 * Every way to put every task copy somewhere, feasible or not: all sets of resource copies for
 * replicas, nothing for optional ones, one choice of devices where there is any, and in batch mode
 * every order on each resource copy with the earliest starts (enough for regular objectives).
 * Without `parts` it refuses divisible tasks, which it cannot enumerate.
 */
export function* enumeratePlans(
  instance: Instance,
  options: EnumerationOptions = {},
): Generator<Plan, void, void> {
  const choices = [...instance.taskOfCopy].map((_, copy) => choicesOf(instance, copy, options));
  for (const chosen of product(choices)) {
    const pieces = chosen.flat();
    if (instance.mode === "batch") {
      yield* allOrders(instance, pieces);
      continue;
    }
    const withDevices = chooseDevices(instance, pieces);
    if (withDevices !== undefined) yield buildPlan(instance, withDevices);
  }
}

/** The plans of `enumeratePlans` that the verifier accepts. */
export function* feasiblePlans(
  instance: Instance,
  options: EnumerationOptions = {},
): Generator<Plan, void, void> {
  for (const plan of enumeratePlans(instance, options)) if (verify(instance, plan).ok) yield plan;
}

export interface Best {
  /** The best value of each level, given the limits of the earlier ones. */
  readonly values: readonly number[];
  /** A plan that keeps all limits and attains the last value. */
  readonly plan: Plan;
}

/** The lexicographic optimum, tolerances included, among the enumerated plans; absent if none is feasible. */
export function bestByEnumeration(
  instance: Instance,
  targets: readonly Target[],
  options: EnumerationOptions = {},
): Best | undefined {
  // Only value vectors that differ are kept, so that memory stays small.
  const seen = new Map<string, { values: readonly number[]; plan: Plan }>();
  for (const plan of feasiblePlans(instance, options)) {
    const values = targets.map((target) => evaluateTarget(instance, plan, target));
    const key = values.join(" ");
    if (!seen.has(key)) seen.set(key, { values, plan });
  }
  let left = [...seen.values()];
  if (left.length === 0) return undefined;
  const best = targets.map(({ tolerance }, level) => {
    const value = Math.min(...left.map(({ values }) => values[level]));
    const slack = (BigInt(Math.abs(value)) * BigInt(tolerance)) / 1_000_000n;
    left = left.filter(({ values }) => values[level] <= value + Number(slack));
    return value;
  });
  const last = targets.length - 1;
  const winner = left.find(({ values }) => last < 0 || values[last] === best[last]);
  return winner && { values: best, plan: winner.plan };
}

/** What may become of one task copy: lists of pieces. */
function choicesOf(instance: Instance, task: number, { parts }: EnumerationOptions): Piece[][] {
  const entry = instance.tasks[instance.taskOfCopy[task]];
  const places = [...instance.resourceOfCopy.keys()];
  const none: Piece[][] = entry.optional ? [[]] : [];
  if (!entry.divisible) {
    return none.concat(
      subsets(places, entry.replicas).map((set) => set.map((resource) => ({ task, resource }))),
    );
  }
  if (parts === undefined || WHOLE % parts !== 0) {
    throw new Error(`Enumerating a divisible task needs parts that divide ${WHOLE}, got ${parts}.`);
  }
  const placed = entry.optional ? [...Array(parts).keys()].map((n) => n + 1) : [parts];
  return none.concat(
    placed.flatMap((total) =>
      compositions(total, places.length).map((counts) =>
        counts.flatMap((count, resource) =>
          count === 0 ? [] : [{ task, resource, share: (count * WHOLE) / parts }],
        ),
      ),
    ),
  );
}

/** All subsets of the given size, in order. */
function subsets(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) =>
    subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]),
  );
}

/** All ways to write `total` as an ordered sum of `slots` non-negative integers. */
function compositions(total: number, slots: number): number[][] {
  if (slots === 1) return [[total]];
  return [...Array(total + 1).keys()].flatMap((first) =>
    compositions(total - first, slots - 1).map((rest) => [first, ...rest]),
  );
}

function* product<T>(lists: readonly (readonly T[])[], at = 0): Generator<T[], void, void> {
  if (at === lists.length) {
    yield [];
    return;
  }
  for (const item of lists[at]) for (const rest of product(lists, at + 1)) yield [item, ...rest];
}

function* allOrders(instance: Instance, pieces: readonly Piece[]): Generator<Plan, void, void> {
  const lists = [...new Set(pieces.map(({ resource }) => resource))].map((resource) =>
    permutations(pieces.filter((piece) => piece.resource === resource)),
  );
  for (const orders of product(lists)) {
    yield buildPlan(
      instance,
      orders.flatMap((order) => runInOrder(instance, order)),
    );
  }
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]),
  );
}

function runInOrder(instance: Instance, order: readonly Piece[]): Piece[] {
  let free = 0;
  return order.map((piece) => {
    const task = instance.taskOfCopy[piece.task];
    const resource = instance.resourceOfCopy[piece.resource];
    const start = Math.max(free, instance.resources[resource].from, instance.tasks[task].release);
    const whole = instance.pairs.runtime[task * instance.resources.length + resource];
    free = start + Number((BigInt(whole) * BigInt(piece.share ?? WHOLE) + 999_999n) / 1_000_000n);
    return { ...piece, start };
  });
}

/** The pieces with some lawful choice of devices on each resource copy, found by trying every choice. */
function chooseDevices(instance: Instance, pieces: readonly Piece[]): Piece[] | undefined {
  const result: Piece[] = pieces.map((piece) => ({ ...piece }));
  for (const resource of new Set(pieces.map((piece) => piece.resource))) {
    const entry = instance.resources[instance.resourceOfCopy[resource]];
    const held = [...result.keys()].filter((i) => result[i].resource === resource);
    const lists = new Map(held.map((i): [number, number[]] => [i, []]));
    let first = 0;
    for (const [d, dimension] of instance.dimensions.entries()) {
      if (!dimension.devices) continue;
      const count = entry.capacity[d] / DEVICE;
      const demands = held.map((i) => demandOn(instance, d, result[i]));
      const found = fill(demands, new Array(count).fill(DEVICE));
      if (found === undefined) return undefined;
      held.forEach((i, n) => {
        lists.get(i)?.push(...found[n].map((g) => g + first));
      });
      first += count;
    }
    for (const [i, devices] of lists) result[i] = { ...result[i], devices };
  }
  return result;
}

function demandOn(instance: Instance, dimension: number, piece: Piece): number {
  const task = instance.taskOfCopy[piece.task];
  const { perPair, values } = instance.demand[dimension];
  const columns = instance.resources.length;
  return perPair ? values[task * columns + instance.resourceOfCopy[piece.resource]] : values[task];
}

/** Devices for each demand in turn by plain backtracking: shares on any device, whole ones on free ones. */
function fill(demands: readonly number[], free: readonly number[], at = 0): number[][] | undefined {
  if (at === demands.length) return [];
  const demand = demands[at];
  const options =
    demand === 0 ? [[]] : demand < DEVICE ? free.map((_, g) => [g]) : wholeSets(free, demand);
  for (const set of options) {
    const each = Math.min(demand, DEVICE);
    if (set.some((g) => free[g] < each)) continue;
    const rest = fill(
      demands,
      free.map((left, g) => (set.includes(g) ? left - each : left)),
      at + 1,
    );
    if (rest !== undefined) return [set, ...rest];
  }
  return undefined;
}

function wholeSets(free: readonly number[], demand: number): number[][] {
  return subsets(
    [...free.keys()].filter((g) => free[g] === DEVICE),
    demand / DEVICE,
  );
}
