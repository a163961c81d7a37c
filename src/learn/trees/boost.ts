import { makeRandom, type Random } from "../../util/random.ts";
import type { Binned } from "./bins.ts";
import { growTree } from "./grow.ts";
import { addTree } from "./predict.ts";
import type { BoostOptions, Cut, Loss, Tree, TreeSum } from "./types.ts";

/** Rows that are not grown on: the forest that is best on them is kept. */
export interface HeldOut {
  readonly binned: Binned;
  readonly target: Float64Array;
}

/** A forest with its mean loss after each tree, on the rows it grew on and on those held out. */
export interface Boosted {
  readonly forest: TreeSum;
  readonly trainLoss: readonly number[];
  readonly heldOutLoss: readonly number[];
}

/**
 * Gradient boosting (Friedman 2001, DOI 10.1214/aos/1013203451): each tree follows the gradient of the loss at what the
 * trees before it say. With held-out rows it stops once `patience` trees in a row brought nothing there, and keeps the
 * best number of trees. Leaves of quantile forests hold the quantile of what is left. Equal seeds give equal forests.
 * Requires finite targets and at least one row.
 */
export function boost(
  binned: Binned,
  cuts: readonly Cut[],
  target: Float64Array,
  options: BoostOptions,
  seed: number,
  heldOut?: HeldOut,
): Boosted {
  const { loss, rate, mostTrees, patience } = options;
  const random = makeRandom(seed);
  const start = startOf(target, loss);
  const said = new Float64Array(binned.rows).fill(start);
  const gradient = new Float64Array(binned.rows);
  const saidApart = new Float64Array(heldOut?.binned.rows ?? 0).fill(start);
  const trees: Tree[] = [];
  const trainLoss = [meanLoss(said, target, loss)];
  const heldOutLoss = heldOut === undefined ? [] : [meanLoss(saidApart, heldOut.target, loss)];
  let kept = 0;
  while (trees.length < mostTrees) {
    gradientOf(said, target, loss, gradient);
    const order = drawn(binned.rows, options.rowShare, random);
    const columns = drawn(binned.columns, options.columnShare, random);
    const { tree, leaves } = growTree(binned, cuts, gradient, order, columns, options);
    if (leaves.length < 2 && options.rowShare === 1 && options.columnShare === 1) break;
    for (const { node, rows } of leaves) {
      tree.value[node] =
        rate * (loss.kind === "squared" ? tree.value[node] : leftOver(rows, said, target, loss.q));
    }
    trees.push(tree);
    addTree(tree, cuts, binned, said);
    trainLoss.push(meanLoss(said, target, loss));
    if (heldOut === undefined) continue;
    addTree(tree, cuts, heldOut.binned, saidApart);
    heldOutLoss.push(meanLoss(saidApart, heldOut.target, loss));
    if (heldOutLoss[trees.length] < heldOutLoss[kept]) kept = trees.length;
    if (trees.length - kept >= patience) break;
  }
  const forest = { start, cuts, trees: heldOut === undefined ? trees : trees.slice(0, kept) };
  return { forest, trainLoss, heldOutLoss };
}

/** The mean loss of what is said; a quantile's is q for each unit too low and 1 - q for each too high. */
export function meanLoss(said: Float64Array, target: Float64Array, loss: Loss): number {
  let sum = 0;
  for (let i = 0; i < target.length; i++) {
    const left = target[i] - said[i];
    if (loss.kind === "squared") sum += left * left;
    else sum += left >= 0 ? loss.q * left : (loss.q - 1) * left;
  }
  return target.length === 0 ? 0 : sum / target.length;
}

/** The least value with at least a share q of the values at or below it. Sorts a copy. Requires a value. */
export function quantileOf(values: Float64Array, q: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = Math.ceil(q * sorted.length - 1e-9) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, at))];
}

function startOf(target: Float64Array, loss: Loss): number {
  if (loss.kind === "quantile") return quantileOf(target, loss.q);
  return target.reduce((sum, value) => sum + value, 0) / target.length;
}

function gradientOf(said: Float64Array, target: Float64Array, loss: Loss, into: Float64Array) {
  if (loss.kind === "squared") {
    for (let i = 0; i < into.length; i++) into[i] = said[i] - target[i];
    return;
  }
  for (let i = 0; i < into.length; i++) into[i] = said[i] >= target[i] ? 1 - loss.q : -loss.q;
}

function leftOver(rows: Int32Array, said: Float64Array, target: Float64Array, q: number): number {
  return quantileOf(
    Float64Array.from(rows, (row) => target[row] - said[row]),
    q,
  );
}

/** A share of the numbers below `count`, at least one, in ascending order: Fisher-Yates would lose the cache. */
function drawn(count: number, share: number, random: Random): Int32Array {
  const wanted = Math.max(1, Math.round(share * count));
  const taken = new Int32Array(wanted);
  if (wanted >= count) return taken.map((_, i) => i);
  // Selection sampling (Knuth, The Art of Computer Programming, volume 2, algorithm S).
  let have = 0;
  for (let i = 0; have < wanted; i++) {
    if ((count - i) * random.unit() < wanted - have) taken[have++] = i;
  }
  return taken;
}
