import type { UnitRecord } from "./record.ts";
import type { Standing } from "./rounds.ts";
import { planFile } from "./store.ts";

/** One line of results.ndjson. A unit that never got its turn has no plan. */
export function resultLine({ unit, record }: Standing): object {
  if (record === undefined) {
    return { name: unit.name, instance: unit.file, status: "no-plan", message: NOT_YET, rounds: 0 };
  }
  const { status, termination, method, solver, objectives, refuted, verdict, notes } = record;
  return {
    name: unit.name,
    instance: unit.file,
    status,
    termination,
    method,
    solver,
    objectives,
    refuted,
    verdict,
    notes,
    message: record.message,
    issues: record.issues,
    plan: record.plan === undefined ? undefined : planFile(unit.name),
    rounds: record.rounds.length,
    work: workOf(record),
    seconds: secondsOf(record),
  };
}

const NOT_YET = "not planned yet";

/** Seconds over all rounds. */
export function secondsOf({ rounds }: UnitRecord): number {
  return rounds.reduce((total, { seconds }) => total + seconds, 0);
}

function workOf({ rounds }: UnitRecord): number | undefined {
  if (rounds.every(({ work }) => work === undefined)) return undefined;
  return rounds.reduce((total, { work }) => total + (work ?? 0), 0);
}

/** What all units came to, the gravest first. */
export type BatchVerdict = "fault" | "bad-input" | "no-plan" | "infeasible" | "planned";

const GRAVEST: readonly BatchVerdict[] = ["fault", "bad-input", "no-plan", "infeasible"];

/**
 * The gravest thing that happened to any unit: a fault, then bad input, then a unit without a plan, then one that is proven
 * to have none. What is no instance does not count, unless nothing else is there. A part without units is planned.
 */
export function verdictOf(standings: readonly Standing[]): BatchVerdict {
  const found = standings.map(({ record }) => record?.status ?? "no-plan");
  if (found.length === 0) return "planned";
  if (found.every((status) => status === "no-instance")) return "bad-input";
  return GRAVEST.find((status) => found.includes(status)) ?? "planned";
}
