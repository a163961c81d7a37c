import { type Instance, WHOLE } from "../../instance/types.ts";
import type { Plan } from "../../plan/types.ts";

/**
 * The pieces that a local search knows: one for each replica of every whole task copy, placed or not, and one for each
 * share of a divisible task in the plan at hand, which stays where it is.
 */
export interface Roster {
  readonly count: number;
  /** By piece: task copy, millionths, and where the plan has it (-1: nowhere). */
  readonly task: Int32Array;
  readonly share: Int32Array;
  readonly start: Int32Array;
  /** Pieces of task copy t: first[t] .. first[t + 1] - 1. */
  readonly first: Int32Array;
  /** 1 for shares, which do not move. */
  readonly fixed: Uint8Array;
}

/** The pieces of a feasible plan, in its order; O(pieces + task copies). */
export function rosterOf(instance: Instance, plan: Plan): Roster {
  const { tasks, taskOfCopy } = instance;
  const copies = taskOfCopy.length;
  const first = new Int32Array(copies + 1);
  const held = new Int32Array(copies);
  for (const task of plan.task) held[task]++;
  for (let t = 0; t < copies; t++) {
    const { divisible, replicas } = tasks[taskOfCopy[t]];
    first[t + 1] = first[t] + (divisible ? held[t] : replicas);
  }
  const count = first[copies];
  const roster = {
    count,
    task: new Int32Array(count),
    share: new Int32Array(count).fill(WHOLE),
    start: new Int32Array(count).fill(-1),
    first,
    fixed: new Uint8Array(count),
  };
  for (let t = 0; t < copies; t++) {
    const { divisible } = tasks[taskOfCopy[t]];
    roster.task.fill(t, first[t], first[t + 1]);
    roster.fixed.fill(divisible ? 1 : 0, first[t], first[t + 1]);
  }
  const next = first.slice();
  for (let k = 0; k < plan.task.length; k++) {
    const piece = next[plan.task[k]]++;
    roster.share[piece] = plan.share[k];
    roster.start[piece] = plan.resource[k];
  }
  return roster;
}
