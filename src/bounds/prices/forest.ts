import { linkEnds, transferTable } from "../../instance/links.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";

/**
 * Trees of linked task entries and what the least of each adds up to. A task is in one of G + 1 states: at a site, or
 * (the last one) not placed. Row i of `best` is the i-th task of `tasks`.
 */
export interface StageForest {
  /** Linked task entries, tree by tree, parents before children. */
  readonly tasks: Int32Array;
  /** Rows of tree k: start[k] .. start[k + 1] - 1. */
  readonly start: Int32Array;
  readonly states: number;
  /** Set by the caller: what the task costs at least in each state; Infinity where it cannot be. */
  readonly best: Float64Array;
  /** Set by `solve`: the state of each task at the optimum, -1 where a tree has none. */
  readonly state: Int32Array;
  /** The sum of the least of all trees, each times its copies; uses `best` up. O(tasks x states^2). */
  solve(): number;
  /** The least of one copy of a tree, Infinity if it has none. */
  solveTree(tree: number): number;
}

/** By how much a target counts a micro-dollar. */
export function costFactor({ terms }: Target): number {
  return terms.reduce(
    (sum, { objective, factor }) => sum + (objective.name === "cost" ? factor : 0),
    0,
  );
}

/**
 * The dynamic program over the links of an instance, each worth `factor` times its transfer. Ties go to the lowest state.
 * Exact where sums over a tree are integers below 2^53. Source: Dasgupta, Papadimitriou, Vazirani (2006), ch. 6.
 */
export function makeForest(instance: Instance, factor: number): StageForest {
  const { tasks, start, parent, table } = plantForest(instance, factor);
  const G = instance.transfer.sites;
  const S = G + 1;
  const best = new Float64Array(tasks.length * S);
  const state = new Int32Array(tasks.length);
  const choice = new Int32Array(tasks.length * S);
  /** Adds to the row of its parent what the row adds at least below each of its states. */
  const pass = (i: number, cost: Float64Array) => {
    const up = parent[i] * S;
    for (let g = 0; g < S; g++) {
      let least = Infinity;
      let at = -1;
      for (let h = 0; h < S; h++) {
        const value = best[i * S + h] + (g < G && h < G ? cost[g * G + h] : 0);
        if (value >= least) continue;
        least = value;
        at = h;
      }
      choice[i * S + g] = at;
      best[up + g] += least;
    }
  };
  const solveTree = (tree: number): number => {
    const [root, end] = [start[tree], start[tree + 1]];
    for (let i = end - 1; i > root; i--) pass(i, table[i] as Float64Array);
    let least = Infinity;
    state[root] = -1;
    for (let g = 0; g < S; g++) {
      if (best[root * S + g] >= least) continue;
      least = best[root * S + g];
      state[root] = g;
    }
    for (let i = root + 1; i < end; i++) {
      state[i] = state[parent[i]] < 0 ? -1 : choice[i * S + state[parent[i]]];
    }
    return least;
  };
  return {
    tasks,
    start,
    states: S,
    best,
    state,
    solveTree,
    solve() {
      let sum = 0;
      for (let tree = 0; tree + 1 < start.length; tree++) {
        const least = solveTree(tree);
        if (least < Infinity) sum += instance.tasks[tasks[start[tree]]].count * least;
      }
      return sum;
    },
  };
}

/** Rooted trees: by task its parent's row and what the link costs, row = site of the parent; a root has no table. */
function plantForest(instance: Instance, factor: number) {
  const ends = linkEnds(instance);
  const order: number[] = [];
  const row = new Int32Array(instance.tasks.length).fill(-1);
  const parent: number[] = [];
  const start: number[] = [];
  const table: (Float64Array | undefined)[] = [];
  const tables = new Map<string, Float64Array>();
  const add = (t: number, above: number, cost: Float64Array | undefined) => {
    row[t] = order.length;
    order.push(t);
    parent.push(above);
    table.push(cost);
  };
  ends.forEach((list, root) => {
    if (list.length === 0 || row[root] >= 0) return;
    start.push(order.length);
    add(root, -1, undefined);
    for (let i = row[root]; i < order.length; i++) {
      for (const { link, other, leaves } of ends[order[i]]) {
        if (row[other] >= 0) continue;
        const { output } = instance.links[link];
        const key = `${leaves} ${output}`;
        const cost = tables.get(key) ?? fromParent(instance, output, leaves, factor);
        tables.set(key, cost);
        add(other, i, cost);
      }
    }
  });
  return {
    tasks: Int32Array.from(order),
    start: Int32Array.from([...start, order.length]),
    parent: Int32Array.from(parent),
    table,
  };
}

function fromParent(instance: Instance, output: number, leaves: boolean, factor: number) {
  const G = instance.transfer.sites;
  const cost = transferTable(instance, output);
  return cost.map((_, k) => {
    const [g, h] = [Math.floor(k / G), k % G];
    return factor * cost[leaves ? k : h * G + g];
  });
}
