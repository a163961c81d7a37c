import { type Instance, WHOLE } from "../../instance/types.ts";
import { amountText, durationText } from "../../plan/wording.ts";
import { floorRatio } from "../exact.ts";
import { type BoundItem, factsOf, sumOfLeast, usableDemand, workOf } from "../facts.ts";

/** Placement mode: more is demanded of a dimension than there is of it. */
export function overfull(instance: Instance): string | undefined {
  if (instance.mode === "batch") return undefined;
  const short = shortDimension(instance);
  if (short === undefined) return undefined;
  const { d, demand, capacity } = short;
  return `The tasks need at least ${amountText(instance, d, demand)} ${instance.dimensions[d].name} together, and all resources have ${amountText(instance, d, capacity)}.`;
}

/** A dimension of which mandatory tasks need more in all than there is; amounts in its unit. */
export function shortDimension(
  instance: Instance,
): { readonly d: number; readonly demand: number; readonly capacity: number } | undefined {
  for (const d of instance.dimensions.keys()) {
    const demand = sumOfLeast(instance, usableDemand(instance, d));
    const capacity = instance.resources.reduce((sum, r) => sum + r.count * r.capacity[d], 0);
    if (demand !== undefined && demand > BigInt(capacity)) {
      return { d, demand: Number(demand), capacity };
    }
  }
  return undefined;
}

/** Different releases and deadlines that are looked at. */
const TIMES = 40;

/** Batch mode: more work must run between a release and a deadline than the windows hold in that time. */
export function overtime(instance: Instance): string | undefined {
  if (instance.mode === "placement") return undefined;
  const jobs: Job[] = [];
  for (const item of factsOf(instance).items) {
    const work = workOf(instance, item);
    if (work === undefined) return undefined;
    jobs.push({ work, ...timesOf(instance, item) });
  }
  const releases = chosen(jobs.map((job) => job.release));
  const deadlines = chosen(jobs.map((job) => job.deadline));
  for (const release of releases) {
    for (const deadline of deadlines) {
      const work = jobs
        .filter((job) => job.release >= release && job.deadline <= deadline)
        .reduce((sum, job) => sum + job.work, 0n);
      const time = timeBetween(instance, release, deadline);
      if (time === undefined || work <= time) continue;
      return `The tasks that run ${between(release, deadline)} need at least ${durationText(Number(work))} of resource time together, and the windows leave ${durationText(Number(time))}.`;
    }
  }
  return undefined;
}

/** Divisible tasks whose shares cannot reach the whole even alone. */
export function shortShares(instance: Instance): string | undefined {
  const { usable } = factsOf(instance);
  const { tasks, resources } = instance;
  const R = resources.length;
  for (const [t, task] of tasks.entries()) {
    if (!task.divisible || task.optional) continue;
    const reached = resources.reduce(
      (sum, { count }, r) =>
        usable[t * R + r] === 1 ? sum + count * largestShare(instance, t, r) : sum,
      0,
    );
    if (reached < WHOLE) {
      return `Task "${task.id}" can run at most ${reached / WHOLE} of itself on all resources together.`;
    }
  }
  return undefined;
}

interface Job {
  readonly work: bigint;
  readonly release: number;
  readonly deadline: number;
}

/** An item of several tasks counts with the widest times of its members. */
function timesOf(instance: Instance, item: BoundItem): { release: number; deadline: number } {
  const members = item.members.map(({ task }) => instance.tasks[task]);
  return {
    release: Math.min(...members.map((task) => task.release)),
    deadline: Math.max(...members.map((task) => task.deadline ?? Infinity)),
  };
}

/** Time of all copies between two moments; undefined if it has no end. */
function timeBetween(instance: Instance, release: number, deadline: number): bigint | undefined {
  let sum = 0n;
  for (const { from, until = Infinity, count } of instance.resources) {
    const end = Math.min(until, deadline);
    if (end === Infinity) return undefined;
    sum += BigInt(count) * BigInt(Math.max(0, end - Math.max(from, release)));
  }
  return sum;
}

function chosen(values: readonly number[]): readonly number[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  if (sorted.length <= TIMES) return sorted;
  return Array.from({ length: TIMES }, (_, i) => sorted[Math.floor((i * sorted.length) / TIMES)]);
}

function between(release: number, deadline: number): string {
  const from = release === 0 ? "" : `from ${durationText(release)} on`;
  const to = deadline === Infinity ? "" : `until ${durationText(deadline)}`;
  return [from, to].filter((text) => text !== "").join(" ") || "at any time";
}

/** The largest share that an empty resource could take. */
function largestShare(instance: Instance, task: number, resource: number): number {
  const { dimensions, resources, tasks, pairs, mode } = instance;
  let share = WHOLE;
  for (const d of dimensions.keys()) {
    const need = usableDemand(instance, d)(task, resource) ?? 0;
    if (need > 0) share = Math.min(share, floorRatio(resources[resource].capacity[d], WHOLE, need));
  }
  if (mode === "placement") return share;
  const { release, deadline = Infinity } = tasks[task];
  const { from, until = Infinity } = resources[resource];
  const time = Math.min(deadline, until) - Math.max(release, from);
  const runtime = pairs.runtime[task * resources.length + resource];
  return runtime <= time ? share : Math.min(share, floorRatio(Math.max(0, time), WHOLE, runtime));
}
