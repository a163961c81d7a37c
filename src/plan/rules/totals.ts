import { totalWeight } from "../../instance/amounts.ts";
import { targetsOf } from "../../instance/targets.ts";
import { InstanceError } from "../../util/errors.ts";
import { evaluateTarget } from "../evaluate.ts";
import { durationText } from "../wording.ts";
import type { Rule } from "./rule.ts";

/** Prices of an hour in micro-dollars and the like, that a time is multiplied by before it is divided. */
const LEAST_FACTOR = 2 ** 13;

/**
 * The value of each objective of the instance is below 2^53, so that it is exact. An instance is only read if this holds for
 * every plan whose pieces wait for something; a piece that waits for nothing may start as late as it likes.
 */
export const totals: Rule<never> = {
  name: "totals",
  modes: ["batch", "schedule"],
  traits: [],
  check({ instance, plan, ends }, report) {
    let last = 0;
    for (const end of ends()) if (end > last) last = end;
    // No sum can come near before this; plans of every day end here.
    if (last * Math.max(LEAST_FACTOR, totalWeight(instance)) <= Number.MAX_SAFE_INTEGER) return;
    if (plan.start.some(Number.isNaN)) return;
    for (const target of targetsOf(instance)) {
      try {
        evaluateTarget(instance, plan, target);
      } catch (error) {
        if (!(error instanceof InstanceError)) throw error;
        const { message } = error.issues[0];
        report(() => `${message}; its last piece ends after ${durationText(last)}`);
      }
    }
  },
};
