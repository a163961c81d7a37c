import type { PairFeatures } from "./pair-features.ts";
import type { LabelDomains, ScheduleRules } from "./schedule-rules.ts";

/**
 * placement: all tasks run at once and share capacity. Over time (`mode: batch` of a document): "batch" where every resource
 * copy runs one task at a time and nothing else matters but times of tasks and windows; "schedule" for all the rest, with
 * tasks side by side and the rules of `Instance.schedule`.
 */
export type Mode = "placement" | "batch" | "schedule";

/** A named kind of capacity. Amounts are integers: thousandths (`milli`) or mebibytes (`MiB`). */
export interface Dimension {
  readonly name: string;
  readonly unit: "milli" | "MiB";
  /** True if the dimension is made of devices of 1000 milli each (see `Resource.capacity`). */
  readonly devices: boolean;
}

/** One entry of `resources`: `count` identical copies of a unit of compute. */
export interface Resource {
  readonly id: string;
  /** The name that runtime, throughput, cost and demand tables may use; the id unless given. */
  readonly kind: string;
  readonly count: number;
  /** By dimension index; 0 where the resource has none. A device dimension holds 1000 x devices. */
  readonly capacity: readonly number[];
  /** Micro-dollars per hour of use. */
  readonly pricePerHour: number;
  /** Micro-dollars paid once for each copy that holds at least one task. */
  readonly fixedPrice: number;
  /** Milliwatts while a task runs. Absent when the file gives none. */
  readonly power?: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Batch mode: nothing runs before `from` or after `until` (ms; absent = no end). */
  readonly from: number;
  readonly until?: number;
}

/** One entry of `tasks`: `count` copies with equal properties, each decided on its own. */
export interface Task {
  readonly id: string;
  readonly count: number;
  /** In thousandths, or in `Instance.weightUnit` of them; 1 unless given. */
  readonly weight: number;
  /** What one placed copy adds to `throughput`, in thousandths: value, else weight, else 1000. */
  readonly gain: number;
  /** Its class; higher ones are served first. 0 unless given. */
  readonly priority: number;
  readonly optional: boolean;
  /** May be split into shares over several resources. */
  readonly divisible: boolean;
  /** True if the task has a runtime on each resource it is eligible for; else it has none anywhere. */
  readonly hasRuntime: boolean;
  /** Batch mode, ms: earliest start, soft and hard latest completion. */
  readonly release: number;
  readonly due?: number;
  readonly deadline?: number;
  /** Every copy runs on this many resources, in distinct failure domains. */
  readonly replicas: number;
  /** Index into `Instance.domains`: what "distinct" means for the replicas. Absent: distinct resources. */
  readonly across?: number;
  /** Set where no resource has the labels that it asks for: which these are, and perhaps what was meant. */
  readonly unmatched?: string;
}

/** Tasks that must share one resource copy (colocate) or avoid each other (separate). */
export interface Group {
  readonly name: string;
  /** Indices into `Instance.tasks`; every copy of these is a member. */
  readonly tasks: readonly number[];
}

/** The output of copy i of one task entry goes to copy i of another: both have equally many copies, each whole and once. */
export interface Link {
  /** Task entries. */
  readonly from: number;
  readonly to: number;
  /** MiB that move if the two stand at different sites. */
  readonly output: number;
}

/** What moving data between resources costs, by site: resource entries that no rule of the document tells apart. */
export interface Transfer {
  readonly sites: number;
  /** By resource entry. */
  readonly siteOf: Int32Array;
  /** Micro-dollars per TiB, row = site that the data leave. Length sites x sites. */
  readonly price: Float64Array;
}

/** What may be lost at once, one loss at a time: a plan must have a recovery from each. Modes "placement" and "schedule". */
export interface Robust {
  /** Loss i takes the resource copies copies[start[i]] .. copies[start[i+1]-1], ascending; at least one loss. */
  readonly start: Int32Array;
  readonly copies: Int32Array;
  /** Set where each loss is all that has one value of a label; values by loss. */
  readonly across?: { readonly label: string; readonly values: readonly string[] };
  /** Which resources can be lost, in the words of the document; all of them if absent. */
  readonly of?: string;
}

/** A demand in one dimension: the same on every resource, or one value for each pair. */
export interface Demand {
  readonly perPair: boolean;
  /** Length T, or T x R (row = task) when `perPair`. Unit of the dimension. */
  readonly values: Float64Array;
}

