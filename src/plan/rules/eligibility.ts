import { isEligible } from "../../instance/features.ts";
import { pairOf } from "../piece.ts";
import { pieceName } from "../wording.ts";
import { type Rule, siteOf } from "./rule.ts";

/** A task runs only where labels, forbidden lists and tables allow it. */
export const eligibility: Rule<never> = {
  name: "eligibility",
  isOfEachCopy: true,
  traits: [],
  check({ instance, plan }, report) {
    for (let k = 0; k < plan.task.length; k++) {
      if (!isEligible(instance, ...pairOf(instance, plan, k))) {
        report(
          () => `${pieceName(instance, plan, k)}: not eligible there`,
          siteOf(instance, plan, k),
        );
      }
    }
  },
};
