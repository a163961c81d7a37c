import { gcd } from "../src/util/divisor.ts";
import { hasDivisible } from "./cost.ts";
import { addDisjunctiveRows } from "./disjunctive.ts";
import { type Draft, presentColumn } from "./draft.ts";
import type { ObjectiveForm } from "./form.ts";
import { columnsOn } from "./pairs.ts";
import { RunningSum } from "./running-sum.ts";
import type { Windows } from "./windows.ts";

/**
 * makespan = C, counted in the gcd of all times.
 * - Placement: C >= sum over t of p[t,r] x[t,r] for every resource copy r.
 * - Batch: for every r and every earliest start a of a usable pair, with the tasks of that start
 *       C >= a v[r,a] + sum over t with a[t] >= a of p[t,r] x[t,r],   v[r,a] >= x[t,r].
 *   In the order of earliest starts the last end on r is the largest right-hand side, and no order ends
 *   before it; deadlines keep this order where they are agreeable. Where they are not, C >= the end of
 *   every piece is added in the columns of the disjunctive rows.
 */
export function makespanForm(draft: Draft): ObjectiveForm {
  const { instance, builder, pairs, windows } = draft;
  const tick = windows?.tick ?? runtimeGcd(draft);
  const C = builder.addColumn({ name: "C" });
  for (let j = 0; j < instance.resourceOfCopy.length; j++) {
    const columns = columnsOn(pairs, j);
    if (windows === undefined) addLoadRow(draft, columns, C, tick);
    else addEndRows(draft, windows, columns, C);
  }
  draft.fills.push((point) => {
    for (let j = 0; j < instance.resourceOfCopy.length; j++) {
      point[C] = Math.max(point[C], lastEnd(draft, point, columnsOn(pairs, j)) / tick);
    }
  });
  if (draft.sequencing?.regime.includes("disjunctive")) {
    for (const end of addDisjunctiveRows(draft).values()) {
      builder.addRow({
        upper: 0,
        columns: [...end.columns, C],
        coefficients: [...end.coefficients, -1],
      });
    }
    draft.fills.push((point) => {
      for (const end of addDisjunctiveRows(draft).values()) {
        const at = end.columns.reduce((sum, x, i) => sum + end.coefficients[i] * point[x], 0);
        point[C] = Math.max(point[C], at);
      }
    });
  }
  return { columns: [C], coefficients: [tick], offset: 0, integral: !hasDivisible(draft) };
}

function addLoadRow(draft: Draft, held: Int32Array, C: number, tick: number): void {
  if (held.length === 0) return;
  const { instance, pairs, builder } = draft;
  const coefficients = [...held].map((x) => instance.pairs.runtime[pairs.entry[x]] / tick);
  builder.addRow({ upper: 0, columns: [...held, C], coefficients: [...coefficients, -1] });
}

function addEndRows(draft: Draft, windows: Windows, held: Int32Array, C: number): void {
  const { instance, pairs } = draft;
  const { earliest, tick } = windows;
  const start = (x: number) => earliest[pairs.entry[x]];
  const sorted = [...held].sort((x, y) => start(y) - start(x) || x - y);
  const sum = new RunningSum(draft);
  let first = 0;
  sorted.forEach((x, i) => {
    sum.add(x, instance.pairs.runtime[pairs.entry[x]] / tick);
    if (i + 1 < sorted.length && start(sorted[i + 1]) === start(x)) return;
    const a = start(x) / tick;
    const alike = sorted.slice(first, i + 1);
    first = i + 1;
    if (a === 0) sum.limitWith([C], [-1]);
    else sum.limitWith([anyOf(draft, alike), C], [a, -1]);
  });
}

/** A column v that is 1 if any of the pairs holds a piece. */
function anyOf(draft: Draft, columns: readonly number[]): number {
  const held = columns.map((x) => presentColumn(draft, x));
  if (held.length === 1) return held[0];
  const { builder, fills } = draft;
  const v = builder.addColumn({ upper: 1, name: `v${builder.columns}` });
  for (const x of held) builder.addRow({ upper: 0, columns: [x, v], coefficients: [1, -1] });
  fills.push((point) => {
    point[v] = held.some((x) => point[x] > 0) ? 1 : 0;
  });
  return v;
}

/** The end of the last piece when the pieces run in the order of their earliest starts. */
function lastEnd({ instance, pairs, windows }: Draft, point: Float64Array, held: Int32Array) {
  const running = [...held].filter((x) => point[x] > 0);
  const start = (x: number) => windows?.earliest[pairs.entry[x]] ?? 0;
  return running
    .sort((x, y) => start(x) - start(y))
    .reduce(
      (end, x) => Math.max(end, start(x)) + instance.pairs.runtime[pairs.entry[x]] * point[x],
      0,
    );
}

function runtimeGcd({ instance, pairs }: Draft): number {
  let tick = 0;
  for (let x = 0; x < pairs.count && tick !== 1; x++) {
    tick = gcd(tick, instance.pairs.runtime[pairs.entry[x]]);
  }
  return Math.max(tick, 1);
}
