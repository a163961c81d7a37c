import { rulesOf } from "../../src/instance/schedule.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { buildPlan, type Piece } from "../../src/plan/build.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { deviceRanges } from "../../src/plan/piece.ts";
import { verify } from "../../src/plan/verify.ts";

const SECOND = 1000;

/** How many plans, lawful or not, `bestSchedule` would try. */
export function plansToTry(instance: Instance): number {
  const { workers } = rulesOf(instance);
  const starts = horizonOf(instance) / SECOND + 1;
  return [...instance.taskOfCopy].reduce(
    (product, entry, copy) =>
      product * (1 + starts * choices(instance, copy, workers[entry]).length),
    1,
  );
}

/**
 * The least value of every level in turn over all plans of a tiny schedule in whole seconds, by trying every one; undefined
 * if none is lawful. Starts on whole seconds are enough: rounding starts down keeps a plan lawful and delays nothing, and
 * no copy is occupied longer for it where all runtimes are whole seconds too.
 */
export function bestSchedule(instance: Instance): readonly number[] | undefined {
  const targets = targetsOf(instance);
  const { workers } = rulesOf(instance);
  const horizon = horizonOf(instance);
  const copies = instance.taskOfCopy.length;
  let values: number[][] = [];
  const chosen: Piece[] = [];
  const choose = (copy: number): void => {
    if (copy === copies) {
      const plan = buildPlan(instance, chosen);
      if (!verify(instance, plan).ok) return;
      const value = targets.map((target) => evaluateTarget(instance, plan, target));
      values.push(value);
      if (values.length > 5000) values = [least(values)];
      return;
    }
    if (instance.tasks[instance.taskOfCopy[copy]].optional) choose(copy + 1);
    for (let start = 0; start <= horizon; start += SECOND) {
      for (const places of choices(instance, copy, workers[instance.taskOfCopy[copy]])) {
        for (const { resource, devices } of places)
          chosen.push({ task: copy, resource, start, devices });
        choose(copy + 1);
        chosen.length -= places.length;
      }
    }
  };
  choose(0);
  return values.length === 0 ? undefined : least(values);
}

function least(values: readonly number[][]): number[] {
  return values.reduce((a, b) => {
    const i = a.findIndex((value, k) => value !== b[k]);
    return i < 0 || a[i] < b[i] ? a : b;
  });
}

function horizonOf({ tasks, pairs, resources, schedule }: Instance): number {
  const R = resources.length;
  const work = tasks.reduce((sum, { count }, t) => {
    return sum + count * Math.max(0, ...pairs.runtime.subarray(t * R, t * R + R));
  }, 0);
  const lags = (schedule?.precedence ?? []).reduce((sum, { lag }) => sum + lag, 0);
  const setups = Math.max(0, ...(schedule?.setup ?? [])) * tasks.length;
  const starts = Math.max(
    ...tasks.map(({ release }) => release),
    ...resources.map(({ from }) => from),
  );
  const shut = Math.max(0, ...(schedule?.maintenance ?? []).flat().map(([, until]) => until));
  return Math.min(7 * SECOND, work + lags + setups + Math.max(starts, shut));
}

interface Spot {
  readonly resource: number;
  readonly devices: readonly number[];
}

function choices(instance: Instance, copy: number, workers: number): readonly (readonly Spot[])[] {
  const spots = [...instance.resourceOfCopy.keys()].flatMap((resource) =>
    spotsOn(instance, copy, resource),
  );
  if (workers === 1) return spots.map((spot) => [spot]);
  const pairs: (readonly Spot[])[] = [];
  spots.forEach((a, i) => {
    for (const b of spots.slice(i)) pairs.push([a, b]);
  });
  return pairs;
}

/** Every choice of devices on a resource: demands here are a share of one device, one device or none. */
function spotsOn(instance: Instance, copy: number, resource: number): readonly Spot[] {
  const entry = instance.resourceOfCopy[resource];
  const task = instance.taskOfCopy[copy];
  if (instance.pairs.eligible[task * instance.resources.length + entry] === 0) return [];
  const ranges = deviceRanges(instance, entry);
  const range = ranges[0];
  if (range === undefined) return [{ resource, devices: [] }];
  const { perPair, values } = instance.demand[range.dimension];
  const demand = values[perPair ? task * instance.resources.length + entry : task];
  if (demand === 0) return [{ resource, devices: [] }];
  return Array.from({ length: range.count }, (_, d) => ({ resource, devices: [range.first + d] }));
}
