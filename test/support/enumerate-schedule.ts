import type { Target } from "../../src/instance/targets.ts";
import { DEVICE, type Instance, type ObjectiveName } from "../../src/instance/types.ts";
import { buildPlan, type Piece } from "../../src/plan/build.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { devicesFor } from "./enumerate-devices.ts";
import { hostsOf, mayJoin } from "./enumerate-joins.ts";
import { criticalStarts, gridStarts, unitOf } from "./enumerate-starts.ts";

export interface ScheduleOptions {
  /** Gives up after this many complete plans; default 200,000. */
  readonly most?: number;
  /** Every start of the grid, also where a few would do. For tests of the enumeration itself. */
  readonly everyStart?: boolean;
  /** Divides the unit of the grid by this; default 1. For tests of the enumeration itself. */
  readonly finer?: number;
  /** Tries also what cannot become a plan. For tests of the enumeration itself. */
  readonly unpruned?: boolean;
  /** What a plan must be beside lawful. */
  readonly accepts?: (plan: Plan) => boolean;
}

export interface BestSchedule {
  /** The best value of each level, given the best ones of the earlier levels. */
  readonly values: readonly number[];
  readonly plan: Plan;
}

/** Objectives that never get better when a task ends later, everything else the same. */
const REGULAR: ReadonlySet<ObjectiveName> = new Set([
  "throughput",
  "utilization",
  "completion-time",
  "makespan",
  "balance",
  "spread",
  "weighted-completion",
  "weighted-tardiness",
  "late-tasks",
  "migrations",
]);

/**
 * The lexicographic optimum over all plans of a tiny schedule; undefined if there is none, "gave up" past `most`.
 *
 * Every subset of optional copies, every choice of resource copies, all starts that matter, and some choice of devices
 * wherever there is one (no objective looks at devices). The verifier has the last word on each plan that counts.
 *
 * Which starts matter, where all times of the document are multiples of one unit: of any plan, move all starts by the same
 * theta from [0, 1) and round down to units. Every rule compares starts with differences that are whole units, so the plan
 * stays lawful. On average over theta each start keeps its place, and with it every length of time between two; due
 * dates, deadlines and `every` are whole units, so lateness and billed time do not grow either. Some theta thus gives a plan on the grid that is no
 * worse, level by level: earlier levels cannot go below their best on the grid, so all theta attain it. This needs levels
 * without tolerance, costs without rounding and no budget on time that is paid for; anything else is refused.
 * If all objectives are regular, a task that could start one unit earlier may as well do so: only starts at which something
 * ends (or a lag or a setup after it), opens or is released are left (Baker, 1974: semi-active plans suffice).
 */
export function bestSchedule(
  instance: Instance,
  targets: readonly Target[],
  {
    most = 200_000,
    everyStart = false,
    finer = 1,
    unpruned = false,
    accepts = () => true,
  }: ScheduleOptions = {},
): BestSchedule | undefined | "gave up" {
  const unit = unitOf(instance);
  const isRegular = isRegularFor(instance, targets);
  const missed = missesOf(instance, targets, { unit, isRegular: false });
  if (missed !== undefined) {
    throw new Error(`A grid of starts may miss the best plan where ${missed}.`);
  }
  let best: BestSchedule | undefined;
  let count = 0;
  const finish = (pieces: readonly Piece[]): boolean => {
    count++;
    const devices = devicesFor(instance, pieces);
    if (devices === undefined) return count <= most;
    const plan = buildPlan(instance, devices);
    const values = betterValues(instance, targets, plan, best?.values);
    if (values !== undefined && verify(instance, plan).ok && accepts(plan)) best = { values, plan };
    return count <= most;
  };
  const search = { everyStart: everyStart || !isRegular, unit: unit / finer, unpruned, finish };
  return piecesOfEverySchedule(instance, search) ? best : "gave up";
}

/** True if no level gets better when a task ends later, everything else the same. */
export function isRegularFor({ resources }: Instance, targets: readonly Target[]): boolean {
  const isFree = resources.every(({ pricePerHour }) => pricePerHour === 0);
  return targets.every(({ terms }) =>
    terms.every(({ objective: { name } }) => REGULAR.has(name) || (name === "cost" && isFree)),
  );
}

/**
 * Calls `finish` with the pieces of every plan that breaks no rule at first sight: at all starts of the grid, or at those
 * that matter for regular objectives. Equal copies start in their order. False if `finish` said false.
 */
export function piecesOfEverySchedule(
  instance: Instance,
  search: Omit<Search, "instance" | "unpruned"> & {
    readonly everyStart: boolean;
    readonly unpruned?: boolean;
  },
): boolean {
  const whole = { instance, unpruned: false, ...search };
  return search.everyStart ? onGrid(whole) : inOrder(whole);
}

/** The values of a plan if they are lexicographically below the best ones. */
function betterValues(
  instance: Instance,
  targets: readonly Target[],
  plan: Plan,
  best: readonly number[] | undefined,
): readonly number[] | undefined {
  const values: number[] = [];
  let isBelow = best === undefined;
  for (const target of targets) {
    const value = evaluateTarget(instance, plan, target);
    const held = best?.[values.length] ?? Infinity;
    if (!isBelow && value > held) return undefined;
    if (value < held) isBelow = true;
    values.push(value);
  }
  return isBelow ? values : undefined;
}

