import type { CpSatEngine } from "./cp-sat.ts";
import { intervalModel, isIntervalTarget } from "./interval-model.ts";
import { moreThanRigid } from "./rigid.ts";
import type { PreparePeer } from "./types.ts";

/** Optional intervals beyond which the model takes longer to write than its limit. */
const MOST_INTERVALS = 2_000_000;

/** CP-SAT on the model that its users would write; see `intervalModel`. */
export function intervalsOn(engine: CpSatEngine): PreparePeer {
  return (instance, target) => {
    if (!isIntervalTarget(target)) {
      return "its natural model here is for the makespan and weighted completion";
    }
    const why = moreThanRigid(instance);
    if (why !== undefined) return why;
    const size = instance.taskOfCopy.length * instance.resourceOfCopy.length;
    if (size > MOST_INTERVALS) {
      return `its model would have ${size.toLocaleString("en")} intervals`;
    }
    const { proto, unit, planOf } = intervalModel(instance, target);
    return (seconds, seed, learn) =>
      engine(proto, seconds, seed, ({ point, bound }) =>
        learn({
          ...(point !== undefined && { plan: planOf(point) }),
          ...(bound !== undefined && { bound: unit * Math.ceil(bound - 1e-6) }),
        }),
      );
  };
}
