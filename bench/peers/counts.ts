import { additiveValues } from "../../src/instance/additive.ts";
import { paysTransfers } from "../../src/instance/links.ts";
import type { Target } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { demandOf, usablePairs } from "../../src/instance/usable.ts";
import { ProgramBuilder } from "../../src/program/builder.ts";
import { gcd } from "../../src/util/divisor.ts";
import { dealOut } from "./deal.ts";
import { MOST_COLUMNS, type PeerForm } from "./form.ts";

/** A bound is lowered by this much before it is rounded up, as bounds of plain programs are. */
const SLACK = { absolute: 1e-6, relative: 1e-9 };

/**
 * The aggregated program: n[t,r] = how many copies of task entry t go to copies of resource entry r, and u[r] = how
 * many copies of r are used where using one has a price.
 *     sum over r of n[t,r] = count of t   (at most, if t is optional)
 *     batch:      sum over t of p[t,r] n[t,r] <= count of r x its window
 *     placement:  sum over t of d[t,r] n[t,r] <= count of r (or u[r]) x its capacity, in every dimension
 *     makespan:   sum over t of p[t,r] n[t,r] <= count of r x C
 * A relaxation: copies of one entry share what they have, so its bound holds, and its counts are dealt out to copies
 * afterwards, which may fail. Returns the reason where it says nothing: shares, replicas, groups, releases, deadlines,
 * a budget, or a target that is neither additive nor the makespan.
 */
export function countsForm(instance: Instance, target: Target): PeerForm | string {
  const why = whyNot(instance, target);
  if (why !== undefined) return why;
  const { tasks, resources } = instance;
  const R = resources.length;
  if (tasks.length * R > MOST_COLUMNS) return "even the counts have too many columns";
  const usable = usablePairs(instance);
  const builder = new ProgramBuilder();
  const column = new Int32Array(tasks.length * R).fill(-1);
  for (let e = 0; e < column.length; e++) {
    const upper = tasks[Math.floor(e / R)].count;
    if (usable[e] === 1) column[e] = builder.addColumn({ upper, integer: true });
  }
  const draft: Draft = { instance, builder, column };
  addTaskRows(draft);
  const isMakespan = target.terms[0].objective.name === "makespan";
  const step = isMakespan ? minimiseMakespan(draft, target) : minimiseSum(draft, target);
  return {
    program: builder.build(),
    planOf: (x) => dealOut(instance, (t, r) => countAt(x, column[t * R + r])),
    liftBound: (bound) => {
      const safe = bound - SLACK.absolute - SLACK.relative * Math.abs(bound);
      return step.offset + step.scale * Math.ceil(safe);
    },
  };
}

interface Draft {
  readonly instance: Instance;
  readonly builder: ProgramBuilder;
  /** By pair of entries; -1 where it is not usable. */
  readonly column: Int32Array;
}

/** value = offset + scale x objective, where the objective of every plan is whole. */
interface Step {
  readonly offset: number;
  readonly scale: number;
}

function whyNot(instance: Instance, target: Target): string | undefined {
  const { tasks, colocate, separate, budget } = instance;
  if (colocate.length + separate.length > 0 || budget !== undefined) {
    return "counts know no groups and no budget";
  }
  if (paysTransfers(instance)) return "counts know no transfers";
  if (tasks.some(({ divisible, replicas }) => divisible || replicas > 1)) {
    return "counts know no shares and no replicas";
  }
  if (tasks.some(({ release, deadline }) => release > 0 || deadline !== undefined)) {
    return "counts know no releases and no deadlines";
  }
  const isMakespan = target.terms.length === 1 && target.terms[0].objective.name === "makespan";
  if (isMakespan) {
    const late = instance.resources.some(({ from }) => from > 0);
    return late || instance.mode === "placement"
      ? "counts know the makespan of batches from time 0 only"
      : undefined;
  }
  if (additiveValues(instance, target) === undefined) return `${target.name} is no sum of counts`;
  return undefined;
}

function addTaskRows({ instance, builder, column }: Draft): void {
  const R = instance.resources.length;
  instance.tasks.forEach(({ count, optional }, t) => {
    const columns = [...column.subarray(t * R, t * R + R)].filter((c) => c >= 0);
    const lower = optional ? undefined : count;
    builder.addRow({
      ...(lower === undefined ? {} : { lower }),
      upper: count,
      columns,
      coefficients: columns.map(() => 1),
    });
  });
}

