import { type Finding, findingLines, LOSSES } from "../io/kubernetes/findings.ts";
import { endWith } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { printJson, tell } from "./print.ts";

/** What an import of a cluster has to tell. */
export interface ToldImport {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** What a program gets where no file is written. */
  readonly held: object;
}

/** How it is told. */
export interface ReportFlags {
  readonly output?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** True if nothing is to be written, for something cannot be represented. */
export function isRefused(findings: readonly Finding[], { strict }: ReportFlags): boolean {
  return strict === true && findings.some(({ verdict }) => LOSSES.includes(verdict));
}

/** Most lines of findings for a person; a program gets them all. */
const MOST_LINES = 40;

/** Tells what became of a cluster, and ends with the exit code of a refusal where it is refused. */
export function reportImport(
  { findings, notes, held }: ToldImport,
  flags: ReportFlags,
  originFile: string | undefined,
): void {
  const refused = isRefused(findings, flags);
  for (const note of notes) tell(note);
  const lines = findingLines(findings);
  for (const line of lines.slice(0, MOST_LINES)) tell(line);
  if (lines.length > MOST_LINES) tell(`and ${lines.length - MOST_LINES} more (--json lists all)`);
  if (originFile !== undefined && !refused) tell(`What each row stands for: ${originFile}.`);
  if (refused) {
    tell("error: not all can be represented (--strict), so nothing was written.");
    endWith(EXIT.usage);
  }
  if (flags.json !== true) return;
  const shown = flags.output === undefined && !refused ? held : {};
  printJson({ written: !refused, ...shown, findings, notes });
}
