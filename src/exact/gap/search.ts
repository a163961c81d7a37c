import type { GapCore } from "../../cores/types.ts";
import { makeAscent } from "./ascent.ts";
import { copyNode, fixTask, type GapNode, propagate } from "./node.ts";
import { removePairs } from "./penalties.ts";
import type { RecordedNode, Recorder } from "./record.ts";
import type { Relaxation } from "./relaxation.ts";

/** Price steps at a node: when it is entered, and after each round of removals. */
const STEPS = 20;
const MORE_STEPS = 10;
const ROUNDS = 4;

/** A depth-first search for an assignment of cost at most `limit`, one node at a time. */
export interface Search {
  /** Lowered when something better is known; never raised. */
  limit: number;
  nodes: number;
  /** True once every node is refuted: no assignment costs `limit` or less. */
  readonly done: boolean;
  /** Works on one node. An assignment found costs at most `limit`, which is then lowered below it. */
  advance(): { readonly assignment: Int32Array; readonly cost: number } | undefined;
}

interface Frame {
  readonly node: GapNode;
  readonly task: number;
  /** Resources still to be tried, the most promising last. */
  readonly left: number[];
  readonly record: RecordedNode | undefined;
}

/**
 * Refutes or finds: at each node prices are raised, then every pair whose penalty lifts the relaxation past the limit
 * is removed. The bound of "task j on i" is the relaxation + the loss of taking j on i + the losses of leaving j
 * elsewhere, all valid at once since the knapsacks are separate. Branches on the task whose least penalty is largest,
 * cheapest resource first. After Posta, Ferland, Michelon (2012), DOI 10.1007/s10589-011-9432-0.
 */
export function makeSearch(
  core: GapCore,
  relaxation: Relaxation,
  root: GapNode,
  limit: number,
  recorder: Recorder | undefined,
): Search {
  const ascend = makeAscent(core, relaxation);
  const stack: Frame[] = [];
  let pending: { node: GapNode; record: RecordedNode | undefined } | undefined = {
    node: root,
    record: recorder?.root,
  };
  const search = {
    limit,
    nodes: 0,
    done: false,
    advance() {
      const entered = pending ?? nextChild();
      pending = undefined;
      if (entered === undefined) {
        search.done = true;
        return undefined;
      }
      search.nodes++;
      return visit(entered.node, entered.record);
    },
  };

  function nextChild(): typeof pending {
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const resource = frame.left.pop();
      if (resource === undefined) {
        stack.pop();
        continue;
      }
      // The last child may have the parent's own node.
      const isLast = frame.left.length === 0;
      const node = isLast ? frame.node : copyNode(frame.node);
      if (isLast) stack.pop();
      fixTask(core, node, frame.task, resource);
      const record = frame.record && recorder?.branch(frame.record, resource);
      if (propagate(core, node)) return { node, record };
    }
    return undefined;
  }

  function visit(node: GapNode, record: RecordedNode | undefined) {
    const { scale } = relaxation;
    for (let round = 0; ; round++) {
      if (node.freeCount === 0)
        return node.fixed <= search.limit ? found(node.home, node.fixed) : undefined;
      relaxation.open(node);
      const enough = search.limit * scale;
      const steps = round === 0 ? STEPS : MORE_STEPS;
      const value = ascend(node, steps, enough + scale, enough);
      if (value > enough) {
        recorder?.prices(record, node);
        return undefined;
      }
      relaxation.evaluate(node.prices);
      if (takesEachOnce(node, relaxation)) {
        const assignment = relaxation.choices();
        for (let j = 0; j < core.tasks; j++) if (node.home[j] !== -1) assignment[j] = node.home[j];
        // Coarse knapsacks may hold a little too much.
        if (fitsIn(core, node, assignment)) {
          recorder?.prices(record, node);
          return found(assignment, value / scale);
        }
      }
      relaxation.penalise(node.prices);
      const removed = removePairs(core, relaxation, node, enough - value);
      if (removed !== 0) recorder?.prices(record, node);
      if (removed < 0 || !propagate(core, node)) return undefined;
      if (removed > 0 && round < ROUNDS - 1) continue;
      if (node.freeCount > 0) branch(node, record);
      else if (node.fixed <= search.limit) return found(node.home, node.fixed);
      return undefined;
    }
  }

  function found(assignment: Int32Array, cost: number) {
    search.limit = cost - 1;
    return { assignment: assignment.slice(), cost };
  }

  function branch(node: GapNode, record: RecordedNode | undefined): void {
    const { task, left } = choose(core, relaxation, node);
    if (record !== undefined) record.task = task;
    stack.push({ node, task, left, record });
  }

  return search;
}

/** True if the free tasks fit, where they are chosen to go, into the room that the node has left. */
function fitsIn({ resources, weight }: GapCore, node: GapNode, chosen: Int32Array): boolean {
  const room = Float64Array.from(node.room);
  for (let k = 0; k < node.freeCount; k++) {
    const j = node.free[k];
    room[chosen[j]] -= weight[j * resources + chosen[j]];
  }
  return room.every((left) => left >= 0);
}

function takesEachOnce({ free, freeCount }: GapNode, { taken }: Relaxation): boolean {
  for (let k = 0; k < freeCount; k++) if (taken[free[k]] !== 1) return false;
  return true;
}

/** The task with the largest least penalty (then the largest mean), and its resources, the least penalty last. */
function choose(
  { resources }: GapCore,
  { withIt, without }: Relaxation,
  { allowed, free, freeCount }: GapNode,
): { task: number; left: number[] } {
  let task = -1;
  let most = -Infinity;
  for (let k = 0; k < freeCount; k++) {
    const start = free[k] * resources;
    let least = Infinity;
    let sum = 0;
    let left = 0;
    let elsewhere = 0;
    for (let e = start; e < start + resources; e++) {
      if (allowed[e] === 0) continue;
      elsewhere += without[e];
      const rise = withIt[e] - without[e];
      if (rise < least) least = rise;
      sum += rise;
      left++;
    }
    const worth = (least + elsewhere) * 1000 + (sum / left + elsewhere);
    if (worth > most) {
      most = worth;
      task = free[k];
    }
  }
  const start = task * resources;
  const rise = (i: number) => withIt[start + i] - without[start + i];
  const left: number[] = [];
  for (let i = 0; i < resources; i++) if (allowed[start + i] === 1) left.push(i);
  left.sort((a, b) => rise(b) - rise(a) || b - a);
  return { task, left };
}