/** sum of amounts on r, over their common divisor, at most room copies of `capacity` (beside `more` columns). */
function addRoomRow(
  { instance, builder, column }: Draft,
  r: number,
  amount: (t: number) => number,
  room: { readonly upper: number; readonly per?: readonly [column: number, capacity: number] },
): void {
  const R = instance.resources.length;
  const held: number[] = [];
  const amounts: number[] = [];
  for (let t = 0; t < instance.tasks.length; t++) {
    if (column[t * R + r] < 0 || amount(t) === 0) continue;
    held.push(column[t * R + r]);
    amounts.push(amount(t));
  }
  if (held.length === 0) return;
  if (room.per !== undefined) {
    held.push(room.per[0]);
    amounts.push(-room.per[1]);
  }
  const divisor = Math.max(
    1,
    amounts.reduce((d, one) => gcd(d, Math.abs(one)), 0),
  );
  builder.addRow({
    upper: Math.floor(room.upper / divisor),
    columns: held,
    coefficients: amounts.map((one) => one / divisor),
  });
}

/** Windows in batch mode, capacities in placement mode; `used` has the column of u[r] where there is one. */
function addRoomRows(draft: Draft, used: ReadonlyMap<number, number>): void {
  const { instance } = draft;
  const { resources, dimensions, pairs, mode } = instance;
  const R = resources.length;
  resources.forEach(({ count, capacity, from, until }, r) => {
    const u = used.get(r);
    const roomOf = (each: number) =>
      u === undefined ? { upper: count * each } : { upper: 0, per: [u, each] as const };
    if (mode === "batch") {
      if (until !== undefined) {
        addRoomRow(draft, r, (t) => pairs.runtime[t * R + r], roomOf(until - from));
      }
      return;
    }
    for (let d = 0; d < dimensions.length; d++) {
      addRoomRow(draft, r, (t) => demandOf(instance, t, r, d), roomOf(capacity[d]));
    }
  });
}

function minimiseSum(draft: Draft, target: Target): Step {
  const { instance, builder, column } = draft;
  const R = instance.resources.length;
  const values = additiveValues(instance, target);
  if (values === undefined) throw new Error("whyNot admits additive targets only");
  const used = new Map<number, number>();
  instance.resources.forEach(({ count }, r) => {
    if (values.fixed[r] === 0) return;
    const u = builder.addColumn({ upper: count, integer: true });
    used.set(r, u);
    tieToUsed(draft, r, u);
  });
  addRoomRows(draft, used);
  const prices: [number, number][] = [...used].map(([r, u]) => [u, values.fixed[r]]);
  for (let e = 0; e < column.length; e++) {
    const price = values.pair[e] + values.place[Math.floor(e / R)];
    if (column[e] >= 0) prices.push([column[e], price]);
  }
  const scale = Math.max(
    1,
    prices.reduce((d, [, price]) => gcd(d, Math.abs(price)), 0),
  );
  for (const [c, price] of prices) builder.addObjective(c, price / scale);
  return { offset: 0, scale };
}

/** n[t,r] <= u[r] x (how many of t one copy of r holds): tighter than the room rows, and never without a used copy. */
function tieToUsed({ instance, builder, column }: Draft, r: number, u: number): void {
  const { tasks, resources, dimensions, mode } = instance;
  const R = resources.length;
  tasks.forEach(({ count }, t) => {
    const c = column[t * R + r];
    if (c < 0) return;
    let each = count;
    for (let d = 0; d < dimensions.length && mode === "placement"; d++) {
      const demand = demandOf(instance, t, r, d);
      if (demand > 0) each = Math.min(each, Math.floor(resources[r].capacity[d] / demand));
    }
    builder.addRow({ upper: 0, columns: [c, u], coefficients: [1, -each] });
  });
}

function minimiseMakespan(draft: Draft, target: Target): Step {
  const { instance, builder, column } = draft;
  const { resources, pairs } = instance;
  addRoomRows(draft, new Map());
  let tick = 0;
  for (let e = 0; e < column.length; e++) if (column[e] >= 0) tick = gcd(tick, pairs.runtime[e]);
  tick = Math.max(1, tick);
  const C = builder.addColumn({});
  const R = resources.length;
  resources.forEach(({ count }, r) => {
    addRoomRow(draft, r, (t) => pairs.runtime[t * R + r], { upper: 0, per: [C, count * tick] });
  });
  builder.addObjective(C, 1);
  return { offset: 0, scale: tick * target.terms[0].factor };
}

function countAt(x: Float64Array, column: number): number {
  return column < 0 ? 0 : Math.round(x[column]);
}
