import { pieceEnd } from "../piece.ts";
import { durationText, pieceName } from "../wording.ts";
import { type Rule, siteOf } from "./rule.ts";

/** A piece starts at or after its resource's `from` and ends at or before its `until`. */
export const window: Rule<"available"> = {
  name: "window",
  isOfEachCopy: true,
  isOfAmounts: true,
  modes: ["batch", "schedule"],
  traits: [
    {
      name: "available",
      about: "resources have windows",
      kind: "forbids",
      isIn: ({ resources }) => resources.some(({ from, until }) => from > 0 || until !== undefined),
    },
  ],
  check({ instance, plan }, report) {
    for (let k = 0; k < plan.task.length; k++) {
      const { from, until } = instance.resources[instance.resourceOfCopy[plan.resource[k]]];
      const start = plan.start[k];
      if (start < from) {
        report(
          () =>
            `${pieceName(instance, plan, k)}: starts at ${durationText(start)}, ` +
            `available from ${durationText(from)}`,
          { ...siteOf(instance, plan, k), amount: start, limit: from, unit: "ms" },
        );
      }
      if (until === undefined) continue;
      const end = pieceEnd(instance, plan, k);
      if (end > until) {
        report(
          () =>
            `${pieceName(instance, plan, k)}: ends at ${durationText(end)}, ` +
            `available until ${durationText(until)}`,
          { ...siteOf(instance, plan, k), time: end, amount: end, limit: until, unit: "ms" },
        );
      }
    }
  },
};
