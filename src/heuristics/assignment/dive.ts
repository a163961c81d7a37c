import type { GapCore } from "../../cores/types.ts";
import { type Ascent, makeAscent } from "../../exact/gap/ascent.ts";
import { copyNode, fixTask, type GapNode, propagate, rootNode } from "../../exact/gap/node.ts";
import { normalise } from "../../exact/gap/normalise.ts";
import { removePairs } from "../../exact/gap/penalties.ts";
import { makeRelaxation, type Relaxation } from "../../exact/gap/relaxation.ts";
import { firstPrices, raiseRoot } from "../../exact/gap/root.ts";
import type { Random } from "../../util/random.ts";
import type { PricedCore } from "./priced-core.ts";

/** Price steps between two rounds of decisions: fewer where one of them fills many cells of knapsack tables. */
const STEPS = { least: 4, most: 20, cells: 2e7 };
/** Cells of knapsack tables for the root: about two seconds. What is not reached there, dives raise on their way. */
const ROOT_CELLS = 2e9;
/** Nearest resources of each task that dives look at. */
const WIDTH = 16;
/** By how much chance can raise the clearness of a decision. */
const NOISE = 0.3;

/** Dives over one core from the best prices of its root. */
export interface Diver {
  /**
   * One dive: decides a `share` of the free tasks at a time. Returns the resource by task, -1 for tasks that came to
   * have none left.
   */
  dive(share: number, random: Random): Generator<void, Int32Array, void>;
  /** Drops pairs for all later dives that no assignment below `upper` has; false if none is left for some task. */
  cut(upper: number): boolean;
}

/**
 * Lagrangian diving: at the root's best prices every resource fills itself with what is worth most to it, and most tasks are
 * taken once. The tasks whose other places would cost most (by what the knapsacks lose) are fixed where they are cheapest,
 * the prices are raised again on what is left, and so on: capacities fill up exactly, since each decision knows the best
 * filling around it. Undefined if the core does not fit the relaxation. Yields between price steps. Penalties after Posta,
 * Ferland, Michelon (2012), DOI 10.1007/s10589-011-9432-0.
 */
export function* makeDiver(
  priced: PricedCore,
  upper: () => number,
  rootCells = ROOT_CELLS,
): Generator<void, Diver | undefined, void> {
  const { core, total } = normalise(priced.core);
  const relaxation = makeRelaxation(core);
  if (relaxation === undefined) return undefined;
  const root = rootNode(core, firstPrices(core, relaxation.scale, relaxation.highest));
  keepCandidates(priced, root);
  if (!propagate(core, root)) return undefined;
  const { work } = relaxation;
  const raised = raiseRoot(core, relaxation, root, () => upper() - total + 1);
  while (work.cells < rootCells && !raised.next().done) yield;
  const ascend = makeAscent(core, relaxation);
  return {
    *dive(share, random) {
      const node = copyNode(root);
      while (node.freeCount > 0) {
        raise(node, relaxation, ascend);
        if (!decide(core, node, relaxation, share, random)) break;
        while (!propagate(core, node)) setAside(core, node);
        yield;
      }
      return node.home.slice();
    },
    cut(best) {
      relaxation.open(root);
      const value = relaxation.evaluate(root.prices);
      relaxation.penalise(root.prices);
      const slack = (best - total - 1) * relaxation.scale - value;
      return removePairs(core, relaxation, root, slack) >= 0 && propagate(core, root);
    },
  };
}

/** Takes tasks without any resource left out of the free ones. */
function setAside({ resources, weight }: GapCore, node: GapNode): void {
  const { allowed, free, room } = node;
  for (let k = node.freeCount - 1; k >= 0; k--) {
    const start = free[k] * resources;
    let hasNoPlace = true;
    for (let i = 0; i < resources && hasNoPlace; i++) {
      hasNoPlace = allowed[start + i] === 0 || weight[start + i] > room[i];
    }
    if (hasNoPlace) free[k] = free[--node.freeCount];
  }
}

/** Leaves each task its nearest resources only. */
function keepCandidates({ core, candidates, width }: PricedCore, { allowed }: GapNode): void {
  const { tasks, resources } = core;
  const kept = Math.min(width, WIDTH);
  const isCandidate = new Uint8Array(resources);
  for (let j = 0; j < tasks; j++) {
    isCandidate.fill(0);
    for (let k = j * width; k < j * width + kept; k++)
      if (candidates[k] >= 0) isCandidate[candidates[k]] = 1;
    for (let i = 0; i < resources; i++) if (isCandidate[i] === 0) allowed[j * resources + i] = 0;
  }
}

function raise(node: GapNode, relaxation: Relaxation, ascend: Ascent): void {
  relaxation.open(node);
  node.stride = 1;
  const before = relaxation.work.cells;
  const value = relaxation.evaluate(node.prices);
  const cells = relaxation.work.cells - before;
  const steps = Math.max(STEPS.least, Math.min(STEPS.most, Math.floor(STEPS.cells / (cells + 1))));
  ascend(node, steps, value + 2 * relaxation.scale, Number.POSITIVE_INFINITY);
  relaxation.evaluate(node.prices);
  relaxation.penalise(node.prices);
}

/** Fixes the clearest tasks; false if there was room for none. */
function decide(
  core: GapCore,
  node: GapNode,
  relaxation: Relaxation,
  share: number,
  random: Random,
): boolean {
  const { resources, weight } = core;
  const { free, freeCount, room } = node;
  const choices: { task: number; resource: number; clear: number }[] = [];
  for (let k = 0; k < freeCount; k++) {
    const task = free[k];
    const { resource, best, second } = cheapestTwo(core, node, relaxation, task);
    const lead = Math.min(second, 1e15) - best;
    choices.push({ task, resource, clear: lead * (1 + NOISE * random.unit()) - best });
  }
  choices.sort((a, b) => b.clear - a.clear || a.task - b.task);
  let left = Math.max(1, Math.ceil(share * freeCount));
  const before = left;
  for (const { task, resource } of choices) {
    if (left === 0) break;
    if (weight[task * resources + resource] > room[resource]) continue;
    fixTask(core, node, task, resource);
    left--;
  }
  return left < before;
}

/** By how much the relaxation rises with the task on its cheapest resource, and on the next. */
function cheapestTwo(
  { resources }: GapCore,
  { allowed }: GapNode,
  { withIt, without }: Relaxation,
  task: number,
): { resource: number; best: number; second: number } {
  const start = task * resources;
  let resource = -1;
  let best = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  let elsewhere = 0;
  for (let i = 0, e = start; i < resources; i++, e++) {
    if (allowed[e] === 0) continue;
    elsewhere += without[e];
    const rise = withIt[e] - without[e];
    if (rise < best) {
      second = best;
      best = rise;
      resource = i;
    } else if (rise < second) second = rise;
  }
  return { resource, best: best + elsewhere, second: second + elsewhere };
}
