import type { StatedPlan } from "../io/plan-file.ts";
import type { StatedObjective, Statements } from "../io/statements.ts";
import type { ObjectiveFinding } from "./findings.ts";

/** How a plan was found. Nothing that is checked depends on it. */
const OF_RUN = [
  "method",
  "without",
  "solver",
  "notes",
  "trace",
  "seconds",
  "run",
] as const satisfies readonly (keyof Statements)[];

/** What the level reached before later ones, and who found its bound. */
const OF_LEVEL = ["source", "best", "best_exact", "best_gap"] as const;
const OF_BOUND = ["bound", "bound_exact", "gap"] as const;
const OF_PROOF = ["condition", "proof"] as const;
const OF_CERTIFIED = ["certified", "certified_exact", "certified_condition"] as const;

/** JSON pointers of what a file states and the check cannot tell: it has the right form and stands in no contradiction. */
export function uncheckedIn(
  { statements, replan }: StatedPlan,
  findings: readonly ObjectiveFinding[],
): readonly string[] {
  const { termination } = statements;
  const run = OF_RUN.filter((key) => statements[key] !== undefined).map((key) => `/${key}`);
  return [
    ...(termination === undefined || termination === "optimal" ? [] : ["/termination"]),
    ...run,
    ...(replan === undefined ? [] : ["/replan"]),
    ...statements.objectives.flatMap((stated) =>
      uncheckedOf(
        stated,
        findings.find(({ name }) => name === stated.name),
      ),
    ),
  ];
}

function uncheckedOf(stated: StatedObjective, finding: ObjectiveFinding | undefined): string[] {
  const { path, termination, certificate } = stated;
  if (finding === undefined) return [path];
  const isLooked = finding.bound.status === "checked" || finding.bound.status === "conditional";
  const isProven = isLooked && certificate !== undefined;
  const keys: readonly (keyof StatedObjective)[] = [
    ...OF_LEVEL,
    ...(isLooked && finding.claim === undefined ? [] : OF_BOUND),
    ...(isProven && finding.claim === undefined ? [] : OF_PROOF),
    ...(isProven ? [] : ([...OF_CERTIFIED, "certificate"] as const)),
    ...(termination === "optimal" ? [] : (["termination"] as const)),
  ];
  return keys.filter((key) => stated[key] !== undefined).map((key) => `${path}/${key}`);
}
