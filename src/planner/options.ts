import { OBJECTIVE_LIST } from "../instance/arguments.ts";
import { requireOptions, type WantedArgument, type WantedOption } from "../util/arguments.ts";
import type { PlanOptions } from "./types.ts";

/** What `plan` returns. */
export const OUTCOME: WantedArgument = {
  what: "an outcome",
  keys: ["levels", "termination", "trace"],
  from: "await plan(instance)",
};

/** What each option of `plan` may be: callers without types get a sentence in place of a run that never ends. */
const OPTIONS = {
  objectives: OBJECTIVE_LIST,
  method: { what: "a name", holds: isText },
  without: {
    what: "a list of names",
    holds: (value) => Array.isArray(value) && value.every(isText),
    hint: '["packing", "local"]',
  },
  solver: { what: "a name", holds: isText },
  timeLimit: {
    what: "milliseconds, 0 or more",
    holds: isAmount,
    hint: "10_000 for ten seconds, and no timeLimit at all for none",
  },
  workLimit: {
    what: "units of work, 0 or more",
    holds: isAmount,
    hint: "2000, and no workLimit at all for none",
  },
  gap: {
    what: "a share from 0 to below 1",
    holds: (value) => isAmount(value) && value < 1,
    hint: "0.001 for 0.1 %",
  },
  seed: { what: "an integer of 32 bits", holds: (value) => value === ((value as number) | 0) },
  policy: {
    what: "a policy",
    holds: hasFields("objective", "forest"),
    hint: "await readPolicyFile(path)",
  },
  start: {
    what: "the columns of a plan",
    holds: hasFields("task", "resource", "deviceStart"),
    hint: "the plan that readPlan(path, instance) gives",
  },
  earlier: {
    what: "an earlier run",
    holds: hasFields("levels"),
    hint: "{ plan: outcome.plan.plan, levels: [] }",
  },
  signal: {
    what: "an AbortSignal",
    holds: hasFields("aborted", "addEventListener"),
    hint: "the signal of an AbortController",
  },
  onTrace: { what: "a function", holds: (value) => typeof value === "function" },
} as const satisfies Readonly<Record<keyof PlanOptions, WantedOption>>;

/** Throws UsageError for an option that `plan` does not have, or a value that it cannot take; `caller` names the function. */
export function checkOptions(caller: string, options: PlanOptions): void {
  requireOptions(caller, OPTIONS, options);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY;
}

function hasFields(...names: readonly string[]): (value: unknown) => boolean {
  return (value) =>
    typeof value === "object" && value !== null && names.every((name) => name in value);
}
