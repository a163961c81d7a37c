import { pieceEnd } from "../piece.ts";
import { durationText, pieceName } from "../wording.ts";
import { type Rule, siteOf } from "./rule.ts";

/** A piece ends at or before the deadline of its task. */
export const deadline: Rule<"deadline"> = {
  name: "deadline",
  isOfEachCopy: true,
  isOfAmounts: true,
  modes: ["batch", "schedule"],
  traits: [
    {
      name: "deadline",
      about: "tasks have deadlines",
      kind: "forbids",
      isIn: ({ tasks }) => tasks.some((task) => task.deadline !== undefined),
    },
  ],
  check({ instance, plan }, report) {
    for (let k = 0; k < plan.task.length; k++) {
      const latest = instance.tasks[instance.taskOfCopy[plan.task[k]]].deadline;
      if (latest === undefined) continue;
      const end = pieceEnd(instance, plan, k);
      if (end > latest) {
        report(
          () =>
            `${pieceName(instance, plan, k)}: ends at ${durationText(end)}, ` +
            `deadline ${durationText(latest)}`,
          { ...siteOf(instance, plan, k), time: end, amount: end, limit: latest, unit: "ms" },
        );
      }
    }
  },
};
