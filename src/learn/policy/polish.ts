import { makespanCoreOf } from "../../cores/makespan.ts";
import { annealMakespan } from "../../heuristics/makespan/anneal.ts";
import { makespanLoads } from "../../heuristics/makespan/loads.ts";
import { pricedMakespan } from "../../heuristics/makespan/priced-core.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { Plan } from "../../plan/types.ts";
import { makeRandom } from "../../util/random.ts";

/** Resource entries near a task on which moves look. */
const NEAR = 5;
/** Temperature at both ends of a cooling, in steps of the priced core. */
const INITIAL = 0.5;
const FINAL = 0.1;
/** By how much of its distance to the bound a limit is lowered. */
const REACH = 1 / 8;

/** A makespan plan while it is polished: what its core says of it. */
export interface Polisher {
  /** The makespan in core units; Infinity for a plan that the core does not know. */
  makespanOf(plan: Plan): number;
  /** The best plan of one cooling from a plan; undefined if none was better. Equal seeds give equal plans. */
  polish(plan: Plan, moves: number, seed: number): Plan | undefined;
}

/**
 * Annealing of the makespan by prices on load, where nothing else but windows stands in the way and all windows are open
 * from the start; plans that end behind a window are passed over. Undefined where there is more. `bound` in units
 * of the target.
 */
export function makespanPolisher(
  instance: Instance,
  target: Target,
  prices: readonly number[] | undefined,
  bound: number,
): Polisher | undefined {
  if (prices === undefined || instance.resources.some(({ from }) => from > 0)) return undefined;
  const open = { ...instance, resources: instance.resources.map(({ until: _, ...rest }) => rest) };
  const map = makespanCoreOf(open, target);
  if (map === undefined) return undefined;
  const { core } = map;
  const width = Math.ceil((NEAR * core.resources) / instance.resources.length);
  const priced = pricedMakespan(core, Float64Array.from(prices), width);
  const least = Math.ceil(bound / (core.divisor * target.terms[0].factor));
  const closes = Float64Array.from(
    core.entry,
    (r) => (instance.resources[r].until ?? Number.POSITIVE_INFINITY) / core.divisor,
  );
  const makespanOf = (plan: Plan) => {
    const at = map.assignmentOf(plan);
    return at === undefined ? Number.POSITIVE_INFINITY : map.valueOf(at);
  };
  return {
    makespanOf,
    polish: (plan, moves, seed) => {
      const start = map.assignmentOf(plan);
      if (start === undefined) return undefined;
      const value = map.valueOf(start);
      const moving = makespanLoads(core, start);
      const lower = (makespan: number) => {
        const far = makespan - least;
        return far <= 0 ? undefined : makespan - Math.max(1, Math.floor(far * REACH));
      };
      const limit = lower(value);
      if (limit === undefined) return undefined;
      const temperatures = { initial: INITIAL * priced.step, final: FINAL * priced.step };
      const cooling = { limit, lower, ...temperatures, moves };
      let best: { readonly at: Int32Array; readonly value: number } | undefined;
      const take = () => {
        const found = map.valueOf(moving.at);
        if (found >= (best?.value ?? value)) return;
        if (moving.room.some((left, i) => moving.limit - left > closes[i])) return;
        best = { at: Int32Array.from(moving.at), value: found };
      };
      for (const met of annealMakespan(priced, moving, cooling, makeRandom(seed)))
        if (met > 0) take();
      take();
      return best === undefined ? undefined : map.planOf(best.at);
    },
  };
}
