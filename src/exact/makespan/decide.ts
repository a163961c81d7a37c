import type { GapCore, MakespanCore } from "../../cores/types.ts";
import type { SearchNode } from "../../plan/certificate/types.ts";
import { makeAscent } from "../gap/ascent.ts";
import { MAKESPANS } from "../gap/grain.ts";
import { copyNode, type GapNode, propagate, rootNode } from "../gap/node.ts";
import { makeRecorder, type Recorder } from "../gap/record.ts";
import { makeRelaxation, type Relaxation } from "../gap/relaxation.ts";
import { makeSearch } from "../gap/search.ts";
import { raiseLoadPrices } from "./prices.ts";

/** Decides whether whole tasks fit under a limit, in units of `grain`. */
export interface Decider {
  /** Units of the core in one unit of the decision: runtimes past 32 bits are divided by it and rounded down. */
  readonly grain: number;
  /** Units of the decision in one of its knapsacks: limits nearer to each other than that look alike to prices. */
  readonly unit: number;
  /** Largest limit that can be asked for. */
  readonly most: number;
  readonly work: Relaxation["work"];
  /**
   * Raises prices for a limit at most `rounds` times 25 steps; a refutation if they do that: no assignment has loads of at
   * most `limit`, counted in units rounded down. Yields between rounds.
   */
  refute(limit: number, rounds: number): Generator<void, Refutation | undefined, void>;
  /** Searches one limit to the end: an assignment with loads of at most `limit`, or a refutation. */
  search(limit: number): Generator<void, Int32Array | Refutation, void>;
}

/** That a limit is refuted, with the tree that shows it if it was kept: of whole units of the core only. */
export interface Refutation {
  readonly root?: SearchNode;
  /** Units of the core in one of the knapsacks that show it, by resource; absent: exact ones. */
  readonly grain?: readonly number[];
}

/** Prices on load to start from, by entry, where no pair is longer than `cap`: near a limit others know too little. */
export interface LoadStart {
  readonly price: Float64Array;
  readonly cap: number;
}

/** Largest tree that is kept. */
const MOST_NODES = 50_000;

/** Mean price of a task at the start: fine enough that rounding prices costs nothing. */
const MEAN_PRICE = 2000;
const STEPS = 25;
const FEWEST_STEPS = 4;

/**
 * The decision problem of a makespan core as a generalized assignment problem without costs and with capacity `limit`
 * everywhere: L(u) = sum u - sum over resources of K_i(u; limit) > 0 refutes the limit (Martello, Soumis, Toth 1997,
 * DOI 10.1016/S0166-218X(97)82483-9). Where the limit is too large for their tables, knapsacks are coarse (see
 * `Relaxation`), while the search below them stays exact. Undefined if even that
 * does not fit.
 */
export function makeDecider(
  core: MakespanCore,
  from: LoadStart,
  most: number,
): Decider | undefined {
  const grain = Math.ceil((most + 1) / MOST_INT32);
  const gap = coarseCore(core, grain, most);
  const relaxation = makeRelaxation(gap, MAKESPANS);
  if (relaxation === undefined) return undefined;
  /** What load prices that know of no pair longer than a limit say of tasks. */
  const startUnder = (limit: number): Int32Array | undefined => {
    const cap = limit * grain + grain - 1;
    const steps = raiseLoadPrices(core, cap);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done !== true) continue;
      const price = step.value?.price;
      return price && firstPrices(core, { price, cap }, relaxation.highest);
    }
  };
  const prices = firstPrices(core, from, relaxation.highest);
  return deciderOf(gap, relaxation, prices, grain, startUnder);
}

const MOST_INT32 = 2 ** 31 - 1;
/** Cells between two yields. */
const STRIDE = 200_000_000;

