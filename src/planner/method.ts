import type { Policy } from "../learn/policy/policy.ts";
import type { PlanEvent } from "../plan/event.ts";
import { type Handles, unheard } from "../plan/traits.ts";
import type { Clock } from "./clock.ts";
import type { Incumbent } from "./incumbent.ts";
import type { Role, Termination } from "./types.ts";

/** When value and bound are close enough to stop. */
export interface Goal {
  /** Relative to the value. */
  readonly gap: number;
  /** In internal units: what rounding may cost, so that proof cannot come closer. */
  readonly slack: number;
}

/** What a method is given for one level. It reads `incumbent`, and tells of plans and bounds by events. */
export interface LevelTask {
  readonly incumbent: Incumbent;
  readonly clock: Clock;
  readonly goal: Goal;
  readonly seed: number;
  readonly solver: string;
  /** Where tasks belong, as learned from optimal plans. */
  readonly policy?: Policy;
  /** Names of methods that are left out; absent: none. */
  readonly without?: ReadonlySet<string>;
  /** Takes a sentence for the user on what was not done; one that was told before is not told again. */
  readonly tell: (note: string) => void;
}

/** Why a method ended a level; `note` is a sentence for the user. */
export interface LevelEnd {
  readonly termination: Termination;
  readonly note?: string;
}

/** What a method has to tell after a slice of work; an empty one is a moment to look at the clock. */
export interface Event extends PlanEvent {
  /** The plan is one that any search betters at once, so that none should start from it. */
  readonly isRough?: true;
  /** What the trace calls the plan. Default: the method's `source`. */
  readonly source?: string;
  /** Units of work since the last event. Default 1; 0 where the clock was told already. */
  readonly work?: number;
  /** Nothing has ended yet: a moment within a step that takes long. */
  readonly isWithin?: true;
  /** It comes from one of the lists that a search begins with. */
  readonly isList?: true;
}

/** Events of a method: it may say why it ended; nothing if it has told all it can. */
export type Events = Iterator<Event, Last> | AsyncIterator<Event, Last>;

// biome-ignore lint/suspicious/noConfusingVoidType: what a generator without a return gives.
type Last = LevelEnd | undefined | void;

/** Where nothing limits a run: events in all, and in a row without a better plan, after which a method that never ends is left. */
export interface Patience {
  readonly most: number;
  readonly stale: number;
}

/** A way to find plans or bounds of one level. Adding one is a file here and a line in the registry. */
export interface Method {
  readonly name: string;
  readonly role: Role;
  /** What it does, for a person: a phrase without a full stop. */
  readonly about: string;
  readonly uses?: "solver" | "policy";
  /** Names of methods whose results it needs or starts from, which run before it where it is asked for alone. */
  readonly after?: readonly string[];
  readonly patience?: (task: LevelTask) => Patience;
  /** True where it can do nothing before there is a plan. */
  readonly needsPlan?: (task: LevelTask) => boolean;
  /** Some of its slices of work are long, so that it is left where less time is left than the longest took. */
  readonly hasLongSlices?: true;
  /** What the trace calls its plans. Default: its name. */
  readonly source?: string;
  /** What it has heard of, in one or another of its ways; on a level with anything else it is not asked. See `fitOf`. */
  readonly handles: readonly Handles[];
  /** True, or why it has nothing to do on this level: a clause such as "there is no policy". Absent: always true. */
  fits?(task: LevelTask): true | string;
  /**
   * Equal seeds give equal events. Only `drive` runs through them; it offers plans and bounds before it asks for the next one, so
   * that `incumbent` knows of them by then.
   */
  events(task: LevelTask): Events;
}

/** True if a method can do something on a level; else the first thing that it has not heard of, or its own reason. */
export function fitOf(method: Pick<Method, "handles" | "fits">, task: LevelTask): true | string {
  return unheard(method.handles, task.incumbent) ?? method.fits?.(task) ?? true;
}

/** True if value and bound are close enough for the caller, or nothing is left to look for. */
export function goalReached(incumbent: Incumbent, { gap, slack }: Goal): boolean {
  if (incumbent.noPlan !== undefined) return true;
  const { value, bound } = incumbent;
  if (value === undefined || bound === undefined) return false;
  return value - bound.value <= Math.max(slack, gap * Math.abs(value));
}

/** How a level ends now; undefined if it may go on. */
export function stoppedEnd({ incumbent, clock, goal }: LevelTask): LevelEnd | undefined {
  if (goalReached(incumbent, goal)) return { termination: "completed" };
  const stopped = clock.stopped();
  return stopped === undefined ? undefined : { termination: stopped };
}
