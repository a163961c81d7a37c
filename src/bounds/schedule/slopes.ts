import { headsOf } from "../../instance/facts/heads.ts";
import { isCounted } from "../../instance/priority.ts";
import { rulesOf } from "../../instance/schedule.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { rateOf, readMeasures, wholeRate } from "../../plan/certificate/over-time/measures.ts";
import type { AreaMeasure, BusyPrices } from "../../plan/certificate/over-time/types.ts";

/** Steps of the ascent on the slopes of tardy tasks. */
const STEPS = 80;

/**
 * Busy prices worth trying for a target of weighted completion or tardiness: full weights, then slopes that follow which
 * tasks the machine that does all work would finish late. A subgradient ascent; what each proves is for the checker to say.
 */
export function* busyPrices(
  instance: Instance,
  target: Target,
  measures: readonly AreaMeasure[],
): Generator<BusyPrices, void, void> {
  const [{ objective }] = target.terms;
  const { tasks } = instance;
  const { must } = headsOf(instance);
  const isTardy = objective.name === "weighted-tardiness";
  const weight = Float64Array.from(tasks, (task, t) => {
    return must[t] && isCounted(instance, objective, t) && (!isTardy || task.due !== undefined)
      ? task.weight
      : 0;
  });
  yield { kind: "busy-prices", measures, slope: [...weight] };
  if (!isTardy) return;
  const ends = endEstimator(instance, measures);
  const slope = weight.slice();
  for (let step = 0; step < STEPS; step++) {
    const end = ends(slope);
    const size = 0.5 / (1 + step / 8);
    tasks.forEach(({ due = Infinity }, t) => {
      if (weight[t] === 0) return;
      const change = Math.max(-1, Math.min(1, (end[t] - due) / Math.max(1, end[t], due / 4)));
      slope[t] = Math.max(0, Math.min(weight[t], slope[t] + size * weight[t] * change));
    });
    yield { kind: "busy-prices", measures, slope: [...slope.map(Math.round)] };
  }
}

/** By task entry: about when its copies end, on average, if all work is done in order of slope / work. Releases left out. */
function endEstimator(instance: Instance, measures: readonly AreaMeasure[]) {
  const { tasks, resources, pairs } = instance;
  const { usable, least, head } = headsOf(instance);
  const { workers } = rulesOf(instance);
  const R = resources.length;
  const read = readMeasures(instance, measures);
  const rate = Number(wholeRate(instance, read));
  const work = Float64Array.from(tasks, (_, t) => {
    let cheapest = Infinity;
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0) continue;
      cheapest = Math.min(cheapest, Number(rateOf(read, t, r)) * pairs.runtime[t * R + r]);
    }
    return (cheapest * workers[t]) / rate;
  });
  return (slope: Float64Array): Float64Array => {
    const order = [...slope.keys()].sort(
      (a, b) => slope[b] * work[a] - slope[a] * work[b] || a - b,
    );
    const end = new Float64Array(slope.length);
    let clock = 0;
    for (const t of order) {
      if (work[t] === Infinity) continue;
      const all = work[t] * tasks[t].count;
      end[t] = Math.max(head[t] + least[t], clock + all / 2 + least[t] / 2);
      if (slope[t] > 0) clock += all;
    }
    return end;
  };
}
