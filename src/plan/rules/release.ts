import { durationText, pieceName } from "../wording.ts";
import { type Rule, siteOf } from "./rule.ts";

/** A piece starts at or after the release of its task. */
export const release: Rule<"release"> = {
  name: "release",
  isOfEachCopy: true,
  modes: ["batch", "schedule"],
  traits: [
    {
      name: "release",
      about: "tasks have releases",
      kind: "forbids",
      isIn: ({ tasks }) => tasks.some((task) => task.release > 0),
    },
  ],
  check({ instance, plan }, report) {
    for (let k = 0; k < plan.task.length; k++) {
      const earliest = instance.tasks[instance.taskOfCopy[plan.task[k]]].release;
      if (plan.start[k] < earliest) {
        report(
          () =>
            `${pieceName(instance, plan, k)}: starts at ${durationText(plan.start[k])}, ` +
            `released at ${durationText(earliest)}`,
          { ...siteOf(instance, plan, k), amount: plan.start[k], limit: earliest, unit: "ms" },
        );
      }
    }
  },
};
