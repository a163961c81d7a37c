import { contentHash } from "../instance/content-hash.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { Statements } from "../io/statements.ts";
import { exactValue, type ObjectiveValue } from "../planner/objective-value.ts";
import { weakest } from "../planner/termination.ts";
import { objectivesVerdict } from "../report/sentence.ts";
import { show } from "../util/show.ts";
import type { Contradiction } from "./findings.ts";

/** What a file says of itself that is not so, and sentences on what cannot be told. */
export interface HeaderCheck {
  readonly contradictions: readonly Contradiction[];
  readonly notes: readonly string[];
}

/** Is the file for this instance? By what it says, not by where it lies: the name counts where the document has one. */
export function checkInstance(instance: Instance, statements: Statements): HeaderCheck {
  const { instance: name, instance_hash: stated } = statements;
  const hash = contentHash(instance);
  const contradictions: Contradiction[] = [];
  const notes: string[] = [];
  if (stated !== undefined && stated !== hash) {
    const message = `the file is for an instance with the content ${stated}, and this one has ${hash}: it is another one, was changed since, or had its runtimes filled in otherwise`;
    contradictions.push({ path: "/instance_hash", message });
  }
  if (stated === undefined) {
    notes.push(`The file has no hash of its instance; this one has ${hash}.`);
  }
  if (name !== undefined && name !== instance.name) {
    const message = `the file is for the instance ${show(name)}, this one is ${show(instance.name)}`;
    if (instance.isNamed) contradictions.push({ path: "/instance", message });
    else notes.push(`By its name ${message}.`);
  }
  return { contradictions, notes };
}

/** The termination of the run follows from those of its levels, and its verdict from all that is told of them. */
export function checkRun(statements: Statements): readonly Contradiction[] {
  const { termination, objectives, verdict } = statements;
  const found: Contradiction[] = [];
  const ends = objectives.flatMap((one) => one.termination ?? []);
  const isTold = objectives.length > 0 && ends.length === objectives.length;
  if (termination === "infeasible")
    found.push({ path: "/termination", message: "there is a plan" });
  else if (termination !== undefined && isTold && termination !== weakest(ends)) {
    const message = `the file states ${termination}, and its objectives come to ${weakest(ends)}`;
    found.push({ path: "/termination", message });
  }
  if (verdict !== undefined && isTold) {
    const truth = objectivesVerdict(objectives as readonly ObjectiveValue[]);
    if (verdict !== truth) {
      found.push({
        path: "/verdict",
        message: "it is not what the objectives of the file come to",
      });
    }
  }
  return found;
}

/** Bounds in the trace that pass the plan; `known`: its internal value of a target, by name. */
export function checkTrace(
  { trace = [] }: Statements,
  known: (name: string) => { readonly target: Target; readonly value: number } | undefined,
): readonly Contradiction[] {
  return trace.flatMap(({ objective, bound }, i): Contradiction[] => {
    const found = known(objective);
    if (found === undefined || bound === undefined) return [];
    const { target, value } = found;
    if (exactValue(target, bound * target.perUnit) <= value) return [];
    return [{ path: `/trace/${i}/bound`, message: `${bound} passes the plan's ${objective}` }];
  });
}