/**
 * What depends on task and resource entry. Dense, row-major: index = task * R + resource, with T and R
 * the numbers of *entries* (copies share them). With `features` there are no columns, and reading one throws.
 */
export interface PairTable {
  /** Set where there are more pairs than tables can hold; see `features.ts` for how to read either. */
  readonly features?: PairFeatures;
  /** 1 where labels, forbidden lists and runtime or throughput tables allow the pair. */
  readonly eligible: Uint8Array;
  /** Milliseconds of one whole task on one resource; 0 where not eligible or without runtime. */
  readonly runtime: Float64Array;
  /** Micro-dollars of one whole task, without fixed prices; 0 where not eligible. */
  readonly cost: Float64Array;
  /** Millijoules of one whole task; 0 where not eligible, without power or runtime. */
  readonly energy: Float64Array;
}

/** A point in time and the offset in which it was written. */
export interface Origin {
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly epoch: number;
  /** Minutes east of UTC. */
  readonly offset: number;
}

/** A piece that has begun when a plan is made anew: every plan holds exactly this one. By copy numbers. */
export interface PinnedPiece {
  readonly task: number;
  readonly resource: number;
  /** Milliseconds from the beginning of the plan. */
  readonly start: number;
  /** Ascending. */
  readonly devices: readonly number[];
}

/** What a plan that replaces an earlier one is held to. Only `src/replan/` makes it. */
export interface Earlier {
  /** By task copy, then resource copy. Copies with a pinned piece, on either side, are entries of their own. */
  readonly pinned: readonly PinnedPiece[];
  /**
   * By task entry x resource entry (row = task): 1 where a piece counts as a migration, since the earlier plan has the task copy
   * elsewhere. Absent where migrations are not counted.
   */
  readonly migrates?: Uint8Array;
}

/** The ids of copies where equal rows of a document were brought together: row i has copies start[i] .. start[i+1]-1. */
export interface CopyNames {
  readonly ids: readonly string[];
  readonly start: Int32Array;
}

/** Everything that an instance has but what is asked of its plans. */
export interface Setting {
  readonly name: string;
  /** Set where the document has the name; else it is that of the file. */
  readonly isNamed?: true;
  readonly mode: Mode;
  readonly dimensions: readonly Dimension[];
  readonly tasks: readonly Task[];
  readonly resources: readonly Resource[];
  readonly pairs: PairTable;
  /** By dimension index. */
  readonly demand: readonly Demand[];
  readonly domains: readonly LabelDomains[];
  readonly colocate: readonly Group[];
  readonly separate: readonly Group[];
  /** Between stages of one task: without directions, they form a forest. */
  readonly links: readonly Link[];
  readonly transfer: Transfer;
  /** Present exactly in mode "schedule". */
  readonly schedule?: ScheduleRules;
  /** Losses that a plan survives. */
  readonly robust?: Robust;
  /** The instant at which the plan begins, where the document names it; times of the plan count from it. */
  readonly origin?: Origin;
  /** Present where the plan replaces an earlier one. */
  readonly earlier?: Earlier;
  /** What rules ask for that read keys of their own, by name of the rule; see `Rule.fields`. */
  readonly asked?: Readonly<Record<string, unknown>>;
  /** Micro-dollars. */
  readonly budget?: number;
  /** Thousandths in which weights of tasks are counted; absent: 1. Set where sums of weight x time would be too large. */
  readonly weightUnit?: number;
  /** Copies of task entry t are numbered taskCopyStart[t] .. taskCopyStart[t+1]-1. Length T + 1. */
  readonly taskCopyStart: Int32Array;
  /** Copies of resource entry r are numbered resourceCopyStart[r] .. resourceCopyStart[r+1]-1. */
  readonly resourceCopyStart: Int32Array;
  /** Present where entries stand for several rows of the document: their `id` is then that of the first row. */
  readonly taskNames?: CopyNames;
  readonly resourceNames?: CopyNames;
  /** Entry index of each copy. */
  readonly taskOfCopy: Int32Array;
  readonly resourceOfCopy: Int32Array;
}

/** Shares of a divisible task are integers in millionths. */
export const WHOLE = 1_000_000;

/** A device holds this much of a device dimension. */
export const DEVICE = 1000;
