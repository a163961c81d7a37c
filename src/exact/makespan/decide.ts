import type { SearchNode } from "../../plan/certificate/types.ts";
import { makeAscent } from "../gap/ascent.ts";
import { copyNode, type GapNode, rootNode, settle } from "../gap/node.ts";
import { makeRecorder, type Recorder } from "../gap/record.ts";
import { makeRelaxation, type Relaxation } from "../gap/relaxation.ts";
import { makeSearch } from "../gap/search.ts";
import type { GapCore } from "../gap/types.ts";
import type { MakespanCore } from "./types.ts";

/** Decides whether whole tasks fit under a limit, in units of `grain`. */
export interface Decider {
  /** Units of the core in one unit of the decision: runtimes are divided by it and rounded down. */
  readonly grain: number;
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

/** That a limit is refuted, with the tree that shows it if it was kept: of whole units only. */
export interface Refutation {
  readonly root?: SearchNode;
}

/** Largest tree that is kept. */
const MOST_NODES = 50_000;
const MOST_PRICES = 4_000_000;

/** Mean price of a task at the start: fine enough that rounding prices costs nothing. */
const MEAN_PRICE = 2000;
const STEPS = 25;
const FEWEST_STEPS = 4;

/**
 * The decision problem of a makespan core as a generalized assignment problem without costs and with capacity `limit`
 * everywhere: L(u) = sum u - sum over resources of K_i(u; limit) > 0 refutes the limit (Martello, Soumis, Toth 1997,
 * DOI 10.1016/S0166-218X(97)82483-9). Where the limit is too large for knapsack tables, runtimes are rounded down to
 * coarser units, which keeps every refutation. `mu` are prices on load by entry to start from. Undefined if even that
 * does not fit.
 */
export function makeDecider(
  core: MakespanCore,
  mu: Float64Array,
  most: number,
): Decider | undefined {
  const grain = grainOf(core, most);
  const gap = coarseCore(core, grain, most);
  const relaxation = makeRelaxation(gap);
  if (relaxation === undefined) return undefined;
  const prices = firstPrices(core, mu, relaxation.highest);
  return deciderOf(gap, relaxation, prices, grain);
}

/** Table cells of one evaluation in whole units, and in coarse ones. */
const MOST_CELLS = 60_000_000;
const COARSE_CELLS = 20_000_000;
/** Coarse units in a limit: finer ones prove little more. */
const COARSE_UNITS = 2 ** 14;
/** Cells between two yields. */
const STRIDE = 200_000_000;

function grainOf({ tasks, resources }: MakespanCore, most: number): number {
  const pairs = tasks * resources;
  if (pairs * (most + 1) <= MOST_CELLS) return 1;
  const units = Math.max(1, Math.min(COARSE_UNITS, Math.floor(COARSE_CELLS / pairs)));
  return Math.max(1, Math.ceil(most / units));
}

function deciderOf(
  core: GapCore,
  relaxation: Relaxation,
  prices: Int32Array,
  grain: number,
): Decider {
  const ascend = makeAscent(core, relaxation);
  const { scale } = relaxation;
  const cells = core.weight.length * (core.capacity[0] + 1);
  const portion = Math.max(FEWEST_STEPS, Math.min(STEPS, Math.floor(STRIDE / cells)));
  /** The root for a limit, with the best prices known. */
  function open(limit: number): GapNode {
    return rootNode({ ...core, capacity: core.capacity.map(() => limit) }, prices);
  }
  function record(): Recorder {
    return makeRecorder(new Float64Array(core.tasks), grain === 1 ? MOST_NODES : 0, MOST_PRICES);
  }
  function proven({ whole, root }: Recorder): Refutation {
    return whole ? { root } : {};
  }
  function* raise(node: GapNode, rounds: number): Generator<void, boolean, void> {
    relaxation.open(node);
    return (yield* ascend.inParts(node, rounds * STEPS, scale, 0, portion)) > 0;
  }
  return {
    grain,
    most: core.capacity[0],
    work: relaxation.work,
    *refute(limit, rounds) {
      const node = open(limit);
      const recorder = record();
      if (!settle(core, node)) return proven(recorder);
      const refuted = yield* raise(node, rounds);
      prices.set(node.prices);
      if (!refuted) return undefined;
      recorder.prices(recorder.root, node);
      return proven(recorder);
    },
    *search(limit) {
      const node = open(limit);
      const recorder = record();
      if (!settle(core, node)) return proven(recorder);
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

/** What a task costs at least at prices mu on load, scaled to integers. */
function firstPrices(
  { tasks, resources, runtime, entry }: MakespanCore,
  mu: Float64Array,
  highest: number,
): Int32Array {
  const least = new Float64Array(tasks).fill(Number.POSITIVE_INFINITY);
  let sum = 0;
  for (let j = 0; j < tasks; j++) {
    for (let i = 0; i < resources; i++) {
      const one = mu[entry[i]] * runtime[j * resources + i];
      if (one < least[j]) least[j] = one;
    }
    sum += least[j];
  }
  const factor = sum > 0 ? (MEAN_PRICE * tasks) / sum : 0;
  return Int32Array.from(least, (one) =>
    Math.max(1, Math.min(highest, Math.round(Math.min(one, sum) * factor))),
  );
}