function deciderOf(
  core: GapCore,
  relaxation: Relaxation,
  prices: Int32Array,
  grain: number,
  startUnder: (limit: number) => Int32Array | undefined,
): Decider {
  const ascend = makeAscent(core, relaxation);
  const { scale } = relaxation;
  const unit = Math.max(1, relaxation.grain[0] ?? 1);
  const cells = core.weight.length * (Math.floor(core.capacity[0] / unit) + 1);
  const portion = Math.max(FEWEST_STEPS, Math.min(STEPS, Math.floor(STRIDE / cells)));
  /** The root for a limit, with the best prices known. */
  function open(limit: number): GapNode {
    return rootNode({ ...core, capacity: core.capacity.map(() => limit) }, prices);
  }
  function record(): Recorder {
    return makeRecorder(new Float64Array(core.tasks), grain === 1 ? MOST_NODES : 0);
  }
  function proven({ whole, root }: Recorder): Refutation {
    if (!whole) return {};
    return unit === 1 ? { root } : { root, grain: Array.from(relaxation.grain) };
  }
  function* raise(node: GapNode, rounds: number): Generator<void, boolean, void> {
    relaxation.open(node);
    if ((yield* ascend.inParts(node, rounds * STEPS, scale, 0, portion)) > 0) return true;
    // Prices that were raised for other limits may be stuck, which those of loads under this one are not yet.
    const fresh = unit > 1 && rounds > 1 ? startUnder(node.room[0]) : undefined;
    if (fresh === undefined) return false;
    const held = node.prices.slice();
    const value = relaxation.evaluate(held);
    node.prices.set(fresh);
    node.stride = 1;
    const other = yield* ascend.inParts(node, rounds * STEPS, scale, 0, portion);
    if (other < value) node.prices.set(held);
    return other > 0;
  }
  return {
    grain,
    unit,
    most: core.capacity[0],
    work: relaxation.work,
    *refute(limit, rounds) {
      const node = open(limit);
      const recorder = record();
      if (!propagate(core, node)) return proven(recorder);
      const refuted = yield* raise(node, rounds);
      prices.set(node.prices);
      if (!refuted) return undefined;
      recorder.prices(recorder.root, node);
      return proven(recorder);
    },
    *search(limit) {
      const node = open(limit);
      const recorder = record();
      if (!propagate(core, node)) return proven(recorder);
      const search = makeSearch(core, relaxation, copyNode(node), 0, recorder);
      while (!search.done) {
        const found = search.advance();
        if (found !== undefined) return found.assignment;
        yield;
      }
      return proven(recorder);
    },
  };
}

/** Runtimes in coarse units, rounded down. */
function coarseCore(core: MakespanCore, grain: number, most: number): GapCore {
  const { tasks, resources, runtime } = core;
  const capacity = Math.floor(most / grain);
  const weight = new Int32Array(tasks * resources);
  for (let e = 0; e < weight.length; e++) {
    const coarse = Math.floor(runtime[e] / grain);
    weight[e] = coarse <= capacity && runtime[e] <= most ? coarse : capacity + 1;
  }
  return {
    tasks,
    resources,
    cost: new Int32Array(tasks * resources),
    weight,
    capacity: new Int32Array(resources).fill(capacity),
    step: 1,
    offset: 0,
  };
}

/** What a task costs at least at prices on load, scaled to integers. */
function firstPrices(
  { tasks, resources, runtime, entry }: MakespanCore,
  { price, cap }: LoadStart,
  highest: number,
): Int32Array {
  const least = new Float64Array(tasks).fill(Number.POSITIVE_INFINITY);
  let sum = 0;
  for (let j = 0; j < tasks; j++) {
    for (let i = 0; i < resources; i++) {
      const one = runtime[j * resources + i];
      if (one <= cap) least[j] = Math.min(least[j], price[entry[i]] * one);
    }
    sum += least[j];
  }
  const factor = sum > 0 ? (MEAN_PRICE * tasks) / sum : 0;
  return Int32Array.from(least, (one) =>
    Math.max(1, Math.min(highest, Math.round(Math.min(one, sum) * factor))),
  );
}
