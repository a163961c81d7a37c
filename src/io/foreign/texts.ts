import { extname } from "node:path";
import { findJsonFault } from "../json-text.ts";
import { manifestWords, seemingDocument } from "./documents.ts";
import { looksLikeFlexibleShop, looksLikeJobShop } from "./job-shops.ts";
import {
  AN_INSTANCE,
  BY_HAND,
  OF_A_CLUSTER,
  OF_A_LOG,
  OF_A_PROJECT,
  OF_A_SHOP,
  OF_KUBECTL,
  OF_SLURM,
  OF_SOLVERS,
  type Seeming,
  type Wanted,
} from "./seeming.ts";
import { columnsOfTable, seemingTable } from "./tables.ts";

/** What a text that holds no document seems to be, by its first lines. */
export function seemingText(text: string, source: string, wanted: Wanted): Seeming | undefined {
  const head = text.slice(0, 20_000);
  const ending = extname(source).toLowerCase();
  for (const seeming of wanted === "an instance of Berth" ? [...KINDS, ...FORMS] : KINDS) {
    const found = seeming(head, ending, text);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Kind = (head: string, ending: string, text: string) => Seeming | undefined;

/** A kind that a pattern of the first lines shows. */
const by =
  (pattern: RegExp, what: string, hint: string): Kind =>
  (head) =>
    pattern.test(head) ? { what, hint } : undefined;

/** "max: 3x + 2y;", maybe behind comments. */
const LP_OF_LP_SOLVE =
  /^(?:\s*\/\*[\s\S]*?\*\/|\s*\/\/[^\n]*\n)*\s*(?:max|min)(?:imi[sz]e)?\s*:[^;]*;/i;

const KINDS: readonly Kind[] = [
  (head) => {
    const [, version] = /^\s*-?\s*apiVersion:\s*(\S+)/m.exec(head) ?? [];
    const [, kind] = /^\s*kind:\s*(\w+)/m.exec(head) ?? [];
    return version === undefined || kind === undefined ? undefined : manifestWords(version, kind);
  },
  by(/^\s*\{.*"apiVersion"/, "a manifest of Kubernetes", OF_A_CLUSTER),
  by(/^(?:tasks|resources):/m, AN_INSTANCE.what, AN_INSTANCE.hint),
  seemingTable,
  seemingLines,
  by(/^#SBATCH\s/m, "a batch script of Slurm", OF_SLURM),
  by(
    /^\s*(?:JobId=\d|(?:NodeName|PartitionName|ClusterName|SlurmctldHost)=)/m,
    "a text of Slurm (scontrol or slurm.conf)",
    OF_SLURM,
  ),
  by(
    /^(?:NAMESPACE\s+)?NAME\s+(?:READY\s+STATUS|STATUS\s+ROLES)\b/,
    "a table of kubectl",
    OF_KUBECTL,
  ),
  by(
    /^\s*(?:PARTITION\s+AVAIL|JOBID\s+PARTITION|JobID\s+JobName|NODELIST\s)/,
    "a table of Slurm",
    OF_SLURM,
  ),
  by(
    /^(?:;.*\n)*;\s*(?:Version|Computer|UnixStartTime|MaxJobs|MaxProcs)\s*:/i,
    "a workload log (SWF)",
    OF_A_LOG,
  ),
  by(
    /^[ \t]*-?\d+(?:\.\d+)?(?:[ \t]+-?\d+(?:\.\d+)?){17}[ \t]*\r?(?:$|\n(?:$|[ \t]*-?\d+(?:\.\d+)?(?:[ \t]+-?\d+(?:\.\d+)?){17}[ \t]*\r?(?:\n|$)))/,
    "a workload log (SWF)",
    OF_A_LOG,
  ),
  by(
    /^[^\t\n]+(?:\t[^\t\n]*){6,8}\t-?[\d.]+\r?(?:\n|$)/,
    "a trace of Gavel",
    "Maybe import it: berth import gavel --trace FILE --throughputs RATES --cluster v100=4.",
  ),
  by(/^NAME\b[^\n]*\n(?:[^\n]*\n){0,5}?\s*ROWS\b/m, "a linear program (MPS)", OF_SOLVERS),
  by(
    /^(?:\s*\\[^\n]*\n)*\s*(?:minimi[sz]e|maximi[sz]e|min|max)\b[\s\S]*?\b(?:subject to|such that|s\.?t\.?)\b/i,
    "a linear program (LP)",
    OF_SOLVERS,
  ),
  by(LP_OF_LP_SOLVE, "a linear program (LP of lp_solve)", OF_SOLVERS),
  by(/^\s*(?:<\?xml|<!doctype|<html|<[a-z]+[\s>])/i, "XML or HTML", BY_HAND),
  by(/jobs\s*\(incl\. supersource/i, "a project of PSPLIB", OF_A_PROJECT),
  (_, ending, text) =>
    looksLikeFlexibleShop(text) || ending === ".fjs"
      ? { what: "a flexible job shop (.fjs)", hint: OF_A_SHOP }
      : undefined,
  (_, __, text) => (looksLikeJobShop(text) ? { what: "a job shop", hint: BY_HAND } : undefined),
];

/** What the first of several JSON documents, one a line, seems to be. */
function seemingLines(head: string): Seeming | undefined {
  const [, first] = LINES.exec(head) ?? [];
  if (first === undefined || findJsonFault(first) !== undefined) return undefined;
  const document = JSON.parse(first);
  // Entries with an id may well be tasks; what is wrong with them is the form.
  return "id" in document ? undefined : seemingDocument([document]);
}

const LINES = /^\s*(\{[^\n]*\})\s*\n\s*\{/;

/** Forms of text that say nothing of their content; a plan or a history may have them too. */
const FORMS: readonly Kind[] = [
  by(LINES, "a text with one JSON document a line", "Maybe write them as one list."),
  (head, ending) => {
    const columns = columnsOfTable(head);
    const isTable = ending === ".csv" || ending === ".tsv" || columns[0] === "id";
    if (!isTable || columns.length < 2) return undefined;
    if (!columns.includes("id")) {
      return { what: "a table (CSV) without a column named id", hint: BY_HAND };
    }
    return {
      what: "a table (CSV)",
      hint: "Maybe name it in a document: tasks: { csv: FILE }, with a mode and resources beside it.",
    };
  },
];
