import { INSTANCE } from "../instance/arguments.ts";
import { resourceCopyId } from "../instance/ids.ts";
import {
  requireArgument,
  requireOptions,
  type WantedArgument,
  type WantedOption,
} from "../util/arguments.ts";
import type { Situation } from "./types.ts";

const SITUATION: WantedArgument = {
  what: "a situation",
  keys: ["instance", "earlier", "now", "down", "migrations"],
  from: '{ instance, earlier: [...assignments(outcome.plan)], now: 0, down: new Set(), migrations: { level: "first" } }',
};

/** What the parts of a situation may be that have no check of their own. */
const PARTS: Readonly<Record<string, WantedOption>> = {
  earlier: {
    what: "the list of an earlier plan's assignments",
    holds: (value) => Array.isArray(value),
    hint: "[...assignments(outcome.plan)], or the assignments of readNamedPlan(path)",
  },
  now: {
    what: "milliseconds from the beginning of the plan, 0 or more",
    holds: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
    hint: "3_600_000 for an hour",
  },
  down: {
    what: "a set of numbers of resource copies",
    holds: (value) => value instanceof Set,
    hint: 'new Set([findResourceCopy(instance, "dgx#2")])',
  },
  migrations: {
    what: "a rule on migrations",
    holds: isRule,
    hint: '{ level: "first" }, { level: "last" }, { price: 5_000_000 } or "ignore"',
  },
};

/** Throws UsageError for a situation that is none. */
export function checkSituation(situation: Situation): void {
  requireArgument("replan", SITUATION, situation);
  const { instance, earlier, now, down, migrations } = situation;
  requireArgument("replan", INSTANCE, instance);
  requireOptions("replan", PARTS, { earlier, now, down, migrations });
  for (const copy of down) resourceCopyId(instance, copy);
}

function isRule(value: unknown): boolean {
  if (value === "ignore") return true;
  if (typeof value !== "object" || value === null) return false;
  if ("level" in value) return value.level === "first" || value.level === "last";
  return "price" in value && Number.isSafeInteger(value.price) && (value.price as number) >= 0;
}
