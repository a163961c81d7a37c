import { sharesDevices } from "../../instance/facts/devices.ts";
import { rulesOf, usageOf } from "../../instance/schedule.ts";
import { DEVICE, type Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { deviceRanges } from "../../plan/piece.ts";
import { remember } from "../../util/remember.ts";
import { placementsAt } from "./fixed.ts";
import type {
  DeviceGroup,
  Need,
  Option,
  Pool,
  ResourceType,
  ScheduleTask,
  ScheduleView,
  Wait,
} from "./types.ts";

/** Capacity of the row of exclusive use: an ordinary piece takes 1 of it, one that stays alone all. */
const WHOLE_COPY = 1 << 24;

/** Undefined if a mandatory task has nowhere to run. O(T x R x D) at the first call; every caller shares it. */
export const scheduleView = remember((instance: Instance): ScheduleView | undefined => {
  const rules = rulesOf(instance);
  const resourceTypes = instance.resources.map((_, entry) => resourceTypeOf(instance, entry));
  const usable = usablePairs(instance);
  const pools = instance.tasks.map((_, t) => poolsOf(instance, resourceTypes, usable, t));
  const least = pools.map((list) =>
    list.reduce(
      (all, { options }) => options.reduce((min, { runtime }) => Math.min(min, runtime), all),
      Infinity,
    ),
  );
  const waitsFor: Wait[][] = instance.tasks.map(() => []);
  const waiting: Wait[][] = instance.tasks.map(() => []);
  for (const { before, after, lag, pairwise } of rules.precedence) {
    waitsFor[after].push({ entry: before, lag, pairwise });
    waiting[before].push({ entry: after, lag, pairwise });
  }
  const { tail, latest, optional } = backward(instance, waiting, waitsFor, least);
  for (const [t, { count }] of instance.tasks.entries()) {
    if (!optional[t] && count > 0 && pools[t].length === 0) return undefined;
  }
  const jobs = instance.tasks.map(
    (task, t): ScheduleTask => ({
      entry: t,
      workers: rules.workers[t],
      release: task.release,
      latest: latest[t],
      due: task.due ?? Infinity,
      weight: task.weight,
      priority: task.priority,
      optional: optional[t],
      family: rules.family[t],
      pools: pools[t],
      least: least[t],
      tail: tail[t],
      waitsFor: waitsFor[t],
      waiting: waiting[t],
    }),
  );
  const pinned = placementsAt({ instance, jobs, resourceTypes }, instance.earlier?.pinned ?? []);
  return {
    instance,
    resourceTypes,
    jobs,
    pinned,
    free: [...instance.taskOfCopy.keys()].filter((copy) => !pinned.has(copy)),
    limits: Float64Array.from(rules.limits, ({ capacity }) => capacity),
    setup: rules.setup,
    families: rules.families.length,
    hasPrecedence: rules.precedence.length > 0,
  };
});

function resourceTypeOf(instance: Instance, entry: number): ResourceType {
  const { dimensions, resources, resourceCopyStart } = instance;
  const rules = rulesOf(instance);
  const { capacity, from, until = Infinity } = resources[entry];
  const shared = sharesDevices(instance);
  const plain: number[] = dimensions.flatMap((_, d) => (shared[d] ? [] : [capacity[d]]));
  const isAlone = rules.exclusiveResource[entry] === 1 || rules.exclusiveTask.includes(1);
  const exclusivity = isAlone ? plain.length : -1;
  if (isAlone) plain.push(WHOLE_COPY);
  const plainRows = plain.length;
  const groups: DeviceGroup[] = [];
  let row = plainRows;
  for (const { dimension, first, count } of deviceRanges(instance, entry)) {
    if (!shared[dimension]) continue;
    groups.push({ dimension, first, count, row });
    row += count;
  }
  return {
    entry,
    first: resourceCopyStart[entry],
    count: resourceCopyStart[entry + 1] - resourceCopyStart[entry],
    from,
    until,
    capacity: Float64Array.from({ length: row }, (_, i) => (i < plainRows ? plain[i] : DEVICE)),
    plainRows,
    groups,
    exclusivity,
    closed: rules.maintenance[entry],
    hasSetup: rules.exclusiveResource[entry] === 1 && rules.setup.some((time) => time > 0),
  };
}

function poolsOf(
  instance: Instance,
  resourceTypes: readonly ResourceType[],
  usable: Uint8Array,
  t: number,
): readonly Pool[] {
  const { resources, pairs } = instance;
  const R = resources.length;
  const { workers, within, topology, limits } = rulesOf(instance);
  const domains = within[t] < 0 ? undefined : topology[within[t]];
  const byKey = new Map<string, Option[]>();
  const needAt = needReader(instance, resourceTypes, t);
  for (let r = 0; r < R; r++) {
    if (usable[t * R + r] === 0 || resourceTypes[r].count === 0) continue;
    if (domains !== undefined && domains.of[r] < 0) continue;
    const uses =
      limits.length === 0 ? NO_USES : Float64Array.from(limits, (limit) => usageOf(limit, t, r, R));
    if (uses.some((amount, l) => amount > limits[l].capacity)) continue;
    const option = {
      entry: r,
      runtime: pairs.runtime[t * R + r],
      need: needAt(r),
      uses,
    };
    // A lone worker chooses freely; a gang stays in one kind and domain.
    const key = workers[t] === 1 ? "" : `${resources[r].kind}\n${domains?.of[r] ?? ""}`;
    const found = byKey.get(key);
    if (found === undefined) byKey.set(key, [option]);
    else found.push(option);
  }
  const pools = [...byKey.values()].map((options) => ({ options }));
  if (workers[t] === 1) return pools;
  return [...pools, ...quickerPools(pools), ...stayingPools(instance, pools, t)];
}

/** Runtimes of one pool that are looked at as the longest of a gang. */
const MOST_RUNTIMES = 8;

/** A gang ends with its slowest worker, so it may also keep to the resources of a kind where it is no slower than on some. */
function quickerPools(pools: readonly Pool[]): readonly Pool[] {
  return pools.flatMap(({ options }) => {
    const runtimes = [...new Set(options.map(({ runtime }) => runtime))].sort((a, b) => a - b);
    const longest = runtimes.slice(0, -1).slice(0, MOST_RUNTIMES);
    return longest.map((most) => ({ options: options.filter(({ runtime }) => runtime <= most) }));
  });
}

/** A gang may also wait for the resource copies that an earlier plan gave it, where moving counts. */
function stayingPools(
  { earlier, resources }: Instance,
  pools: readonly Pool[],
  t: number,
): readonly Pool[] {
  const { migrates } = earlier ?? {};
  if (migrates === undefined) return [];
  return pools.flatMap(({ options }) => {
    const own = options.filter(({ entry }) => migrates[t * resources.length + entry] === 0);
    return own.length > 0 && own.length < options.length ? [{ options: own }] : [];
  });
}

const NO_USES = new Float64Array(0);

/** The need of a task by resource entry: one for all entries that ask it the same, where demands are the same everywhere. */
function needReader(
  instance: Instance,
  resourceTypes: readonly ResourceType[],
  t: number,
): (entry: number) => Need {
  if (instance.demand.some(({ perPair }) => perPair)) {
    return (entry) => needOf(instance, resourceTypes[entry], t);
  }
  const shapes = shapesOf(instance);
  const known: Need[] = [];
  return (entry) => (known[shapes[entry]] ??= needOf(instance, resourceTypes[entry], t));
}

/** By resource entry: a number for what, beside the demands, decides the form of a need. */
const shapesOf = remember((instance: Instance): Int32Array => {
  const numbers = new Map<string, number>();
  return Int32Array.from(instance.resources, (_, entry) => {
    const { groups, exclusivity } = resourceTypeOf(instance, entry);
    const isExclusive = rulesOf(instance).exclusiveResource[entry];
    const key = [exclusivity, isExclusive, ...groups.map(({ dimension }) => dimension)].join(" ");
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
});

function needOf(instance: Instance, resourceType: ResourceType, t: number): Need {
  const { dimensions, demand, resources } = instance;
  const { exclusiveResource, exclusiveTask } = rulesOf(instance);
  const demandIn = (d: number) =>
    demand[d].values[demand[d].perPair ? t * resources.length + resourceType.entry : t];
  const inGroups = sharesDevices(instance);
  const rows = dimensions.flatMap((_, d) => (inGroups[d] ? [] : [demandIn(d)]));
  if (resourceType.exclusivity >= 0) {
    rows.push(
      exclusiveResource[resourceType.entry] === 1 || exclusiveTask[t] === 1 ? WHOLE_COPY : 1,
    );
  }
  const amounts = resourceType.groups.map(({ dimension }) => demandIn(dimension));
  return {
    rows: Float64Array.from(rows),
    whole: Int32Array.from(amounts, (amount) => (amount >= DEVICE ? amount / DEVICE : 0)),
    share: Float64Array.from(amounts, (amount) => (amount < DEVICE ? amount : 0)),
  };
}

/**
 * By task entry, against the direction of time: the longest path to the last end behind it, the latest end, and whether it may
 * stay away: only if all that waits for it may.
 */
function backward(
  { tasks }: Instance,
  waiting: readonly (readonly Wait[])[],
  waitsFor: readonly (readonly Wait[])[],
  least: readonly number[],
): {
  readonly tail: readonly number[];
  readonly latest: readonly number[];
  readonly optional: readonly boolean[];
} {
  const left = waiting.map((list) => list.length);
  const tail = [...least];
  const latest = tasks.map(({ deadline }) => deadline ?? Infinity);
  const optional = tasks.map((task) => task.optional);
  const free = [...left.keys()].filter((t) => left[t] === 0);
  for (const t of free) {
    for (const { entry, lag } of waiting[t]) {
      // What may stay away and can run nowhere stays away.
      if (tail[entry] < Infinity) tail[t] = Math.max(tail[t], least[t] + lag + tail[entry]);
      if (optional[entry] || tasks[entry].count === 0) continue;
      optional[t] = false;
      latest[t] = Math.min(latest[t], latest[entry] - least[entry] - lag);
    }
    for (const { entry } of waitsFor[t]) if (--left[entry] === 0) free.push(entry);
  }
  return { tail, latest, optional };
}
