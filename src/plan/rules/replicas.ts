import { taskCopyId } from "../../instance/ids.ts";
import type { Instance } from "../../instance/types.ts";
import type { Plan } from "../types.ts";
import { pieceName } from "../wording.ts";
import { piecesOfEntry, type ReportViolation, type Rule, siteOf } from "./rule.ts";

/**
 * The replicas of a task copy stand on distinct resource copies; with `across`, on resources with
 * distinct values of the label, and never on one that lacks it.
 */
export const replicas: Rule<"replicas" | "across"> = {
  name: "replicas",
  traits: [
    {
      name: "replicas",
      about: "tasks have replicas",
      kind: "shapes",
      isIn: ({ tasks }) => tasks.some((task) => task.replicas > 1),
    },
    {
      name: "across",
      about: "replicas differ in a label",
      kind: "forbids",
      isIn: ({ tasks }) => tasks.some((task) => task.across !== undefined),
    },
  ],
  check({ instance, plan }, report) {
    instance.tasks.forEach((task, entry) => {
      if (task.replicas < 2 && task.across === undefined) return;
      let [k, end] = piecesOfEntry(instance, plan, entry);
      while (k < end) {
        const from = k;
        while (k < end && plan.task[k] === plan.task[from]) k++;
        checkDistinct(instance, plan, from, k, report);
        if (task.across !== undefined) checkDomains(instance, plan, task.across, from, k, report);
      }
    });
  },
};

function checkDistinct(
  instance: Instance,
  plan: Plan,
  from: number,
  to: number,
  report: ReportViolation,
): void {
  for (let k = from + 1; k < to; k++) {
    if (plan.resource[k] === plan.resource[k - 1]) {
      report(
        () => `${pieceName(instance, plan, k)}: two replicas on one resource`,
        siteOf(instance, plan, k),
      );
    }
  }
}

function checkDomains(
  instance: Instance,
  plan: Plan,
  across: number,
  from: number,
  to: number,
  report: ReportViolation,
): void {
  const { label, of, values } = instance.domains[across];
  const seen = new Set<number>();
  for (let k = from; k < to; k++) {
    const value = of[instance.resourceOfCopy[plan.resource[k]]];
    if (value === -1) {
      report(
        () => `${pieceName(instance, plan, k)}: the resource has no label ${label}`,
        siteOf(instance, plan, k),
      );
    } else if (seen.has(value)) {
      report(
        () => `${taskCopyId(instance, plan.task[k])}: two replicas with ${label} ${values[value]}`,
        siteOf(instance, plan, k),
      );
    }
    seen.add(value);
  }
}
