import { INSTANCE } from "../instance/arguments.ts";
import { contentHash } from "../instance/content-hash.ts";
import type { Instance } from "../instance/types.ts";
import { assignments, recoveryAssignments } from "../plan/assignments.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { objectiveValue, printedValue } from "../planner/objective-value.ts";
import { OUTCOME } from "../planner/options.ts";
import type { Outcome, TraceEntry } from "../planner/types.ts";
import { requireArgument } from "../util/arguments.ts";
import { defined } from "../util/defined.ts";
import { verdict } from "./sentence.ts";

/** The document of `berth solve --json`; `instance` is the one that the document of the user has. */
export function outcomeDocument(instance: Instance, outcome: Outcome): object {
  requireArgument("outcomeDocument", INSTANCE, instance);
  requireArgument("outcomeDocument", OUTCOME, outcome);
  const fields = outcomeFields(instance, outcome);
  if (fields.plan === undefined) return fields;
  const lists = Object.entries(fields.plan).map(([name, items]) => [name, [...items]]);
  return { ...fields, plan: Object.fromEntries(lists) };
}

/** The same with lists that are made while they are read, once: for printing. */
export function outcomeFields(instance: Instance, outcome: Outcome): OutcomeFields {
  return {
    instance: instance.name,
    instance_hash: contentHash(instance),
    termination: outcome.termination,
    method: outcome.method,
    ...(outcome.without === undefined ? {} : { without: outcome.without }),
    ...(outcome.solver === undefined ? {} : { solver: outcome.solver }),
    objectives: outcome.levels.map(objectiveValue),
    ...defined({ refuted: outcome.refuted }),
    ...(outcome.plan === undefined ? {} : { plan: planDocument(outcome.plan) }),
    verdict: verdict(outcome),
    notes: outcome.notes,
    trace: outcome.trace.map(traceLine),
    seconds: outcome.seconds,
  };
}

/** The fields of an outcome's document, with the long lists of its plan as iterables. */
interface OutcomeFields {
  readonly [name: string]: unknown;
  readonly plan?: Readonly<Record<string, Iterable<object>>>;
}

function planDocument(verified: VerifiedPlan): Record<string, Iterable<object>> {
  const { robust } = verified.instance;
  return {
    assignments: assignments(verified),
    ...(robust !== undefined && { recoveries: recoveryAssignments(verified) }),
  };
}

function traceLine({ seconds, target, source, value, bound }: TraceEntry): object {
  return {
    seconds,
    objective: target.name,
    source,
    ...(value === undefined ? {} : { value: printedValue(target, value) }),
    ...(bound === undefined ? {} : { bound: printedValue(target, bound) }),
  };
}
