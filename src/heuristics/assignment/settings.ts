import type { GapCore } from "../../exact/gap/types.ts";
import type { ChainLimits } from "./chain.ts";

/** How the search for better assignments spends its work. */
export interface ImproveSettings extends ChainLimits {
  /** Near resources by task that chains look at. */
  readonly width: number;
  /** Allowed loss at the start and the end of a round, in median steps from a task's best to its second resource. */
  readonly hot: number;
  readonly cold: number;
  /** Pairs looked at in the first round. */
  readonly round: number;
}

/** Settings measured in bench/gap-local.ts. */
export function settingsFor(core: GapCore): ImproveSettings {
  return { width: 8, moves: 6, nodes: 400, hot: 1.5, cold: 0.3, round: 20_000 * core.tasks };
}
