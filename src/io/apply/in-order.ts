import { ApiFault } from "./exchange.ts";

/**
 * What became of a change: the system took it ("applied"), would take it ("would apply"), had it already ("done"), what it is of is not
 * as it was ("refused"), the system said no or did not answer ("failed"), no answer came to the one before ("not sent"), its time has
 * not come ("later").
 */
export type ApplyVerdict =
  | "applied"
  | "would apply"
  | "done"
  | "refused"
  | "failed"
  | "not sent"
  | "later";

/** Verdicts after which the system does not do what the plan says. */
export const APPLY_LOSSES: readonly ApplyVerdict[] = ["refused", "failed", "not sent"];

/** What became of one change. */
export interface Applied<Change> {
  readonly change: Change;
  readonly verdict: ApplyVerdict;
  /** Why, or what that means. */
  readonly what: string;
  /**
   * Nothing was sent after it: no answer came ("silent"), or one that says no to who asks ("unknown"), so that the next would have met the
   * same, or the next counts on it ("blocked").
   */
  readonly cut?: "silent" | "unknown" | "blocked";
}

/** What one change came to. */
export type Sent = Omit<Applied<unknown>, "change">;

/** The same may work later, after so many ms. */
export interface Again {
  readonly again: string;
  readonly after?: number;
}

/** How changes are sent. */
export interface ApplySetting<Change> {
  /** Looks first whether it was taken before, so that nothing is ever done twice. May throw ApiFault. */
  readonly attempt: (change: Change) => Promise<Sent | Again>;
  /** Why a change is not sent yet; undefined if its time has come. */
  readonly notYet: (change: Change) => string | undefined;
  readonly wait: (ms: number) => Promise<void>;
}

/** Answers after which the same may work a moment later. */
export const PASSING: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** How often one change is tried. */
const TRIES = 5;

/** ms before the second try, and at most; each later one waits twice as long, or as the system asks. */
export const FIRST_WAIT = 500;
export const LONGEST_WAIT = 30_000;

/** Sends changes in their order. Once no answer came, or the system does not know who asks, nothing more is sent. */
export async function* applyInOrder<Change>(
  changes: Iterable<Change>,
  setting: ApplySetting<Change>,
): AsyncGenerator<Applied<Change>> {
  let isCut = false;
  for (const change of changes) {
    const why = setting.notYet(change);
    if (why !== undefined) yield { change, verdict: "later", what: why };
    else if (isCut) yield { change, verdict: "not sent", what: "after that one nothing was sent" };
    else {
      const sent = await applyOne(change, setting);
      yield { change, ...sent };
      isCut = sent.cut !== undefined;
    }
  }
}

async function applyOne<Change>(change: Change, setting: ApplySetting<Change>): Promise<Sent> {
  let last: Again & { readonly isSilent?: true } = { again: "" };
  for (let k = 0; k < TRIES; k++) {
    const tried = await answered(change, setting);
    if (!("again" in tried)) return tried;
    last = tried;
    const wait = Math.min(LONGEST_WAIT, tried.after ?? FIRST_WAIT * 2 ** k);
    if (k < TRIES - 1) await setting.wait(wait);
  }
  const what = `${last.again}, ${TRIES} times; apply again to see what was taken`;
  return { verdict: "failed", what, ...(last.isSilent && { cut: "silent" as const }) };
}

async function answered<Change>(
  change: Change,
  { attempt }: ApplySetting<Change>,
): Promise<Sent | (Again & { readonly isSilent?: true })> {
  try {
    return await attempt(change);
  } catch (error) {
    if (error instanceof ApiFault) return { again: error.message, isSilent: true };
    throw error;
  }
}
