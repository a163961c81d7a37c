import type { ClusterObject } from "./objects/objects.ts";
import type { Verdict } from "./work/types.ts";

/** What the instance does not say of one object, or says otherwise. */
export interface Finding {
  readonly verdict: Verdict;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly what: string;
}

/** Collects findings, each once. */
export interface ImportFindings {
  readonly list: readonly Finding[];
  say(object: ClusterObject, verdict: Verdict, what: string): void;
}

export function makeFindings(): ImportFindings {
  const list: Finding[] = [];
  const seen = new Set<string>();
  return {
    list,
    say({ ref: { kind, namespace, name }, words }, verdict, what) {
      const key = `${words}\n${verdict}\n${what}`;
      if (seen.has(key)) return;
      seen.add(key);
      list.push({ verdict, kind, ...(namespace !== undefined && { namespace }), name, what });
    },
  };
}

/** Verdicts after which the plan of the instance may not be one of the cluster, or not the best; in the order in which they are told. */
export const LOSSES: readonly Verdict[] = ["left out", "ignored", "stricter"];

/** How many objects a line names. */
const MOST_NAMED = 3;

/** Sentences of findings: one for each thing, with the objects that it is about. */
export function findingLines(findings: readonly Finding[]): readonly string[] {
  const order: readonly Verdict[] = [...LOSSES, "preference"];
  return order.flatMap((verdict) => {
    const byWhat = new Map<string, Finding[]>();
    for (const finding of findings) {
      if (finding.verdict !== verdict) continue;
      const same = byWhat.get(finding.what);
      if (same === undefined) byWhat.set(finding.what, [finding]);
      else same.push(finding);
    }
    return [...byWhat].map(([what, of]) => `${verdict}: ${namesOf(of)}: ${what}`);
  });
}

function namesOf(findings: readonly Finding[]): string {
  const shown = findings.slice(0, MOST_NAMED).map(wordsOf).join(", ");
  const more = findings.length - MOST_NAMED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function wordsOf({ kind, namespace, name }: Finding): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
