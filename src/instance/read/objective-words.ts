import { nearest } from "../../util/nearest.ts";
import { show } from "../../util/show.ts";
import { OBJECTIVE_NAMES, type ObjectiveName, objectiveOf } from "../objectives/registry.ts";

/** `Maybe write "cost".`, if a word is near the name of an objective or means one. */
export function objectiveHint(word: string): string | undefined {
  const found = objectiveMeant(word);
  return found === undefined ? undefined : `Maybe write ${show(found)}.`;
}

/** "cost is always minimised". */
export function senseOf(name: ObjectiveName): string {
  return `${name} is always ${WORDS[objectiveOf(name).sense].done}`;
}

/**
 * The objective that a text names behind a sign or a direction, such as "-cost", "max throughput" or "minimize:makespan": as
 * it is written, and what Berth does with it; undefined if there is neither or no objective is meant.
 */
export function turnedObjective(
  text: string,
): { readonly plain: string; readonly sentence: string } | undefined {
  const found = TURNED.exec(text);
  const name = found === null ? undefined : objectiveMeant(found[2]!);
  if (name === undefined) return undefined;
  const { sense } = objectiveOf(name);
  const turn = found![1]!.toLowerCase();
  const isAsked = turn === "+" || turn.startsWith(sense);
  const rest = isAsked ? " without being told" : `, and there is no ${WORDS[sense].other} it`;
  const sentence = `Berth ${WORDS[sense].does} ${name}${rest}`;
  return { plain: `${name}${found![3] ?? ""}`, sentence };
}

const TURNED =
  /^\s*(-|\+|min(?:imi[sz](?:e|ing))?|max(?:imi[sz](?:e|ing))?)[\s:_(-]*([a-z][\w-]*)(:[^\s()]+)?\)?\s*$/i;

const WORDS = {
  min: { does: "minimises", done: "minimised", other: "maximising" },
  max: { does: "maximises", done: "maximised", other: "minimising" },
} as const;

function objectiveMeant(word: string): ObjectiveName | undefined {
  const other = OBJECTIVE_NAMES.find((name) => objectiveOf(name).words?.includes(word));
  return other ?? OBJECTIVE_NAMES.find((name) => name === nearest(word, OBJECTIVE_NAMES));
}
