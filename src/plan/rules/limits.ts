import { rulesOf, usageOf } from "../../instance/schedule.ts";
import type { Limit } from "../../instance/schedule-rules.ts";
import type { Instance } from "../../instance/types.ts";
import { pairOf } from "../piece.ts";
import { amountText, durationText, pieceName, thousandthsText } from "../wording.ts";
import { type Rule, type Site, siteOf } from "./rule.ts";
import { sweep } from "./sweep.ts";

/** At every instant all running pieces together use at most the capacity of each shared limit; a piece of length 0 fits alone. */
export const limits: Rule<"limits"> = {
  name: "limits",
  modes: ["schedule"],
  traits: [
    {
      name: "limits",
      about: "tasks share limits",
      kind: "forbids",
      isIn: ({ schedule }) => (schedule?.limits.length ?? 0) > 0,
    },
  ],
  check(audit, report) {
    const { instance, plan } = audit;
    const ends = audit.ends();
    for (const limit of rulesOf(instance).limits) {
      const used = Float64Array.from(plan.task, (_, k) => {
        const [task, resource] = pairOf(instance, plan, k);
        return usageOf(limit, task, resource, instance.resources.length);
      });
      let load = 0;
      const excess = (k: number, amount: number) => {
        if (amount <= limit.capacity) return;
        report(
          () =>
            `${pieceName(instance, plan, k)}: from ${durationText(plan.start[k])} on ` +
            `${limitText(instance, limit, amount)} of ${limitText(instance, limit, limit.capacity)} ${limit.name} are used`,
          { ...siteOf(instance, plan, k), ...amounts(limit, amount) },
        );
      };
      sweep(plan, ends, plan.task.keys(), {
        enter: (k) => {
          load += used[k];
          excess(k, load);
        },
        stand: (k) => excess(k, used[k]),
        leave: (k) => {
          load -= used[k];
        },
      });
    }
  },
};

/** The amounts of a limit: of its dimension, else as the document counts them. */
function amounts({ dimension, name, capacity }: Limit, amount: number): Site {
  if (dimension !== undefined) return { dimension, amount, limit: capacity };
  return { amount: amount / 1000, limit: capacity / 1000, unit: name };
}

function limitText(instance: Instance, { dimension }: Limit, amount: number): string {
  return dimension === undefined
    ? thousandthsText(amount)
    : amountText(instance, dimension, amount);
}
