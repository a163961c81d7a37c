import type { Instance } from "../../instance/types.ts";
import type { Plan } from "../../plan/types.ts";

/** What one piece of a task takes of a resource copy while it runs. */
export interface Need {
  /** By row of the resource, without its single devices. */
  readonly rows: Float64Array;
  /** By device group: whole devices, and the share of one; one of them is 0. */
  readonly whole: Int32Array;
  readonly share: Float64Array;
}

/** A device dimension of which some task takes shares: its devices are kept apart, one row each. */
export interface DeviceGroup {
  readonly dimension: number;
  /** Number of its first device in the plan, and how many a copy has. */
  readonly first: number;
  readonly count: number;
  /** Row of its first device. */
  readonly row: number;
}

/** One resource entry as timelines see it. */
export interface ResourceType {
  readonly entry: number;
  /** Copies first .. first + count - 1. */
  readonly first: number;
  readonly count: number;
  readonly from: number;
  readonly until: number;
  /** Capacity by row: plain rows first, then 1000 for each single device. */
  readonly capacity: Float64Array;
  readonly plainRows: number;
  readonly groups: readonly DeviceGroup[];
  /** Row of exclusive use, -1 if there is none. */
  readonly exclusivity: number;
  readonly closed: readonly (readonly [from: number, until: number])[];
  /** Setup times hold between its pieces. */
  readonly hasSetup: boolean;
}

/** One way to run a task: on copies of a resource entry. */
export interface Option {
  readonly entry: number;
  readonly runtime: number;
  readonly need: Need;
  /** By limit: what one piece uses. */
  readonly uses: Float64Array;
}

/** Resource entries of one kind, and of one value of the label that workers share. */
export interface Pool {
  readonly options: readonly Option[];
}

/** A task entry as schedules see it. */
export interface ScheduleTask {
  readonly entry: number;
  readonly workers: number;
  readonly release: number;
  /** The latest end: deadline, and what tasks that wait for it leave. */
  readonly latest: number;
  readonly due: number;
  readonly weight: number;
  readonly priority: number;
  readonly optional: boolean;
  readonly family: number;
  readonly pools: readonly Pool[];
  /** The shortest runtime, and the longest path of shortest runtimes from its start to the end of what waits for it. */
  readonly least: number;
  readonly tail: number;
  readonly waitsFor: readonly Wait[];
  readonly waiting: readonly Wait[];
}

/** The other side of a precedence. */
export interface Wait {
  readonly entry: number;
  readonly lag: number;
  readonly pairwise: boolean;
}

/** An instance in mode "schedule", ready for timelines. Copies of tasks are numbered as in the instance. */
export interface ScheduleView {
  readonly instance: Instance;
  readonly resourceTypes: readonly ResourceType[];
  /** By task entry. */
  readonly jobs: readonly ScheduleTask[];
  /** By limit. */
  readonly limits: Float64Array;
  /** Setup times, row = family that ran. */
  readonly setup: Float64Array;
  readonly families: number;
  readonly hasPrecedence: boolean;
  /** Where task copies that have begun stand, by copy, and all other copies: the ones to plan. */
  readonly pinned: ReadonlyMap<number, Placement>;
  readonly free: readonly number[];
}

/** Where a task copy would run: one place for each worker, all from `start` on. */
export interface Placement {
  readonly start: number;
  readonly end: number;
  readonly places: readonly WorkerPlace[];
}

/** One worker: a resource copy, the way it runs there and the rows of its single devices. */
export interface WorkerPlace {
  readonly copy: number;
  readonly option: Option;
  readonly devices: readonly number[];
}

/** One step of a search: a plan if it found a better one, and whether a list led to it. */
export interface ScheduleEvent {
  /** Nothing has ended yet: a moment to look at the clock within a list or a justification that takes long. */
  readonly isWithin?: true;
  readonly plan?: Plan;
  readonly isList?: true;
}
