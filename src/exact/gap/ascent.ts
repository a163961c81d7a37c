import type { GapCore } from "../../cores/types.ts";
import type { GapNode } from "./node.ts";
import type { Relaxation } from "./relaxation.ts";

/** Steps without a better value before the step length shrinks. */
const PATIENCE = 10;
const SHRINK = 0.6;
const SHORTEST = 0.1;
/** Weight of the newest subgradient in the direction. */
const NEWEST = 0.4;

/**
 * Raises the relaxation of the opened node by at most `steps` steps of a deflected subgradient (Camerini, Fratta,
 * Maffioli 1975, DOI 10.1007/BFb0120697) towards `goal`, times the scale; ends once the value passes `enough`.
 * Leaves the best prices in `node.prices` and returns their value.
 */
export interface Ascent {
  (node: GapNode, steps: number, goal: number, enough: number): number;
  /** The same with a yield after each `portion` of steps: what was learned about their length is kept. */
  inParts(
    node: GapNode,
    steps: number,
    goal: number,
    enough: number,
    portion: number,
  ): Generator<void, number, void>;
}

/** An ascent over one core, with buffers of its own. */
export function makeAscent(core: GapCore, relaxation: Relaxation): Ascent {
  const { tasks } = core;
  const best = new Int32Array(tasks);
  const rounded = new Int32Array(tasks);
  const exact = new Float64Array(tasks);
  const direction = new Float64Array(tasks);
  const { highest, scale, taken } = relaxation;

  function* inParts(
    node: GapNode,
    steps: number,
    goal: number,
    enough: number,
    portion: number,
  ): Generator<void, number, void> {
    const { free, freeCount } = node;
    let most = -Infinity;
    let stalled = 0;
    direction.fill(0);
    exact.set(node.prices);
    for (let step = 0; step < steps; step++) {
      if (step > 0 && step % portion === 0) yield;
      for (let k = 0; k < freeCount; k++) rounded[free[k]] = Math.round(exact[free[k]]);
      const value = relaxation.evaluate(rounded);
      if (value > most) {
        most = value;
        best.set(rounded);
        stalled = 0;
      } else if (++stalled >= PATIENCE) {
        stalled = 0;
        node.stride *= SHRINK;
        exact.set(best);
      }
      if (value > enough) break;
      let length = 0;
      for (let k = 0; k < freeCount; k++) {
        const j = free[k];
        const d = NEWEST * (1 - taken[j]) + (1 - NEWEST) * direction[j];
        direction[j] = d;
        length += d * d;
      }
      if (length < 1e-9) break;
      const stride = (node.stride * Math.max(scale, goal - value)) / length;
      for (let k = 0; k < freeCount; k++) {
        const j = free[k];
        exact[j] = Math.min(highest, Math.max(0, exact[j] + stride * direction[j]));
      }
    }
    node.stride = Math.max(SHORTEST, node.stride);
    for (let k = 0; k < freeCount; k++) node.prices[free[k]] = best[free[k]];
    return most;
  }

  const whole = (node: GapNode, steps: number, goal: number, enough: number) =>
    // A portion of all steps has no yield before the end.
    inParts(node, steps, goal, enough, Infinity).next().value as number;
  return Object.assign(whole, { inParts });
}
