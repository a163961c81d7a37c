import type { WantedArgument } from "../util/arguments.ts";

/** The columns of a plan. */
export const PLAN: WantedArgument = {
  what: "the columns of a plan",
  keys: ["task", "resource", "deviceStart"],
  from: "outcome.plan.plan, or the plan that readPlan(path, instance) gives",
};

/** What `verify` returns of a plan that keeps every rule. */
export const VERIFIED_PLAN: WantedArgument = {
  what: "a verified plan",
  keys: ["instance", "plan"],
  from: "outcome.plan, which is absent where no plan was found",
};
