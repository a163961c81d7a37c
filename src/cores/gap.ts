import { sharesDevices } from "../instance/facts/devices.ts";
import type { LevelLimit } from "../instance/level-limit.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { GivenLimit } from "../plan/certificate/types.ts";
import { handling } from "../plan/traits.ts";
import { wholePlan } from "../plan/whole-plan.ts";
import { divisorOf, gcd } from "../util/divisor.ts";
import { bindingLoads, coreOf } from "./core.ts";
import { homesOf } from "./homes.ts";
import type { Core, CoreLoad, CoreMap, GapCore } from "./types.ts";

/** Most pairs of copies of a core. */
const MOST_PAIRS = 4_000_000;
const MOST_INT32 = 2 ** 31 - 1;

/** What the core has heard of. */
export const GAP = handling(
  "placement",
  "sequence",
  "optional",
  "devices",
  "available",
  "across",
  "earlier-objectives",
);

/**
 * The instance under a target as one generalized assignment problem over task copies and resource copies, or undefined
 * if it is more than that: nothing but `GAP`, a target that is additive without fixed prices, and a single dimension (batch: the window) that can ever be full. An optional task may also go to
 * a last resource, which stands for "not placed". A sum that an earlier objective limits is priced so high that whoever passes
 * its least value by a unit loses more than all costs differ by: bounds hold for all plans within the limit, and are sharp
 * where it is that least value.
 */
export function gapCoreOf(
  instance: Instance,
  target: Target,
  limits: readonly LevelLimit[] = [],
): CoreMap<GapCore> | undefined {
  const whole = coreOf(instance, target, GAP, limits);
  if (typeof whole === "string" || whole.values === undefined || !whole.keepsAll) return undefined;
  if (instance.tasks.length === 0 || whole.sums.length > 1) return undefined;
  // Shares of devices must be packed; whole devices are an amount like any other.
  if (instance.mode === "placement" && sharesDevices(instance).includes(true)) return undefined;
  if ([whole, ...whole.sums].some(({ values }) => values?.fixed.some((one) => one !== 0)))
    return undefined;
  const binding = bindingLoads(whole);
  const load = binding[0] ?? whole.loads[0];
  if (load === undefined || binding.length > 1) return undefined;
  const core = expand(whole, load);
  return core === undefined ? undefined : mapOf(instance, core);
}

function expand(whole: Core, load: CoreLoad): GapCore | undefined {
  const { tasks, resources, taskOfCopy, resourceOfCopy } = whole.instance;
  const R = resources.length;
  const real = resourceOfCopy.length;
  const m = real + (tasks.some(({ optional }) => optional) ? 1 : 0);
  const n = taskOfCopy.length;
  if (n * m > MOST_PAIRS || m === 0) return undefined;
  const usable = whole.usable();
  const reduced = reduceCosts(whole, usable);
  const filled = reduceWeights(whole, usable, load);
  if (reduced === undefined || filled === undefined) return undefined;
  const cost = new Int32Array(n * m);
  const weight = new Int32Array(n * m);
  const capacity = new Int32Array(m);
  for (let i = 0; i < real; i++) capacity[i] = filled.capacity[resourceOfCopy[i]];
  for (let j = 0; j < n; j++) {
    const t = taskOfCopy[j];
    for (let i = 0; i < m; i++) {
      const pair = t * R + (i < real ? resourceOfCopy[i] : 0);
      const isOpen = i < real ? usable[pair] === 1 : tasks[t].optional;
      if (!isOpen) weight[j * m + i] = capacity[i] + 1;
      else if (i < real) {
        weight[j * m + i] = filled.weight[pair];
        cost[j * m + i] = reduced.cost[pair];
      } else cost[j * m + i] = reduced.idle[t];
    }
  }
  const { step, offset, given } = reduced;
  const size = { tasks: n, resources: m };
  return { ...size, cost, weight, capacity, step, offset, filled: load.what, given };
}

/**
 * What pairs of entries fill of the load, divided by the common divisor on each resource; all 0 where everything fits
 * together. Undefined past 32 bits.
 */
function reduceWeights(
  { instance: { tasks, resources } }: Core,
  usable: Uint8Array,
  { amount, capacity }: CoreLoad,
) {
  const R = resources.length;
  const weight = new Float64Array(tasks.length * R);
  const room = new Float64Array(R);
  for (let r = 0; r < R; r++) {
    let total = 0;
    let divisor = 0;
    for (let t = 0; t < tasks.length; t++) {
      if (usable[t * R + r] === 0) continue;
      total += tasks[t].count * amount(t, r);
      divisor = gcd(divisor, amount(t, r));
    }
    // Everything fits together: nothing to fill.
    if (total <= capacity[r]) continue;
    room[r] = Math.floor(capacity[r] / divisor);
    if (room[r] >= MOST_INT32) return undefined;
    for (let t = 0; t < tasks.length; t++) {
      if (usable[t * R + r] === 1) weight[t * R + r] = amount(t, r) / divisor;
    }
  }
  return { weight, capacity: room };
}

