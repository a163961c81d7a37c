import { runCpSat } from "../../src/solvers/cpsat-run.ts";
import { UsageError } from "../../src/util/errors.ts";
import { WORKERS } from "./cp-sat.ts";
import { intervalModel } from "./interval-model.ts";
import { moreThanRigid } from "./rigid.ts";
import type { PreparePeer } from "./types.ts";

/** Optional intervals beyond which the model takes longer to write than its limit. */
const MOST_INTERVALS = 2_000_000;

/** CP-SAT on the model that its users would write; see `intervalModel`. It tells nothing before its end. */
export const cpSatIntervals: PreparePeer = (instance, target) => {
  const isMakespan = target.terms.length === 1 && target.terms[0].objective.name === "makespan";
  if (!isMakespan) return "its natural model here is for the makespan";
  const why = moreThanRigid(instance);
  if (why !== undefined) return why;
  const size = instance.taskOfCopy.length * instance.resourceOfCopy.length;
  if (size > MOST_INTERVALS) return `its model would have ${size.toLocaleString("en")} intervals`;
  const { proto, tick, planOf } = intervalModel(instance);
  const unit = tick * target.terms[0].factor;
  return async (seconds, seed, learn) => {
    const { CpSat } = await import("or-tools-wasm/cp-sat");
    const model = { proto, scale: 1, offset: 0, leastValue: 0 };
    const settings = { seconds, seed, workers: WORKERS, gap: 0 };
    const { status, x, bound, info } = await runCpSat(CpSat, model, settings);
    if (status === "MODEL_INVALID") throw new UsageError(`CP-SAT refuses the model: ${info}`);
    learn({
      ...(x !== undefined && { plan: planOf(x) }),
      ...(bound !== undefined && { bound: unit * Math.ceil(bound - 1e-6) }),
    });
    return status;
  };
};
