import { resourceCopyId } from "../../instance/ids.ts";
import type { Instance } from "../../instance/types.ts";
import { loadCeil, loadsOf } from "../loads.ts";
import { taskDemand } from "../piece.ts";
import { shareCeil } from "../shares.ts";
import { usedCopies } from "../used.ts";
import { amountText, durationText, pieceName } from "../wording.ts";
import { type Audit, type ReportViolation, type Rule, siteOf } from "./rule.ts";
import { sweep } from "./sweep.ts";

/**
 * Placement: the demands on a resource copy sum to at most its capacity in each dimension. Over time:
 * each piece fits alone and, in mode schedule, with what runs beside it at every instant. Device dimensions are left to the rule on devices, which is stricter.
 */
export const capacity: Rule<never> = {
  name: "capacity",
  isOfEachCopy: true,
  isOfAmounts: true,
  traits: [],
  check(audit, report) {
    audit.instance.dimensions.forEach(({ devices }, dimension) => {
      if (devices) return;
      if (audit.instance.mode === "placement") checkJointly(audit, dimension, report);
      else checkAlone(audit, dimension, report);
      if (audit.instance.mode === "schedule") checkOverTime(audit, dimension, report);
    });
  },
};

function checkJointly({ instance, plan }: Audit, dimension: number, report: ReportViolation): void {
  const loads = loadsOf(instance, plan, dimension);
  for (const r of usedCopies(plan, instance.resourceOfCopy.length)) {
    const limit = instance.resources[instance.resourceOfCopy[r]].capacity[dimension];
    const load = loadCeil(loads, r);
    if (load > limit) {
      report(() => `${resourceCopyId(instance, r)}: ${excess(instance, dimension, load, limit)}`, {
        ...{ resource: r, dimension, amount: load, limit },
      });
    }
  }
}

function checkAlone({ instance, plan }: Audit, dimension: number, report: ReportViolation): void {
  for (let k = 0; k < plan.task.length; k++) {
    const resource = instance.resourceOfCopy[plan.resource[k]];
    const limit = instance.resources[resource].capacity[dimension];
    const whole = taskDemand(instance, plan, k, dimension);
    const demand = shareCeil(whole, plan.share[k]);
    if (demand > limit) {
      report(
        () => `${pieceName(instance, plan, k)}: ${excess(instance, dimension, demand, limit)}`,
        { ...siteOf(instance, plan, k), dimension, amount: demand, limit },
      );
    }
  }
}

function checkOverTime(audit: Audit, dimension: number, report: ReportViolation): void {
  const { instance, plan, byResource } = audit;
  const ends = audit.ends();
  const { start, piece } = byResource();
  for (let r = 0; r + 1 < start.length; r++) {
    if (start[r + 1] - start[r] < 2) continue;
    const limit = instance.resources[instance.resourceOfCopy[r]].capacity[dimension];
    let load = 0;
    sweep(plan, ends, piece.subarray(start[r], start[r + 1]), {
      enter: (k) => {
        const demand = taskDemand(instance, plan, k, dimension);
        load += demand;
        if (load <= limit || demand > limit) return;
        report(
          () => {
            const since = `from ${durationText(plan.start[k])} on`;
            return `${resourceCopyId(instance, r)}: ${since} ${excess(instance, dimension, load, limit)}`;
          },
          { ...siteOf(instance, plan, k), dimension, amount: load, limit },
        );
      },
      leave: (k) => {
        load -= taskDemand(instance, plan, k, dimension);
      },
    });
  }
}

function excess(instance: Instance, dimension: number, load: number, limit: number): string {
  const text = (amount: number) => amountText(instance, dimension, amount);
  return `${instance.dimensions[dimension].name} ${text(load)} of ${text(limit)}`;
}