/**
 * Costs by pair of entries, and by task entry for staying out, above the least of each task, divided by what all of them share;
 * undefined past 32 bits.
 */
function reduceCosts(whole: Core, usable: Uint8Array) {
  const { tasks, resources } = whole.instance;
  const R = resources.length;
  const priced = pricedValues(whole, usable);
  if (priced === undefined) return undefined;
  const { value, given, once } = priced;
  const cost = new Float64Array(value.length);
  const idle = new Float64Array(tasks.length);
  let offset = once;
  // Of all that is added up: what cancels in the end may have lost its last digits before.
  let size = Math.abs(once);
  for (let t = 0; t < tasks.length; t++) {
    const { count, optional } = tasks[t];
    const least = rangeOf(value, usable, t, R, optional).low;
    offset += count * least;
    size += count * Math.abs(least);
    // No -0.
    if (optional) idle[t] = 0 - least;
    for (let e = t * R; e < t * R + R; e++) if (usable[e] === 1) cost[e] = value[e] - least;
  }
  const step = gcd(divisorOf(cost), divisorOf(idle)) || 1;
  for (let e = 0; e < cost.length; e++) cost[e] /= step;
  for (let t = 0; t < idle.length; t++) idle[t] /= step;
  const fits = (one: number) => one <= MOST_INT32;
  if (size > Number.MAX_SAFE_INTEGER || !cost.every(fits) || !idle.every(fits)) return undefined;
  return { cost, idle, step, offset, given };
}

/**
 * What a placed copy of a task adds to what is minimised, by pair of entries; a sum that keeps a limit at its price. Undefined
 * past 2^53.
 */
function pricedValues(whole: Core, usable: Uint8Array) {
  const R = whole.instance.resources.length;
  const valuesOf = ({ values }: Pick<Core, "values">) =>
    Float64Array.from(usable, (one, e) =>
      one === 0 || values === undefined ? 0 : values.pair[e] + values.place[Math.floor(e / R)],
    );
  const own = valuesOf(whole);
  const [sum] = whole.sums;
  if (sum === undefined) return { value: own, given: whole.given, once: 0 };
  const limited = valuesOf(sum);
  const price = decidingPrice(whole, usable, own, limited);
  const given: readonly GivenLimit[] = [...whole.given, { ...sum.given, price }];
  const value = own.map((one, e) => one + price * limited[e]);
  const once = -price * sum.given.at_most;
  const isExact = (product: number) => Math.abs(product) <= Number.MAX_SAFE_INTEGER;
  if (![once, ...value].every(isExact) || !limited.every((one) => isExact(price * one))) return;
  return { value, given, once };
}

/** The least price at which a step of the limited sum outweighs all that the own values differ by. */
function decidingPrice(
  { instance: { tasks, resources } }: Core,
  usable: Uint8Array,
  own: Float64Array,
  limited: Float64Array,
): number {
  const R = resources.length;
  let range = 0;
  let step = 0;
  tasks.forEach(({ count, optional }, t) => {
    const { low, high } = rangeOf(own, usable, t, R, optional);
    const least = rangeOf(limited, usable, t, R, optional).low;
    range += count * (high - low);
    if (optional) step = gcd(step, Math.abs(least));
    for (let e = t * R; e < t * R + R; e++) {
      if (usable[e] === 1) step = gcd(step, limited[e] - least);
    }
  });
  return step === 0 ? 0 : Math.floor(range / step) + 1;
}

/** The least and the most that a task adds; 0 and 0 if it has no place. */
function rangeOf(value: Float64Array, usable: Uint8Array, t: number, R: number, optional: boolean) {
  let [low, high] = optional ? [0, 0] : [Infinity, -Infinity];
  for (let e = t * R; e < t * R + R; e++) {
    if (usable[e] === 0) continue;
    low = Math.min(low, value[e]);
    high = Math.max(high, value[e]);
  }
  return low === Infinity ? { low: 0, high: 0 } : { low, high };
}

function mapOf(instance: Instance, core: GapCore): CoreMap<GapCore> {
  const { tasks: n, resources: m, cost, weight, capacity, step, offset } = core;
  const real = instance.resourceOfCopy.length;
  return {
    core,
    planOf: (assignment) =>
      wholePlan(
        instance,
        assignment.map((i) => (i < real ? i : -1)),
      ),
    assignmentOf(plan) {
      const assignment = homesOf(instance, plan, m > real ? real : -1);
      const isWhole = assignment.every((i, j) => i !== -1 && weight[j * m + i] <= capacity[i]);
      return isWhole ? assignment : undefined;
    },
    valueOf(assignment) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += cost[j * m + assignment[j]];
      return sum;
    },
    internalOf: (sum) => step * sum + offset,
  };
}
