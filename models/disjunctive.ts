import { startAsap } from "../src/plan/sequence.ts";
import type { Plan } from "../src/plan/types.ts";
import { type Draft, presentColumn, taskOf } from "./draft.ts";
import { columnsOn, pairColumn } from "./pairs.ts";
import type { LinearExpression } from "./types.ts";
import type { Windows } from "./windows.ts";

/** Ends of pieces (0 where there is none), in ticks, by pair column. */
export type Ends = ReadonlyMap<number, LinearExpression>;

const known = new WeakMap<Draft, Map<number, LinearExpression>>();

/**
 * The disjunctive formulation (Manne 1960, DOI 10.1287/opre.8.2.219) on the copies of every resource entry
 * whose pieces no simpler order suits: different releases and deadlines that are not agreeable, or
 * weighted completion with binding times. With a, b the earliest start and latest end, w[t,r] = 1 where the
 * pair holds a piece (x itself unless divisible), and sigma[t,r] the wait after a:
 *
 *     end[t,r] = a w + p x + sigma  <=  b w
 *     end[i,r] - a[j] w[j] - sigma[j] <= (b[i] - a[j]) (1 - o[i,j]) + a[j] (1 - w[j])
 *
 * and the same with i and j exchanged and o[j,i] = 1 - o[i,j]. Exact: with both pieces present one of the
 * rows orders them and b[i] - a[j] is the least big-M; where one is absent o can be set so that both rows
 * hold. Where j can only follow i no binary is needed, where neither can follow the other
 * w[i] + w[j] <= 1. A missing b is the horizon of the resource, which every left-shifted sequence keeps;
 * so only plans whose pieces start as early as their order allows have points.
 * n (n - 1) / 2 binaries on a copy with n usable tasks: meant for tens of tasks on a copy, not hundreds.
 * Returns the ends; a second call returns the same.
 */
export function addDisjunctiveRows(draft: Draft): Ends {
  const done = known.get(draft);
  if (done !== undefined) return done;
  const ends = new Map<number, LinearExpression>();
  known.set(draft, ends);
  const { instance, windows, sequencing } = draft;
  if (windows === undefined || sequencing === undefined) return ends;
  const orders: Order[] = [];
  for (let j = 0; j < instance.resourceOfCopy.length; j++) {
    if (sequencing.regime[instance.resourceOfCopy[j]] !== "disjunctive") continue;
    const columns = columnsOn(draft.pairs, j);
    const items = [...columns].map((x) => addItem(draft, windows, x));
    for (const { x, end } of items) ends.set(x, end);
    items.forEach((first, i) => {
      for (const second of items.slice(i + 1)) addPair(draft, first, second, orders);
    });
  }
  draft.fills.push((point, plan) => fillOrders(draft, windows, orders, point, plan));
  return ends;
}

/** A pair column with its times in ticks. */
interface Item {
  readonly x: number;
  readonly w: number;
  readonly sigma: number;
  readonly a: number;
  readonly b: number;
  /** The least runtime of a piece: 0 for shares. */
  readonly least: number;
  readonly end: LinearExpression;
}

interface Order {
  readonly i: Item;
  readonly j: Item;
  readonly o: number;
}

function addItem(draft: Draft, windows: Windows, x: number): Item {
  const { instance, pairs, builder } = draft;
  const { tick } = windows;
  const entry = pairs.entry[x];
  const horizon = windows.horizon[entry % instance.resources.length];
  const a = windows.earliest[entry] / tick;
  const b = Math.min(windows.latest[entry], horizon) / tick;
  const p = instance.pairs.runtime[entry] / tick;
  const w = presentColumn(draft, x);
  const sigma = builder.addColumn({ upper: b - a, name: `sigma[${x}]` });
  draft.delay.set(x, sigma);
  builder.addRow({ upper: 0, columns: [sigma, x, w], coefficients: [1, p, a - b] });
  const end = { columns: [w, x, sigma], coefficients: [a, p, 1], offset: 0 };
  return { x, w, sigma, a, b, least: taskOf(draft, x).divisible ? 0 : p, end };
}

function addPair(draft: Draft, i: Item, j: Item, orders: Order[]): void {
  const forward = canPrecede(i, j);
  const backward = canPrecede(j, i);
  if (forward && backward) {
    const o = draft.builder.addColumn({ upper: 1, integer: true, name: `o[${i.x},${j.x}]` });
    orders.push({ i, j, o });
    addRow(draft, i, j, [o], [1], 0);
    addRow(draft, j, i, [o], [-1], 1);
  } else if (forward) {
    addRow(draft, i, j, [j.w], [1], 0);
  } else if (backward) {
    addRow(draft, j, i, [i.w], [1], 0);
  } else {
    draft.builder.addRow({ upper: 1, columns: [i.w, j.w], coefficients: [1, 1] });
  }
}

/** True if the windows let i end before j begins. */
function canPrecede(i: Item, j: Item): boolean {
  return i.a + i.least + j.least <= j.b;
}

/** end[i] - sigma[j] + (b[i] - a[j]) o <= b[i], where o is the given expression plus a constant. */
function addRow(
  draft: Draft,
  i: Item,
  j: Item,
  columns: readonly number[],
  coefficients: readonly number[],
  constant: number,
): void {
  const M = i.b - j.a;
  if (M <= 0) return;
  draft.builder.addRow({
    upper: i.b - M * constant,
    columns: [...i.end.columns, j.sigma, ...columns],
    coefficients: [...i.end.coefficients, -1, ...coefficients.map((c) => c * M)],
  });
}

/** Left-shifts the plan's orders into sigma and reads o off them. */
function fillOrders(
  draft: Draft,
  { earliest, tick }: Windows,
  orders: readonly Order[],
  point: Float64Array,
  plan: Plan,
): void {
  const rank = new Map<number, number>();
  for (const piece of startAsap(draft.instance, ordersOf(draft, plan))) {
    const x = pairColumn(draft.pairs, piece.task, piece.resource);
    if (x === undefined) continue;
    rank.set(x, rank.size);
    const sigma = draft.delay.get(x);
    if (sigma === undefined) continue;
    point[sigma] = (piece.start - earliest[draft.pairs.entry[x]]) / tick;
  }
  for (const { i, j, o } of orders) {
    const [first, second] = [rank.get(i.x), rank.get(j.x)];
    point[o] = second === undefined ? 0 : first === undefined || first < second ? 1 : 0;
  }
}

/** The pieces of a plan on each resource copy in the order in which they run. */
function ordersOf({ instance }: Draft, plan: Plan) {
  const R = instance.resources.length;
  const runtime = (k: number) =>
    instance.pairs.runtime[
      instance.taskOfCopy[plan.task[k]] * R + instance.resourceOfCopy[plan.resource[k]]
    ] * plan.share[k];
  const pieces = Array.from(plan.task.keys()).sort(
    (k, l) => plan.start[k] - plan.start[l] || runtime(k) - runtime(l) || k - l,
  );
  const orders = new Map<number, { task: number; share: number }[]>();
  for (const k of pieces) {
    const item = { task: plan.task[k], share: plan.share[k] };
    const held = orders.get(plan.resource[k]);
    if (held === undefined) orders.set(plan.resource[k], [item]);
    else held.push(item);
  }
  return orders;
}
