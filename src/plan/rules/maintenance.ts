import { rulesOf } from "../../instance/schedule.ts";
import { durationText, pieceName } from "../wording.ts";
import { type Rule, siteOf } from "./rule.ts";

/** Nothing runs on a resource during its maintenance: [start, end) of each piece stays clear of it. */
export const maintenance: Rule<"maintenance"> = {
  name: "maintenance",
  isOfEachCopy: true,
  modes: ["schedule"],
  traits: [
    {
      name: "maintenance",
      about: "resources have maintenance",
      kind: "forbids",
      isIn: ({ schedule }) => schedule?.maintenance.some((shut) => shut.length > 0) === true,
    },
  ],
  check(audit, report) {
    const { instance, plan } = audit;
    const closed = rulesOf(instance).maintenance;
    const ends = audit.ends();
    for (let k = 0; k < plan.task.length; k++) {
      const start = plan.start[k];
      for (const [from, until] of closed[instance.resourceOfCopy[plan.resource[k]]]) {
        // So a piece of length 0 is in the way if it stands strictly inside.
        if (!(start < until && ends[k] > from)) continue;
        report(
          () =>
            `${pieceName(instance, plan, k)}: runs from ${durationText(start)} to ${durationText(ends[k])}, ` +
            `maintenance is from ${durationText(from)} to ${durationText(until)}`,
          { ...siteOf(instance, plan, k), time: Math.max(start, from) },
        );
      }
    }
  },
};
