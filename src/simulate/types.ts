import type { Placement, WorkerPlace } from "../heuristics/schedule/types.ts";
import type { Handles } from "../plan/traits.ts";

/** What a policy sees at one instant: what has arrived and what is expected, never a true runtime or a release to come. */
export interface Scene {
  /** Milliseconds from the beginning. */
  readonly now: number;
  /** Task copies that may start and have not, by arrival, then by number. */
  readonly queue: readonly number[];
  /** Every way in which one can start now, in the order of the resources; ends are expected ones. */
  readonly starts: (copy: number) => readonly Placement[];
  /** When it can start by the expected ends of what runs, on resources that are up; undefined if never. */
  readonly expected: (copy: number) => number | undefined;
  /** The same if another one began now. */
  readonly expectedBeside: (copy: number, other: number, begun: Placement) => number | undefined;
  /** The shortest runtime that is expected of it anywhere, ms. */
  readonly shortest: (copy: number) => number;
  /** In this order each at its earliest start beside all before it, by expected ends; without those that can start nowhere. */
  readonly promises: (copies: readonly number[]) => readonly Beginning[];
  /** Just these places now, with their devices; undefined if there is no room. */
  readonly exactly: (copy: number, places: readonly WorkerPlace[]) => Placement | undefined;
  /** Of the capacities under a placement, the part that would be free; summed over dimensions and places. */
  readonly leftover: (copy: number, placement: Placement) => number;
}

/** A task copy begins now. */
export interface Beginning {
  readonly copy: number;
  readonly placement: Placement;
}

/** Decides what begins when. Asked again whenever something has ended, arrived, failed or come back. */
export interface OnlinePolicy {
  readonly name: string;
  readonly about: string;
  /** The rules that it has heard of; what else an instance asks for makes it decline. */
  readonly handles: Handles;
  /** What begins now. Each beginning has happened before the next one is asked for. */
  readonly decide: (scene: Scene) => Iterable<Beginning>;
  /** Times at which it wants to be asked even if nothing happens. */
  readonly wakes?: readonly number[];
  /** The task copies that it will start; all of them if absent. */
  readonly copies?: ReadonlySet<number>;
}

/** Why and when a resource copy is down: windows in order, perhaps without end. Several of one copy may overlap. */
export interface Downtimes {
  readonly resource: number;
  readonly windows: Iterable<readonly [from: number, until: number]>;
}
