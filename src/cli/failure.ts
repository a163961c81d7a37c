import pc from "picocolors";
import { isSystemError, systemSentence } from "../io/system-error.ts";
import {
  formatIssue,
  InstanceError,
  InvariantError,
  SolverError,
  UsageError,
} from "../util/errors.ts";
import { plain } from "../util/plain.ts";
import { printJson, tellLines } from "./print.ts";

/** Exit codes; a cron job may trust them. */
export const EXIT = {
  plan: 0,
  usage: 1,
  infeasible: 2,
  noPlan: 3,
  fault: 4,
  contradicted: 5,
  missing: 6,
} as const;

/** What each exit code says, for `--help`. */
export const EXIT_TEXT = `
Exit codes:
    ${EXIT.plan}  a verified plan, or what else was asked for
    ${EXIT.usage}  wrong usage or input, or a plan that breaks a rule
    ${EXIT.infeasible}  no plan exists, proven or, where it says so, as a solver claims
    ${EXIT.noPlan}  stopped without a plan
    ${EXIT.fault}  a fault of Berth or of a solver
    ${EXIT.contradicted}  verify: the plan file states what is not so
    ${EXIT.missing}  a plan, but not what --require-gap or --require-certified asked for; export-plan, apply: a part
       of the plan is missing
  129  ended at once by a closed terminal (SIGHUP), 130 by Ctrl-C (SIGINT), 143 by SIGTERM:
       the second one, or the first before planning began; the first one keeps what was found`;

const MOST_ISSUES = 200;

/**
 * Prints an error for a person on stderr (and, with --json, as the one document on stdout) and returns
 * the exit code. A stack is shown only for faults of ours.
 */
export function reportError(error: unknown, json: boolean): number {
  tellLines(describe(error).join("\n"));
  if (json) printJson(errorDocument(error));
  return exitCode(error);
}

/** The command line parser has told the person already; a program that asked for JSON learns it too. */
export function reportUsage(error: Error, json: boolean): number {
  if (json) printJson(errorDocument(new UsageError(error.message)));
  return EXIT.usage;
}

function exitCode(error: unknown): number {
  if (error instanceof InstanceError || error instanceof UsageError) return EXIT.usage;
  return isSystemError(error) ? EXIT.usage : EXIT.fault;
}

function describe(error: unknown): string[] {
  const label = pc.red("error:");
  if (error instanceof InstanceError) {
    const { issues } = error;
    const shown = issues.slice(0, MOST_ISSUES).map((issue) => `  ${plain(formatIssue(issue))}`);
    const more = issues.length > MOST_ISSUES ? [`  and ${issues.length - MOST_ISSUES} more`] : [];
    const count = issues.length === 1 ? "1 problem" : `${issues.length} problems`;
    return [`${label} ${count} in the input`, ...shown, ...more];
  }
  if (error instanceof UsageError || error instanceof SolverError) {
    return [`${label} ${sentences(error.message)}`];
  }
  if (isSystemError(error)) return [`${label} ${sentences(systemSentence(error))}`];
  if (error instanceof InvariantError) {
    return [
      `${label} This is a fault of Berth; please report it with the instance.`,
      error.message,
    ];
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [`${label} This is a fault of Berth; please report it with the instance.`, stack];
}

/** A message whose only line ends are ours: a mend and the items of a list stand on lines of their own. */
function sentences(message: string): string {
  return message
    .split(/\n(?=Maybe | {2})/)
    .map(plain)
    .join("\n");
}

function errorDocument(error: unknown): object {
  const message = error instanceof Error ? error.message : String(error);
  return {
    termination: "error",
    error: error instanceof Error ? error.name : "Error",
    message,
    ...(error instanceof InstanceError ? { issues: error.issues } : {}),
  };
}
