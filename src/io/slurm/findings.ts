import type { Finding } from "../kubernetes/findings.ts";

/** Says what an instance does not have of an object, or has otherwise. */
export type Say = (
  kind: "node" | "job" | "partition",
  name: string,
  verdict: Finding["verdict"],
  what: string,
) => void;

/** Collects findings, each once, in the order in which they are said. */
export function collectFindings(): { readonly list: readonly Finding[]; readonly say: Say } {
  const found = new Map<string, Finding>();
  return {
    get list() {
      return [...found.values()];
    },
    say(kind, name, verdict, what) {
      const key = JSON.stringify([kind, name, verdict, what]);
      if (!found.has(key)) found.set(key, { verdict, kind, name, what });
    },
  };
}

/** What to do where nodes and jobs are swapped. */
export const SWAPPED =
  "Maybe the files are swapped: --nodes takes what sinfo prints, --jobs what squeue prints.";
