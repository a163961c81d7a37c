import { gridOf } from "../../../instance/facts/grid.ts";
import { headsOf } from "../../../instance/facts/heads.ts";
import { isCounted } from "../../../instance/priority.ts";
import { rulesOf } from "../../../instance/schedule.ts";
import type { Target } from "../../../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../../../instance/types.ts";
import { commonDivisor } from "../knapsack.ts";
import { CertificateRejection, readIntegers, refuseOthers } from "../reading.ts";
import { rateOf, readMeasures, wholeRate } from "./measures.ts";
import { compare, roundUpTo } from "./rounding.ts";

/** Sums over tasks that grow with their ends. */
const END_SUMS: ReadonlySet<string> = new Set(["weighted-completion", "weighted-tardiness"]);

/** One task entry on the one machine that does all work at the rate of everything. */
interface Load {
  readonly copies: bigint;
  /** What the end of one copy counts. */
  readonly slope: bigint;
  /** Work of one copy. */
  readonly work: bigint;
  /** No work is done before, ms. */
  readonly head: bigint;
  readonly least: bigint;
}

/**
 * The bound that `BusyPrices` prove on a target of weighted completion or tardiness: see there. Throws
 * Rejection. O(T R measures + n log n).
 */
export function busyPricesBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): bigint {
  refuseOthers(certificate, ["kind", "measures", "slope"]);
  const [{ objective, factor }] = target.terms;
  if (target.terms.length !== 1 || !END_SUMS.has(objective.name)) {
    throw new CertificateRejection(`busy prices do not bound ${target.name}`);
  }
  const { tasks } = instance;
  const measures = readMeasures(instance, certificate.measures);
  const slope = readIntegers(certificate.slope, tasks.length, 0, "slope");
  const rate = wholeRate(instance, measures);
  if (rate === 0n) throw new CertificateRejection("the prices weigh nothing");
  const loads: Load[] = [];
  // In units of 1 / (2 rate).
  let constant = 0n;
  tasks.forEach((task, t) => {
    if (slope[t] === 0) return;
    const { weight, due } = weightOf(instance, objective, t);
    if (slope[t] > weight)
      throw new CertificateRejection("a slope is steeper than the weight of its task");
    // slope x end - slope x due is no more than weight x max(0, end - due).
    constant -= 2n * rate * BigInt(task.count) * BigInt(slope[t]) * BigInt(due);
    loads.push(loadOf(instance, measures, t, slope[t]));
  });
  const step = BigInt(stepOf(instance, objective));
  const [value, unit] = [constant + meanBusy(loads, rate), 2n * rate];
  const whole = value <= 0n ? 0n : (value + unit - 1n) / unit;
  return BigInt(factor) * roundUpTo(whole, step);
}

/** Every best value is a multiple of it: ends are multiples of the grid, and so are due dates that divide by it. */
function stepOf(instance: Instance, objective: ObjectiveSpec): number {
  let grid = gridOf(instance);
  let weights = 0;
  instance.tasks.forEach(({ weight, due }) => {
    weights = commonDivisor(weights, weight);
    if (objective.name === "weighted-tardiness") grid = commonDivisor(grid, due ?? 0);
  });
  return Math.max(1, grid * Math.max(1, weights));
}

/** Weight and due date of a task that must be placed and counts. */
function weightOf(instance: Instance, objective: ObjectiveSpec, t: number) {
  const { name } = objective;
  const { optional, weight, due } = instance.tasks[t];
  if (optional || !isCounted(instance, objective, t)) return { weight: 0, due: 0 };
  if (name === "weighted-completion") return { weight, due: 0 };
  return due === undefined ? { weight: 0, due: 0 } : { weight, due };
}

function loadOf(
  instance: Instance,
  measures: Parameters<typeof rateOf>[0],
  t: number,
  slope: number,
): Load {
  const { resources, pairs, tasks } = instance;
  const { usable, head, least } = headsOf(instance);
  const R = resources.length;
  let work: bigint | undefined;
  for (let r = 0; r < R; r++) {
    if (usable[t * R + r] === 0 || resources[r].count === 0) continue;
    const here = rateOf(measures, t, r) * BigInt(pairs.runtime[t * R + r]);
    if (work === undefined || here < work) work = here;
  }
  if (work === undefined)
    throw new CertificateRejection("a task that must be placed has no resource");
  if (head[t] === Infinity)
    throw new CertificateRejection("a task that must be placed waits for one that has no resource");
  return {
    copies: BigInt(tasks[t].count),
    slope: BigInt(slope),
    work: work * BigInt(rulesOf(instance).workers[t]),
    head: BigInt(head[t]),
    least: BigInt(least[t]),
  };
}

/**
 * A lower bound, in 1 / (2 rate), on the sum of slope x end: an end is at least the mean time of the work of its task and half
 * its shortest runtime, and the means are least when one machine does what has the largest slope / work first, interrupted
 * by releases. Source: Goemans, Queyranne, Schulz, Skutella, Wang (2002), DOI 10.1137/S089548019936223X.
 */
function meanBusy(loads: readonly Load[], rate: bigint): bigint {
  let sum = 0n;
  for (const { copies, slope, least, head, work } of loads) {
    sum += rate * slope * copies * least;
    // Without work it is busy for no time, from its head on.
    if (work === 0n) sum += 2n * rate * slope * copies * head;
  }
  const waiting = loads.filter(({ work }) => work > 0n).sort((a, b) => compare(a.head, b.head));
  const open: { readonly load: Load; left: bigint; busy: bigint }[] = [];
  let clock = 0n;
  let next = 0;
  // Time is counted in work: rate x ms.
  while (next < waiting.length || open.length > 0) {
    if (open.length === 0 && waiting[next].head * rate > clock) clock = waiting[next].head * rate;
    while (next < waiting.length && waiting[next].head * rate <= clock) {
      const load = waiting[next++];
      insert(open, { load, left: load.work * load.copies, busy: 0n });
    }
    const first = open[0];
    const until = next < waiting.length ? waiting[next].head * rate : undefined;
    const room = until === undefined ? first.left : until - clock;
    const done = room < first.left ? room : first.left;
    first.busy += done * (2n * clock + done);
    first.left -= done;
    clock += done;
    if (first.left > 0n) continue;
    open.shift();
    // All copies of an entry count alike, so their mean is that of the entry.
    sum += (first.load.slope * first.busy) / first.load.work;
  }
  return sum;
}

/** Keeps the largest slope / work in front. */
function insert(
  open: { readonly load: Load; left: bigint; busy: bigint }[],
  item: (typeof open)[number],
): void {
  const isBefore = (a: Load, b: Load) => a.slope * b.work > b.slope * a.work;
  let low = 0;
  let high = open.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(item.load, open[middle].load)) high = middle;
    else low = middle + 1;
  }
  open.splice(low, 0, item);
}
