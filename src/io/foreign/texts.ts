import { extname } from "node:path";
import { manifestWords } from "./documents.ts";
import { looksLikeFlexibleShop, looksLikeJobShop } from "./job-shops.ts";
import { BY_HAND, OF_A_CLUSTER, OF_A_PLAN, type Seeming } from "./seeming.ts";

/** What a text that holds no document seems to be, by its first lines. */
export function seemingText(text: string, source: string): Seeming | undefined {
  const head = text.slice(0, 20_000);
  const ending = extname(source).toLowerCase();
  for (const seeming of KINDS) {
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

const OF_SOLVERS =
  "Maybe give it to HiGHS, CBC or SCIP: Berth writes such files (berth export) and plans tasks on resources itself.";

const KINDS: readonly Kind[] = [
  (head) => {
    const [, version] = /^\s*-?\s*apiVersion:\s*(\S+)/m.exec(head) ?? [];
    const [, kind] = /^\s*kind:\s*(\w+)/m.exec(head) ?? [];
    return version === undefined || kind === undefined ? undefined : manifestWords(version, kind);
  },
  by(/^\s*\{.*"apiVersion"/, "a manifest of Kubernetes", OF_A_CLUSTER),
  by(/^\uFEFF?"?(?:JobID|JobIDRaw|Account|User)\|/, "a table of Slurm (sacct -P)", BY_HAND),
  by(
    /^\s*(?:PARTITION\s+AVAIL|JOBID\s+PARTITION|JobID\s+JobName|NODELIST\s)/,
    "a table of Slurm",
    BY_HAND,
  ),
  by(
    /^(?:;.*\n)*;\s*(?:Version|Computer|UnixStartTime|MaxJobs|MaxProcs)\s*:/i,
    "a workload log (SWF)",
    BY_HAND,
  ),
  by(
    /^(?:\s*-?\d+(?:\.\d+)?){18}\s*\n(?:\s*-?\d+(?:\.\d+)?){18}\s*(?:\n|$)/,
    "a workload log (SWF)",
    BY_HAND,
  ),
  by(
    /^(?:sn|name),\s*cpu_milli,/,
    "a list of the openb trace",
    "Maybe import it: berth import openb --nodes NODES --pods PODS -o instance.yaml.",
  ),
  by(
    /^(?:instance_type|machine_type),/,
    "a price table",
    "Maybe import it: berth import prices --table FILE -o resources.yaml.",
  ),
  by(
    /^[^\t\n]+(?:\t[^\t\n]*){6,8}\t-?[\d.]+\r?(?:\n|$)/,
    "a trace of Gavel",
    "Maybe import it: berth import gavel --trace FILE --throughputs RATES --cluster v100=4.",
  ),
  by(/^(?:\uFEFF)?(?:task[,;\t]|.*[,;\t]task[,;\t]).*start_ms/, "a plan of Berth", OF_A_PLAN),
  by(/^NAME\b[^\n]*\n(?:[^\n]*\n){0,5}?\s*ROWS\b/m, "a linear program (MPS)", OF_SOLVERS),
  by(
    /^(?:\s*\\[^\n]*\n)*\s*(?:minimi[sz]e|maximi[sz]e|min|max)\b[\s\S]*?\b(?:subject to|such that|s\.?t\.?)\b/i,
    "a linear program (LP)",
    OF_SOLVERS,
  ),
  by(/^\s*(?:<\?xml|<!doctype|<html|<[a-z]+[\s>])/i, "XML or HTML", BY_HAND),
  by(/jobs\s*\(incl\. supersource/i, "a project of PSPLIB", BY_HAND),
  (_, ending, text) =>
    looksLikeFlexibleShop(text) || ending === ".fjs"
      ? { what: "a flexible job shop (.fjs)", hint: BY_HAND }
      : undefined,
  (_, __, text) => (looksLikeJobShop(text) ? { what: "a job shop", hint: BY_HAND } : undefined),
  by(
    /^\s*\{[^\n]*\}\s*\n\s*\{/,
    "a text with one JSON document a line",
    "Maybe write them as one list.",
  ),
  (head, ending) => {
    const row = /^[^\n]*/.exec(head)![0];
    const isTable = ending === ".csv" || ending === ".tsv" || /^\uFEFF?id[,;\t]/.test(row);
    return isTable && /[,;\t]/.test(row)
      ? {
          what: "a table (CSV)",
          hint: "Maybe name it in a document: tasks: { csv: FILE }, with a mode and resources beside it.",
        }
      : undefined;
  },
];
