import type { Followed, Progress } from "../io/apply/follow.ts";
import type { Again, Sent } from "../io/apply/in-order.ts";
import type { NamedRun } from "./apply-history.ts";

/** Whether and when changes are sent. */
export interface ApplyFlags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly since?: number;
  readonly all?: boolean;
  readonly watch?: boolean;
  readonly history?: string;
  readonly json?: boolean;
}

/** Changes of a plan, and how they are sent and told. */
export interface Applying<Change> {
  readonly changes: readonly Change[];
  /** Changes of the plan that are not meant, in words for the last line; undefined if there are none. */
  readonly rest?: string;
  readonly total: number;
  readonly attempt: (change: Change) => Promise<Sent | Again>;
  readonly progressOf: (change: Change) => Promise<Progress>;
  /** When a change is due. */
  readonly timeOf: (change: Change) => Due;
  /** What a line calls it. */
  readonly words: (change: Change) => string;
  /** The same as data. */
  readonly data: (change: Change) => object;
  /** Sentences on what keeps work from going on, such as nodes that are gone, by what each is told once of. May throw ApiFault. */
  readonly troubles?: (open: readonly Change[]) => Promise<ReadonlyMap<string, string>>;
  /** What to do about work that is lost, or that troubles keep: commands, a line each. */
  readonly advice: (lost: readonly Followed<Change>[]) => readonly string[];
  /** Whether what keeps open work, as `troubles` found it last, is to be answered by `recover` now. */
  readonly isHopeless?: () => boolean;
  /**
   * Plans anew what is lost, once all else has ended, or what is open and hopeless; undefined if nothing of it can be. It is followed
   * on in any case.
   */
  readonly recover?: (
    lost: readonly Followed<Change>[],
    open: readonly Change[],
  ) => Promise<RecoveredWork<Change> | undefined>;
  /** Whether the work of a change has an end that is waited for; default: it has. */
  readonly isFollowed?: (change: Change) => boolean;
  /** What histories call its runs, each with the features of one kind of its work. */
  readonly runs: (change: Change) => readonly NamedRun[];
  /** Of the whole, for `--json`. */
  readonly about: object;
}

/** Changes in the place of others whose work was lost, or is. */
export interface RecoveredWork<Change> {
  readonly changes: readonly Change[];
  readonly instead: readonly Change[];
}

/** When a change is due: ms after the plan begins, and where the instance says when that is, the time itself. */
export interface Due {
  readonly start_ms: number;
  readonly at?: string;
}
