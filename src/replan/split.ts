import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { LabelDomains, Precedence, ScheduleRules } from "../instance/schedule-rules.ts";
import type { CopyNames, Instance, Link } from "../instance/types.ts";
import { UsageError } from "../util/errors.ts";

/** Copies at which an entry is cut: the copy is the first one of a part. */
export interface Cuts {
  readonly tasks: Iterable<number>;
  readonly resources: Iterable<number>;
}

/** Consecutive copies of an entry that become an entry of their own. */
interface Part {
  /** The entry that they come from. */
  readonly of: number;
  /** The first copy; copies keep their numbers. */
  readonly first: number;
  readonly count: number;
}

/** Waits of all parts for all parts, beyond which no method gets anywhere. */
const MOST_WAITS = 2_000_000;

/**
 * The same instance with entries cut into parts that may then differ. Copies keep their numbers and names, so plans of the one are
 * plans of the other; what goes from copy i to copy i is cut on both sides. Requires tables of pairs.
 * Throws UsageError where the waits between parts would be too many. O(new T x new R).
 */
export function splitEntries(instance: Instance, cuts: Cuts): Instance {
  const tasks = partsOf(instance.taskCopyStart, alongPairs(instance, new Set(cuts.tasks)));
  const resources = partsOf(instance.resourceCopyStart, new Set(cuts.resources));
  const { pairs, demand, transfer, schedule } = instance;
  const R = instance.resources.length;
  const table = <A extends Uint8Array | Float64Array>(values: A): A =>
    cutTable(values, R, tasks, resources);
  const names = namesOf(instance);
  return Object.freeze({
    ...instance,
    tasks: tasks.map(({ of, first, count }) =>
      Object.freeze({
        ...instance.tasks[of]!,
        id: count === 1 ? taskCopyId(instance, first) : instance.tasks[of]!.id,
        count,
      }),
    ),
    resources: resources.map(({ of, first, count }) =>
      Object.freeze({
        ...instance.resources[of]!,
        id: count === 1 ? resourceCopyId(instance, first) : instance.resources[of]!.id,
        count,
      }),
    ),
    pairs: Object.freeze({
      eligible: table(pairs.eligible),
      runtime: table(pairs.runtime),
      cost: table(pairs.cost),
      energy: table(pairs.energy),
    }),
    demand: demand.map(({ perPair, values }) => ({
      perPair,
      values: perPair ? table(values) : Float64Array.from(tasks, ({ of }) => values[of]!),
    })),
    domains: instance.domains.map((one) => cutDomains(one, resources)),
    colocate: instance.colocate.map((group) => ({ ...group, tasks: within(tasks, group.tasks) })),
    separate: instance.separate.map((group) => ({ ...group, tasks: within(tasks, group.tasks) })),
    links: cutLinks(instance.links, tasks),
    transfer: {
      ...transfer,
      siteOf: Int32Array.from(resources, ({ of }) => transfer.siteOf[of]!),
    },
    ...(schedule !== undefined && { schedule: cutRules(schedule, tasks, resources, table) }),
    taskCopyStart: startsOf(tasks),
    resourceCopyStart: startsOf(resources),
    taskNames: names.tasks,
    resourceNames: names.resources,
    taskOfCopy: entriesOf(tasks),
    resourceOfCopy: entriesOf(resources),
  });
}

/** The cuts, and those that they ask for at copy i of what goes from copy i to copy i. */
function alongPairs(instance: Instance, cuts: ReadonlySet<number>): ReadonlySet<number> {
  const { taskCopyStart, taskOfCopy, links, schedule } = instance;
  const next: number[][] = instance.tasks.map(() => []);
  const join = (a: number, b: number) => {
    next[a]!.push(b);
    next[b]!.push(a);
  };
  for (const { from, to } of links) join(from, to);
  for (const { before, after, pairwise } of schedule?.precedence ?? []) {
    if (pairwise) join(before, after);
  }
  const all = new Set([...cuts].filter((copy) => copy < taskOfCopy.length));
  // A set that grows while it is walked is walked to its end.
  for (const copy of all) {
    const entry = taskOfCopy[copy]!;
    for (const other of next[entry]!) all.add(taskCopyStart[other]! + copy - taskCopyStart[entry]!);
  }
  return all;
}

function partsOf(starts: Int32Array, cuts: ReadonlySet<number>): readonly Part[] {
  const parts: Part[] = [];
  for (let of = 0; of + 1 < starts.length; of++) {
    const end = starts[of + 1]!;
    let first = starts[of]!;
    for (let copy = first + 1; copy < end; copy++) {
      if (!cuts.has(copy)) continue;
      parts.push({ of, first, count: copy - first });
      first = copy;
    }
    parts.push({ of, first, count: end - first });
  }
  return parts;
}

