import type { Conflict } from "../explain/conflict.ts";
import type { Explanation } from "../explain/explain.ts";
import type { LeftOut } from "../explain/left-out.ts";
import type { Repair } from "../explain/repair.ts";
import { wrap } from "./format.ts";

/** Lines of one list that a person is shown; `--json` has them all. */
const MOST_LINES = 20;

/** Why there is no plan and what would help, for a person; `width` in columns. */
export function explanationText(explanation: Explanation, width: number): string {
  const { kind, conflicts, givenUp, together, repairs, leftOut, isCut } = explanation;
  if (kind === "plan") return "There is a plan: nothing stands in the way.";
  if (kind === "open") {
    return wrap(OPEN, width).join("\n");
  }
  const blocks: (readonly string[])[] = conflicts.map((conflict, i) => {
    const head =
      i === 0
        ? "No plan keeps all of this together:"
        : `Without ${givenUp[i - 1].text}, this still stands in the way:`;
    return isNarrow(conflict)
      ? [...wrap(head, width), ...conflictLines(conflict, width)]
      : wrap(`No plan exists. ${conflict.reason} ${WIDE}`, width);
  });
  blocks.push(repairLines(explanation, width));
  if (repairs.length === 0 && together !== undefined) {
    blocks.push(
      items(["Together these are enough (a verified plan was found):"], width).concat(
        items(
          givenUp.map(({ text }) => `without ${text}`),
          width,
          "  - ",
        ),
      ),
    );
  }
  if (leftOut !== undefined && leftOut.tasks.length > 0)
    blocks.push(wrap(leftText(leftOut), width));
  if (isCut) blocks.push(wrap("The time was over before everything was looked for.", width));
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** Where neither was found. */
export const OPEN =
  "Neither a plan nor a proof that there is none was found in the time. Maybe give more: --time-limit 5m.";

/** A conflict in short, with where to read on. */
export function conflictText(conflict: Conflict, width: number): string | undefined {
  if (!isNarrow(conflict)) return undefined;
  const { members } = conflict;
  const said = members.map(memberText);
  const lines = [
    ...wrap("What cannot be kept together:", width),
    ...items(said, width, "  - "),
    ...wrap("berth explain FILE says what would help.", width),
  ];
  return lines.join("\n");
}

function memberText({ requirement, isNeeded }: Conflict["members"][number]): string {
  return `${requirement.text}${isNeeded ? "" : " (maybe not needed)"}`;
}

/** False where nothing was found out about so many members that a list of them says nothing. */
function isNarrow({ members }: Conflict): boolean {
  return members.length <= MOST_LINES || members.some(({ isNeeded }) => isNeeded);
}

const WIDE =
  "What of the document cannot be kept together was not narrowed down in the time. Maybe give more: --time-limit 5m.";

/** The members, and what is said of them. */
function conflictLines(conflict: Conflict, width: number): readonly string[] {
  return [
    ...items(conflict.members.map(memberText), width, "  - "),
    ...conflictSentences(conflict).flatMap((sentence) => wrap(sentence, width)),
  ];
}

/** The sentence of the proof, whose it is, and what is known of how small the conflict is. */
export function conflictSentences({ reason, proof, isMinimal }: Conflict): readonly string[] {
  const minimal = isMinimal
    ? "Smallest: without any one of them the others have a plan."
    : "Not proven smallest: where it says so, whether the others have a plan is open.";
  const word = proof === "claimed" ? ["That is a solver's word, and not proven here."] : [];
  return [reason, ...word, minimal];
}

function repairLines({ repairs, conflicts }: Explanation, width: number): readonly string[] {
  if (repairs.length === 0) {
    return wrap(
      conflicts.length > 1
        ? "No single change of the first of these was found to be enough."
        : "No single change was found that is enough.",
      width,
    );
  }
  const said = repairs.map((repair) => `${repair.text}${leastText(repair)}`);
  const head = "Any one of these is enough (for each a verified plan was found):";
  return [...wrap(head, width), ...items(said, width, "  - ")];
}

/** A requirement that is given up whole has no degrees. */
export function leastText({ value, isLeast }: Repair): string {
  if (value === undefined) return "";
  return isLeast ? " (proven least)" : " (maybe less would do)";
}

/** Which tasks to leave out, and how many must go at least. */
export function leftText({ tasks, atLeast }: LeftOut): string {
  const shown = tasks.slice(0, 10).join(", ");
  const more = tasks.length > 10 ? ` and ${tasks.length - 10} more` : "";
  const proven =
    atLeast === tasks.length
      ? "fewer is proven not to be enough"
      : `at least ${atLeast} must go, proven`;
  const what = tasks.length === 1 ? "one task copy" : `${tasks.length} task copies`;
  return `Or leave out ${what} (${proven}): ${shown}${more}.`;
}

function items(texts: readonly string[], width: number, bullet = ""): readonly string[] {
  const shown = texts.slice(0, MOST_LINES);
  if (texts.length > shown.length)
    shown.push(`and ${texts.length - shown.length} more (--json has all)`);
  return shown.flatMap((text) =>
    wrap(text, Math.max(20, width - bullet.length)).map(
      (line, i) => `${i === 0 ? bullet : " ".repeat(bullet.length)}${line}`,
    ),
  );
}

/** The same for programs. */
export function explanationReport(explanation: Explanation): object {
  const { kind, conflicts, givenUp, together, repairs, leftOut, isCut } = explanation;
  return {
    verdict: kind === "none" ? "infeasible" : kind === "plan" ? "feasible" : "open",
    conflicts: conflicts.map(({ members, proof, reason, isMinimal }, i) => ({
      ...(i > 0 && { without: givenUp.slice(0, i).map(requirementReport) }),
      members: members.map(({ requirement, isNeeded }) => ({
        ...requirementReport(requirement),
        needed: isNeeded,
      })),
      ...{ proof, reason, minimal: isMinimal },
    })),
    repairs: repairs.map(({ requirement, text, value, tooLittle, isLeast }) => ({
      ...{ kind: requirement.kind, place: requirement.place, text },
      ...(value !== undefined && { value, too_little: tooLittle, proven_least: isLeast }),
    })),
    ...(together !== undefined && { together: givenUp.map(requirementReport) }),
    ...(leftOut && { leave_out: { tasks: leftOut.tasks, at_least: leftOut.atLeast } }),
    cut: isCut,
  };
}

function requirementReport({ kind, place, text }: Explanation["givenUp"][number]): object {
  return { kind, place, text };
}
