import { ApiFault } from "./exchange.ts";

/** How far the work of a change is. */
export interface Progress {
  readonly state: "waiting" | "running" | "ended" | "lost";
  /** Why it is lost, or what it waits for. */
  readonly what?: string;
  /** When it began and ended, ms since 1970, as far as the system says it. */
  readonly began?: number;
  readonly ended?: number;
}

/** What became of the work of a change. */
export interface Followed<Change> {
  readonly change: Change;
  readonly progress: Progress;
}

/** How work is followed. */
export interface FollowSetting<Change> {
  readonly progressOf: (change: Change) => Promise<Progress>;
  readonly wait: (ms: number) => Promise<void>;
  /** Called with each change whose state is another than before. */
  readonly onChange?: (followed: Followed<Change>) => void;
  /** Called after each round with an answer, with what is still open; true ends it. */
  readonly onRound?: (open: readonly Change[]) => Promise<boolean>;
}

/** ms between two looks at first, twice as long each time, and at most. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 2000;

/** Rounds without any answer, one after the other, after which it is given up. */
const SILENT = 30;

/** Looks without an answer at the beginning of a round after which it is a silent one: each may take as long as an answer is waited for. */
const ENOUGH = 3;

/**
 * Looks at the work of changes again and again until all of it has ended or is lost; yields each at that moment. Throws ApiFault
 * once the system has not answered for a minute.
 */
export async function* follow<Change>(
  changes: readonly Change[],
  { progressOf, wait, onChange, onRound }: FollowSetting<Change>,
): AsyncGenerator<Followed<Change>> {
  const open = new Set(changes);
  const before = new Map<Change, Progress["state"]>();
  let [silent, from] = [0, 0];
  let pause = FIRST_PAUSE;
  while (open.size > 0) {
    let fault: ApiFault | undefined;
    let [isHeard, looks] = [false, 0];
    for (const change of looked([...open], silent, from)) {
      if (looks === ENOUGH && !isHeard) break;
      looks++;
      const progress = await answered(() => progressOf(change));
      if (progress instanceof ApiFault) {
        fault = progress;
        continue;
      }
      isHeard = true;
      if (progress.state !== before.get(change)) onChange?.({ change, progress });
      before.set(change, progress.state);
      if (progress.state !== "ended" && progress.state !== "lost") continue;
      open.delete(change);
      yield { change, progress };
    }
    silent = isHeard ? 0 : silent + 1;
    // The next look is at others: some may never have an answer while those behind them do.
    from = isHeard ? from : from + looks;
    if (fault !== undefined && silent >= SILENT) throw fault;
    if (isHeard && open.size > 0 && (await onRound?.([...open])) === true) return;
    if (open.size > 0) await wait(pause);
    pause = Math.min(LONGEST_PAUSE, 2 * pause);
  }
}

/** What a round looks at: all, or after a round without any answer one, another one each time, to see whether there is one again. */
function looked<Change>(open: readonly Change[], silent: number, from: number): readonly Change[] {
  const first = from % open.length;
  if (silent > 0) return [open[first]];
  return [...open.slice(first), ...open.slice(0, first)];
}

async function answered(ask: () => Promise<Progress>): Promise<Progress | ApiFault> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiFault) return error;
    throw error;
  }
}
