import type { GapCore } from "../../cores/types.ts";
import type { ChainLimits } from "./chain.ts";

/** How the search for better assignments spends its work. */
export interface ImproveSettings extends ChainLimits {
  /** Near resources by task that chains look at. */
  readonly width: number;
  /** Taken in turn; each pass through them is twice as long as the one before. */
  readonly rounds: readonly CoolingRound[];
  /** Pairs looked at in the first round. */
  readonly length: number;
}

/** One cooling. Temperatures are in median steps from a task's best to its second resource. */
export interface CoolingRound {
  readonly initial: number;
  readonly final: number;
  /** Chains are the best of their search and not the first. */
  readonly thorough: boolean;
}

/** Settings measured with the bench sets of assignment problems: quick hot rounds serve types C and E, thorough cool ones type D. */
export function settingsFor(core: GapCore): ImproveSettings {
  return {
    width: 16,
    moves: 6,
    nodes: 400,
    rounds: [
      { initial: 1.5, final: 0.3, thorough: true },
      { initial: 10, final: 1, thorough: false },
    ],
    length: 20_000 * core.tasks,
  };
}
