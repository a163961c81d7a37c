import type { Requirement } from "./objects/requirements.ts";
import type { RuntimeList } from "./units/runtimes.ts";

/** How a cluster becomes an instance. */
export interface ImportOptions {
  /** Name of the instance. */
  readonly name: string;
  /** Default: over time if everything that waits has a runtime, else a placement. */
  readonly mode?: "placement" | "batch";
  /** Tasks may be left out; those of high priority come first. */
  readonly isOptional: boolean;
  /** Pods that run are tasks too, with an earlier plan of where they are; else they only take room. */
  readonly withRunning: boolean;
  /** Only what is in these namespaces is planned; default: all. What runs elsewhere takes its room. */
  readonly namespaces?: ReadonlySet<string>;
  /** Only what has such labels, or runs for what has them, is planned; default: all. */
  readonly selector?: readonly Requirement[];
  /** What waits is not planned, but for what an earlier plan holds where it cannot go. */
  readonly isRunningOnly?: boolean;
  readonly runtimes: RuntimeList;
  /** When the plan begins, ms since 1970: so much of what runs has passed. */
  readonly now?: number;
  /** Micro-dollars of each point of weight of a preference that is not met; absent: preferences are only listed. */
  readonly preferencePrice?: number;
}
