import { requireArgument, requireText } from "../util/arguments.ts";
import { InstanceError, UsageError } from "../util/errors.ts";
import { INSTANCE } from "./arguments.ts";
import { readObjective } from "./read/objectives.ts";
import { makeReport } from "./read/report.ts";
import { requirementIssues } from "./requirements.ts";
import type { Instance, ObjectiveSpec } from "./types.ts";

/**
 * Objectives as typed on a command line: "cost:2%,utilization:gpu,makespan". A part that ends in % is
 * a tolerance, another part is a dimension.
 * Throws UsageError for what cannot be read and InstanceError (paths `/objectives/i`) for what the
 * instance lacks.
 */
export function objectivesFromText(instance: Instance, text: string): readonly ObjectiveSpec[] {
  requireArgument("objectivesFromText", INSTANCE, instance);
  requireText("objectivesFromText", "objectives as one text", text);
  const report = makeReport();
  const names = instance.dimensions.map(({ name }) => name);
  const dimensions = {
    names,
    indexOf: (name: string) => (names.includes(name) ? names.indexOf(name) : undefined),
  };
  const specs = text.split(",").flatMap((part) => {
    const trimmed = part.trim();
    const found = readObjective(report, `"${trimmed}"`, itemOf(trimmed, names), dimensions);
    return found === undefined ? [] : [found];
  });
  if (report.issues.length > 0) {
    const told = report.issues.map(({ message, hint }) => `${message}.${hint ? ` ${hint}` : ""}`);
    throw new UsageError(`cannot read the objectives "${text}": ${told.join(" ")}`);
  }
  const lacking = requirementIssues(instance, specs);
  if (lacking.length > 0) throw new InstanceError(lacking);
  return Object.freeze(specs);
}

/** A number without its sign is a tolerance too, which `readObjective` then asks for. */
function itemOf(part: string, names: readonly string[]): unknown {
  const cut = part.lastIndexOf(":");
  const behind = part.slice(cut + 1);
  const isNumber = /^\s*[\d.]+\s*$/.test(behind) && !names.includes(behind);
  if (cut < 0 || !(part.endsWith("%") || isNumber)) return part;
  return { objective: part.slice(0, cut), tolerance: part.slice(cut + 1) };
}
