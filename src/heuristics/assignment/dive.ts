import { type Ascent, makeAscent } from "../../exact/gap/ascent.ts";
import { copyNode, fixTask, type GapNode, rootNode, settle } from "../../exact/gap/node.ts";
import { normalise } from "../../exact/gap/normalise.ts";
import { removePairs } from "../../exact/gap/penalties.ts";
import { makeRelaxation, type Relaxation } from "../../exact/gap/relaxation.ts";
import { firstPrices, raiseRoot } from "../../exact/gap/root.ts";
import type { GapCore } from "../../exact/gap/types.ts";
import type { Random } from "../../util/random.ts";

/** Price steps between two rounds of decisions. */
const STEPS = 20;
/** By how much chance can raise the clearness of a decision. */
const NOISE = 0.3;

/** Dives over one core from the best prices of its root. */
export interface Diver {
  /**
   * One dive: decides a `share` of the free tasks at a time. Returns the resource by task, -1 where it ran into tasks
   * without any resource left.
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
  given: GapCore,
  upper: () => number,
): Generator<void, Diver | undefined, void> {
  const { core, total } = normalise(given);
  const relaxation = makeRelaxation(core);
  if (relaxation === undefined) return undefined;
  const root = rootNode(core, firstPrices(core, relaxation.scale, relaxation.highest));
  if (!settle(core, root)) return undefined;
  const raised = raiseRoot(core, relaxation, root, () => upper() - total + 1);
  while (!raised.next().done) yield;
  const ascend = makeAscent(core, relaxation);
  return {
    *dive(share, random) {
      const node = copyNode(root);
      while (node.freeCount > 0) {
        raise(node, relaxation, ascend);
        if (!decide(core, node, relaxation, share, random) || !settle(core, node)) break;
        yield;
      }
      return node.home.slice();
    },
    cut(best) {
      relaxation.open(root);
      const value = relaxation.evaluate(root.prices);
      relaxation.lose(root.prices);
      const slack = (best - total - 1) * relaxation.scale - value;
      return removePairs(core, relaxation, root, slack) >= 0 && settle(core, root);
    },
  };
}

function raise(node: GapNode, relaxation: Relaxation, ascend: Ascent): void {
  relaxation.open(node);
  node.stride = 1;
  const value = relaxation.evaluate(node.prices);
  ascend(node, STEPS, value + 2 * relaxation.scale, Number.POSITIVE_INFINITY);
  relaxation.evaluate(node.prices);
  relaxation.lose(node.prices);
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