/** By entry before the cuts: its parts now. */
function byEntry(parts: readonly Part[]): readonly (readonly number[])[] {
  const lists: number[][] = [];
  parts.forEach(({ of }, part) => {
    while (lists.length <= of) lists.push([]);
    lists[of]!.push(part);
  });
  return lists;
}

function startsOf(parts: readonly Part[]): Int32Array {
  const starts = new Int32Array(parts.length + 1);
  parts.forEach(({ count }, part) => {
    starts[part + 1] = starts[part]! + count;
  });
  return starts;
}

function entriesOf(parts: readonly Part[]): Int32Array {
  return Int32Array.from(parts.flatMap(({ count }, part) => new Array<number>(count).fill(part)));
}

function namesOf(instance: Instance): { readonly tasks: CopyNames; readonly resources: CopyNames } {
  const { tasks, resources, taskCopyStart, resourceCopyStart } = instance;
  const own = (entries: readonly { readonly id: string }[], start: Int32Array): CopyNames => ({
    ids: Object.freeze(entries.map(({ id }) => id)),
    start,
  });
  return {
    tasks: instance.taskNames ?? own(tasks, taskCopyStart),
    resources: instance.resourceNames ?? own(resources, resourceCopyStart),
  };
}

function cutTable<A extends Uint8Array | Float64Array>(
  values: A,
  R: number,
  tasks: readonly Part[],
  resources: readonly Part[],
): A {
  const cut = new (values.constructor as new (length: number) => A)(
    tasks.length * resources.length,
  );
  let k = 0;
  for (const { of: t } of tasks) for (const { of: r } of resources) cut[k++] = values[t * R + r]!;
  return cut;
}

function cutDomains(domains: LabelDomains, resources: readonly Part[]): LabelDomains {
  return { ...domains, of: Int32Array.from(resources, ({ of }) => domains.of[of]!) };
}

function within(tasks: readonly Part[], members: readonly number[]): readonly number[] {
  const parts = byEntry(tasks);
  return members.flatMap((t) => parts[t]!);
}

function cutLinks(links: readonly Link[], tasks: readonly Part[]): readonly Link[] {
  const parts = byEntry(tasks);
  return links.flatMap((link) =>
    parts[link.from]!.map((from, i) => ({ ...link, from, to: parts[link.to]![i]! })),
  );
}

function cutPrecedence(list: readonly Precedence[], tasks: readonly Part[]): readonly Precedence[] {
  const parts = byEntry(tasks);
  const count = list.reduce(
    (sum, { before, after, pairwise }) =>
      sum + (pairwise ? 1 : parts[before]!.length) * parts[after]!.length,
    0,
  );
  if (count > MOST_WAITS) {
    throw new UsageError(
      `Told apart, the copies of tasks that wait for each other make ${count.toLocaleString("en")} pairs.\n` +
        "Maybe take fewer copies; replan --migrations ignore tells fewer of them apart.",
    );
  }
  return list.flatMap((wait) =>
    parts[wait.after]!.flatMap((after, i) => {
      const before = wait.pairwise ? [parts[wait.before]![i]!] : parts[wait.before]!;
      return before.map((one) => ({ ...wait, before: one, after }));
    }),
  );
}

function cutRules(
  rules: ScheduleRules,
  tasks: readonly Part[],
  resources: readonly Part[],
  table: (values: Float64Array) => Float64Array,
): ScheduleRules {
  const ofTasks = (values: ArrayLike<number>) => Int32Array.from(tasks, ({ of }) => values[of]!);
  return Object.freeze({
    ...rules,
    exclusiveResource: Uint8Array.from(resources, ({ of }) => rules.exclusiveResource[of]!),
    exclusiveTask: Uint8Array.from(tasks, ({ of }) => rules.exclusiveTask[of]!),
    workers: ofTasks(rules.workers),
    within: ofTasks(rules.within),
    topology: rules.topology.map((domains) => cutDomains(domains, resources)),
    precedence: cutPrecedence(rules.precedence, tasks),
    maintenance: resources.map(({ of }) => rules.maintenance[of]!),
    limits: rules.limits.map((limit) => ({
      ...limit,
      usage: limit.perPair
        ? table(limit.usage)
        : Float64Array.from(tasks, ({ of }) => limit.usage[of]!),
    })),
    family: ofTasks(rules.family),
    billing: resources.map(({ of }) => rules.billing[of]!),
  });
}
