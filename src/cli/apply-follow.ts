import { setTimeout as wait } from "node:timers/promises";
import { ApiFault } from "../io/apply/exchange.ts";
import { type Followed, follow, type Progress } from "../io/apply/follow.ts";
import type { Applied } from "../io/apply/in-order.ts";
import { durationText } from "../plan/wording.ts";
import type { Applying } from "./applying.ts";
import { tell, tellLines } from "./print.ts";

/** What became of the work of changes, and of how many it is not known because the system fell silent. */
export interface FollowedWork<Change> {
  readonly followed: readonly Followed<Change>[];
  readonly unknown: number;
}

/** What is made of what is heard. */
export interface Heard<Change> {
  readonly say: (word: string, change: Change, what: string) => void;
  readonly record: (followed: Followed<Change>) => Promise<void>;
}

/** Follows the work of all that was sent until it has ended. */
export async function followAll<Change>(
  { progressOf, troubles, advice, isFollowed = () => true }: Applying<Change>,
  results: readonly Applied<Change>[],
  { say, record }: Heard<Change>,
): Promise<FollowedWork<Change>> {
  const open = results.filter(
    ({ change, verdict }) => (verdict === "applied" || verdict === "done") && isFollowed(change),
  );
  const found: Followed<Change>[] = [];
  const ended = follow(
    open.map(({ change }) => change),
    {
      ...{ progressOf, wait: (ms: number) => wait(ms) },
      onChange: ({ change, progress }) => {
        if (progress.state === "running") say("running", change, "it runs");
      },
      ...(troubles && { onRound: trouble(troubles, advice) }),
    },
  );
  try {
    for await (const one of ended) {
      found.push(one);
      const { state, what } = one.progress;
      say(
        state,
        one.change,
        [what, durationOf(one.progress)].filter((part) => part !== undefined).join(", "),
      );
      await record(one);
    }
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    tell(
      `No word of the rest any more: ${error.message}. Maybe apply again: what was sent is found.`,
    );
  }
  return { followed: found, unknown: open.length - found.length };
}

/** How often troubles are looked for at most, ms. */
const LOOK = 10_000;

/** Tells each trouble once, and what to do about it. */
function trouble<Change>(
  troubles: NonNullable<Applying<Change>["troubles"]>,
  advice: Applying<Change>["advice"],
): (open: readonly Change[]) => Promise<void> {
  const told = new Set<string>();
  let last = -Infinity;
  return async (open) => {
    if (performance.now() - last < LOOK) return;
    last = performance.now();
    const found = await troubles(open).catch((error: unknown) => {
      if (error instanceof ApiFault) return new Map<string, string>();
      throw error;
    });
    const fresh = [...found].filter(([about]) => !told.has(about));
    for (const [about, sentence] of fresh) {
      told.add(about);
      tell(sentence);
    }
    if (fresh.length > 0) tellLines(advice([]).join("\n"));
  };
}

function durationOf({ began, ended }: Progress): string | undefined {
  return began === undefined || ended === undefined
    ? undefined
    : `after ${durationText(Math.max(0, ended - began))}`;
}
