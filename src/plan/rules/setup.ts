import { taskCopyId } from "../../instance/ids.ts";
import { rulesOf } from "../../instance/schedule.ts";
import { durationText, pieceName } from "../wording.ts";
import { type Rule, siteOf } from "./rule.ts";

/**
 * Between one piece and the next on an exclusive resource copy passes the setup time of their families. Pieces follow each
 * other by start, then end, then place in the plan.
 */
export const setup: Rule<"setup"> = {
  name: "setup",
  isOfEachCopy: true,
  modes: ["schedule"],
  traits: [
    {
      name: "setup",
      about: "there are setup times",
      kind: "forbids",
      isIn: ({ schedule }) => schedule?.setup.some((time) => time > 0) === true,
    },
  ],
  check(audit, report) {
    const { instance, plan, byResource } = audit;
    const { setup: times, families, family, exclusiveResource } = rulesOf(instance);
    if (!times.some((time) => time > 0)) return;
    const ends = audit.ends();
    const { start, piece } = byResource();
    const familyOf = (k: number) => family[instance.taskOfCopy[plan.task[k]]];
    for (let r = 0; r + 1 < start.length; r++) {
      if (exclusiveResource[instance.resourceOfCopy[r]] === 0) continue;
      const held = [...piece.subarray(start[r], start[r + 1])].sort(
        (i, j) => plan.start[i] - plan.start[j] || ends[i] - ends[j] || i - j,
      );
      for (let i = 1; i < held.length; i++) {
        const [a, b] = [held[i - 1], held[i]];
        const time = times[familyOf(a) * families.length + familyOf(b)];
        if (!(plan.start[b] < ends[a] + time)) continue;
        report(
          () =>
            `${pieceName(instance, plan, b)}: starts at ${durationText(plan.start[b])}, but ` +
            `${taskCopyId(instance, plan.task[a])} ends at ${durationText(ends[a])} and the setup takes ${durationText(time)}`,
          {
            ...siteOf(instance, plan, b),
            ...{ amount: plan.start[b], limit: ends[a] + time, unit: "ms" },
          },
        );
      }
    }
  },
};