interface Search {
  readonly instance: Instance;
  readonly unit: number;
  readonly unpruned: boolean;
  /** Takes a complete choice of pieces; false to stop. */
  finish(pieces: readonly Piece[]): boolean;
}

/** Copy by copy, behind what each waits for, at every start of the grid. False if it was stopped. */
function onGrid({ instance, unit, unpruned, finish }: Search): boolean {
  const order = copiesInOrder(instance);
  const step = (at: number, placed: readonly Piece[]): boolean => {
    if (at === order.length) return finish(placed);
    const copy = order[at];
    if (isOptional(instance, copy) && !step(at + 1, placed)) return false;
    const twin = twinOf(instance, copy);
    const before = placed.find(({ task }) => task === twin);
    if (twin !== undefined && before === undefined) return true;
    for (const hosts of hostsOf(instance, copy)) {
      for (const start of gridStarts(instance, copy, hosts, unit)) {
        if (start < (before?.start ?? 0)) continue;
        const added = hosts.map((resource): Piece => ({ task: copy, resource, start }));
        if (!unpruned && !mayJoin(instance, placed, added)) continue;
        if (!step(at + 1, [...placed, ...added])) return false;
      }
    }
    return true;
  };
  return step(0, []);
}

/** In every order of starts, each copy at the starts that earlier ones, windows and releases suggest. */
function inOrder({ instance, unpruned, finish }: Search): boolean {
  const step = (left: readonly number[], placed: readonly Piece[], last: number): boolean => {
    const open = left.filter((copy) => !isOptional(instance, copy));
    if (open.length === 0 && !finish(placed)) return false;
    for (const copy of left) {
      if (left.includes(twinOf(instance, copy) ?? -1)) continue;
      const rest = left.filter((other) => other !== copy);
      for (const hosts of hostsOf(instance, copy)) {
        for (const start of criticalStarts(instance, copy, hosts, placed)) {
          if (start < last) continue;
          const added = hosts.map((resource): Piece => ({ task: copy, resource, start }));
          if (!unpruned && !mayJoin(instance, placed, added)) continue;
          if (!step(rest, [...placed, ...added], start)) return false;
        }
      }
    }
    return true;
  };
  return step([...instance.taskOfCopy.keys()], [], 0);
}

/** The copy in front of one that nothing but its number tells from it. */
function twinOf(instance: Instance, copy: number): number | undefined {
  const { taskOfCopy, links, schedule, earlier } = instance;
  const t = taskOfCopy[copy];
  if (copy === 0 || taskOfCopy[copy - 1] !== t || earlier !== undefined) return undefined;
  const isTied =
    links.some(({ from, to }) => from === t || to === t) ||
    schedule!.precedence.some(
      ({ before, after, pairwise }) => pairwise && (before === t || after === t),
    );
  return isTied ? undefined : copy - 1;
}

function isOptional({ tasks, taskOfCopy }: Instance, copy: number): boolean {
  return tasks[taskOfCopy[copy]].optional;
}

function copiesInOrder(instance: Instance): readonly number[] {
  const depth = instance.tasks.map(() => 0);
  for (const _ of instance.tasks) {
    for (const { before, after } of instance.schedule!.precedence) {
      depth[after] = Math.max(depth[after], depth[before] + 1);
    }
  }
  const of = (copy: number) => depth[instance.taskOfCopy[copy]];
  return [...instance.taskOfCopy.keys()].sort((a, b) => of(a) - of(b) || a - b);
}

/**
 * Why the starts that are tried may miss the best plan, if they may. A grid needs levels without tolerance and costs that are not
 * rounded; starts for regular objectives alone do not.
 */
export function missesOf(
  instance: Instance,
  targets: readonly Target[],
  { unit, isRegular }: { readonly unit: number; readonly isRegular: boolean },
): string | undefined {
  const { resources, budget, schedule, pairs } = instance;
  // Of those that stand at one instant the plan names the order; a ms later it is another one.
  const standing = instance.taskOfCopy.filter((t) => {
    const k = t * resources.length;
    return resources.some((_, r) => pairs.eligible[k + r] === 1 && pairs.runtime[k + r] === 0);
  });
  if (standing.length > 1 && schedule!.setup.some((time) => time > 0)) {
    return "several tasks of length 0 meet setups";
  }
  if (budget !== undefined && resources.some(({ pricePerHour }) => pricePerHour > 0)) {
    return "a budget pays for time";
  }
  if (isRegular) return undefined;
  if (targets.some(({ tolerance }) => tolerance > 0)) return "a level has a tolerance";
  if (resources.some((one) => one.pricePerHour % HOUR !== 0 || (one.power ?? 0) % DEVICE !== 0)) {
    return "costs are rounded";
  }
  const isFiner = schedule!.billing.some(({ every }) => every !== 1 && every % unit !== 0);
  return isFiner ? "billed time is finer than the grid" : undefined;
}

const HOUR = 3_600_000;
