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
  /** What is to be followed on, because something hopeless comes before. */
  readonly open: readonly Applied<Change>[];
}

/** What is made of what is heard. */
export interface Heard<Change> {
  readonly say: (word: string, change: Change, what: string) => void;
  readonly record: (followed: Followed<Change>) => Promise<void>;
  /** What was told already, and is not told again. */
  readonly told: Set<string>;
}

/** Follows the work of all that was sent until it has ended. */
export async function followAll<Change>(
  { progressOf, troubles, advice, words, isHopeless, isFollowed = () => true }: Applying<Change>,
  results: readonly Applied<Change>[],
  { say, record, told }: Heard<Change>,
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
        const key = `running ${words(change)}`;
        if (progress.state !== "running" || told.has(key)) return;
        told.add(key);
        say("running", change, "it runs");
      },
      ...(troubles && { onRound: trouble({ troubles, advice, told, isHopeless }) }),
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
  const known = new Set(found.map(({ change }) => change));
  const left = open.filter(({ change }) => !known.has(change));
  return isHopeless?.() === true
    ? { followed: found, unknown: 0, open: left }
    : { followed: found, unknown: left.length, open: [] };
}

/** How often troubles are looked for at most, ms. */
const LOOK = 10_000;

interface TroubleSetting<Change> {
  readonly troubles: NonNullable<Applying<Change>["troubles"]>;
  readonly advice: Applying<Change>["advice"];
  readonly told: Set<string>;
  readonly isHopeless: (() => boolean) | undefined;
}

/** Tells each trouble once, and what to do about it; true where that is to be done now. */
function trouble<Change>({
  troubles,
  advice,
  told,
  isHopeless,
}: TroubleSetting<Change>): (open: readonly Change[]) => Promise<boolean> {
  let last = -Infinity;
  return async (open) => {
    if (performance.now() - last < LOOK) return false;
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
    // What is done by itself needs no advice.
    if (fresh.length > 0 && isHopeless === undefined) tellLines(advice([]).join("\n"));
    return isHopeless?.() === true;
  };
}

function durationOf({ began, ended }: Progress): string | undefined {
  return began === undefined || ended === undefined
    ? undefined
    : `after ${durationText(Math.max(0, ended - began))}`;
}
