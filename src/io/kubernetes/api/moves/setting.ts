import { ApiFault } from "../../../apply/exchange.ts";
import type { Sent } from "../../../apply/in-order.ts";
import type { RawMap } from "../../objects/fields.ts";
import type { ListedMove } from "../../out/files.ts";
import type { ApiRequest } from "../request.ts";

/** A move, and what is sent for it. */
export interface BodiedMove {
  readonly move: ListedMove;
  readonly body: RawMap;
  /** Names the plan. */
  readonly plan: string;
}

/** How a move is carried out. */
export interface MoveSetting {
  readonly request: ApiRequest;
  /** The cluster checks everything and changes nothing. */
  readonly isDryRun: boolean;
  readonly wait: (ms: number) => Promise<void>;
  /** ms that each step may take: until a budget lets a pod go, until it is gone, until another one runs. */
  readonly patience: number;
}

/** ms between two looks at first, twice as long each time, and at most. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5000;

/** Asks again and again until there is an answer; undefined once patience is at its end. A cluster that is silent for a moment is asked again. */
export async function until<T>(
  ask: () => Promise<T | undefined>,
  { wait, patience }: MoveSetting,
): Promise<T | undefined> {
  let pause = FIRST_PAUSE;
  for (let waited = 0; ; waited += pause, pause = Math.min(LONGEST_PAUSE, 2 * pause)) {
    const found = await heard(ask);
    if (found !== undefined || waited >= patience) return found;
    await wait(pause);
  }
}

async function heard<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiFault) return undefined;
    throw error;
  }
}

/** A move that did not come about: what comes later counts on it, so nothing more is sent. */
export function blocked(verdict: "refused" | "failed", what: string): Sent {
  return { verdict, what, cut: "blocked" };
}
