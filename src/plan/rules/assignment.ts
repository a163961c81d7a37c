import { taskCopyId } from "../../instance/ids.ts";
import { piecesPerCopy } from "../../instance/schedule.ts";
import { type Instance, type Task, WHOLE } from "../../instance/types.ts";
import type { Plan } from "../types.ts";
import { shareText } from "../wording.ts";
import { type ReportViolation, type Rule, siteOf } from "./rule.ts";

/**
 * Every task copy is placed exactly once (an optional one at most once), with all its replicas or workers; the
 * shares of a divisible one sum to 1, with at most one piece on a resource copy.
 */
export const assignment: Rule<"optional" | "divisible"> = {
  name: "assignment",
  traits: [
    {
      name: "optional",
      about: "tasks may be left out",
      kind: "shapes",
      isIn: ({ tasks }) => tasks.some((task) => task.optional),
    },
    {
      name: "divisible",
      about: "tasks may be shared out",
      kind: "shapes",
      isIn: ({ tasks }) => tasks.some((task) => task.divisible),
    },
  ],
  check({ instance, plan }, report) {
    let k = 0;
    for (let copy = 0; copy < instance.taskOfCopy.length; copy++) {
      const from = k;
      while (k < plan.task.length && plan.task[k] === copy) k++;
      const task = instance.tasks[instance.taskOfCopy[copy]];
      if (k === from) {
        if (!task.optional)
          report(() => `${taskCopyId(instance, copy)}: not placed`, { task: copy });
      } else if (task.divisible) {
        checkShares(instance, plan, task, from, k, report);
      } else {
        checkWhole(instance, plan, from, k, report);
      }
    }
  },
};

function checkWhole(
  instance: Instance,
  plan: Plan,
  from: number,
  to: number,
  report: ReportViolation,
): void {
  const name = () => taskCopyId(instance, plan.task[from]);
  const wanted = piecesPerCopy(instance, instance.taskOfCopy[plan.task[from]]);
  if (to - from !== wanted) {
    report(() => `${name()}: placed ${times(to - from)} instead of ${times(wanted)}`, {
      ...{ task: plan.task[from], amount: to - from, limit: wanted, unit: "pieces" },
    });
  }
  for (let k = from; k < to; k++) {
    const share = plan.share[k];
    if (share !== WHOLE)
      report(() => `${name()}: a share of ${shareText(share)}, but not divisible`, {
        ...{ task: plan.task[k], resource: plan.resource[k] },
        ...{ amount: share / WHOLE, limit: 1, unit: "share" },
      });
  }
}

function checkShares(
  instance: Instance,
  plan: Plan,
  task: Task,
  from: number,
  to: number,
  report: ReportViolation,
): void {
  const name = () => taskCopyId(instance, plan.task[from]);
  let sum = 0;
  for (let k = from; k < to; k++) {
    sum += plan.share[k];
    if (k > from && plan.resource[k] === plan.resource[k - 1]) {
      report(() => `${name()}: more than one piece on one resource`, siteOf(instance, plan, k));
    }
  }
  if (sum > WHOLE || (sum < WHOLE && !task.optional)) {
    report(() => `${name()}: shares sum to ${shareText(sum)} instead of 1`, {
      ...{ task: plan.task[from], amount: sum / WHOLE, limit: 1, unit: "share" },
    });
  }
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
