import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import type { Assignment } from "../plan/assignments.ts";

/** What a migration is worth: a level before or after the objectives, micro-dollars beside the cost, or nothing. */
export type MigrationRule =
  | { readonly level: "first" | "last" }
  | { readonly price: number }
  | "ignore";

/** An earlier plan and what has happened since. */
export interface Situation {
  /** What is planned now. It may differ from what the earlier plan was for: tasks and resources go by their names. */
  readonly instance: Instance;
  /** The earlier plan, in names. */
  readonly earlier: readonly Assignment[];
  /** Milliseconds from the beginning of the plan; 0 in placement. What starts before has begun. */
  readonly now: number;
  /** Resource copies on which nothing runs from `now` on. */
  readonly down: ReadonlySet<number>;
  readonly migrations: MigrationRule;
  /** The plan need survive no loss: `robust` is left out. Over time it always is once something has begun. */
  readonly isRobustLeftOut?: boolean;
  /** Replaces the instance's own objectives. */
  readonly objectives?: readonly ObjectiveSpec[];
}

/** A piece of the earlier plan in the copy numbers of the instance that is planned now. */
export interface EarlierPiece {
  readonly task: number;
  /** -1 if the instance has no such resource copy any more. */
  readonly resource: number;
  readonly resourceId: string;
  readonly start: number;
  readonly share: number;
  readonly devices: readonly number[];
}

/**
 * What became of a task copy of the earlier plan. Over time: `ended` or `running` by now, `lost` with a resource copy under it;
 * in placement all of it runs. What has not begun and stood on a resource copy that is down or gone is `displaced`, anything
 * else `waiting`. `absent`: the earlier plan did not place it.
 */
export type Fate = "ended" | "running" | "lost" | "displaced" | "waiting" | "absent";

/** The earlier plan as it looks now. */
export interface Past {
  /** By task copy. */
  readonly fate: readonly Fate[];
  /** By task copy: its pieces, in the order of the plan. */
  readonly pieces: readonly (readonly EarlierPiece[])[];
  /** Tasks of the earlier plan that the instance no longer has, in its order, each once. */
  readonly gone: readonly GoneTask[];
}

/** A task copy that is dropped. */
export interface GoneTask {
  readonly id: string;
  readonly resource: string;
  readonly start: number;
}
