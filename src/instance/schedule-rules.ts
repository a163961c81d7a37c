/** A label whose values are domains: of failures, across which replicas are spread, or of the topology that a gang stays in. */
export interface LabelDomains {
  readonly label: string;
  /** By resource entry: the index of its label value, or -1 where the resource lacks the label. */
  readonly of: Int32Array;
  readonly values: readonly string[];
}

/** One task waits for another: every copy for every copy, or copy i for copy i where both have equally many. */
export interface Precedence {
  /** Task entries. */
  readonly before: number;
  readonly after: number;
  /** Milliseconds between the end of the one and the start of the other. */
  readonly lag: number;
  readonly pairwise: boolean;
}

/** What all running pieces together may use at any instant, such as licences or the quota of a team. */
export interface Limit {
  readonly name: string;
  /** Thousandths, or the unit of `dimension`. */
  readonly capacity: number;
  /** Set where the limit counts demands of a dimension; its index. */
  readonly dimension?: number;
  /** What one piece uses: by task entry, or by task entry x resource entry (row = task) when `perPair`. */
  readonly usage: Float64Array;
  readonly perPair: boolean;
}

/** For how much of its time a used resource copy is paid. */
export interface Billing {
  /** While something runs on it, or from the first start to the last end. */
  readonly by: "occupied" | "rental";
  /** Each billed interval is rounded up to a multiple of this; ms, at least 1. */
  readonly every: number;
}

/**
 * What planning over time knows beside tasks, resources and pairs. Present exactly in mode "schedule". All times in ms
 * from the beginning of the plan. R and T are the numbers of entries.
 */
export interface ScheduleRules {
  /** By resource entry: 1 where a copy runs one piece at a time. */
  readonly exclusiveResource: Uint8Array;
  /** By task entry: 1 where a piece has its resource copy to itself. */
  readonly exclusiveTask: Uint8Array;
  /** By task entry: pieces of one copy, which start together on resources of one kind; 1 for a plain task. */
  readonly workers: Int32Array;
  /** By task entry: index into `topology` of the label whose value all workers share; -1 for none. */
  readonly within: Int32Array;
  readonly topology: readonly LabelDomains[];
  /** Acyclic. */
  readonly precedence: readonly Precedence[];
  /** By resource entry: when nothing may run, as disjoint [from, until) in order. */
  readonly maintenance: readonly (readonly (readonly [from: number, until: number])[])[];
  readonly limits: readonly Limit[];
  /** By task entry: index of its family, 0 for none. */
  readonly family: Int32Array;
  readonly families: readonly string[];
  /** Between consecutive pieces on an exclusive resource copy, row = family that ran. families x families. */
  readonly setup: Float64Array;
  /** By resource entry. */
  readonly billing: readonly Billing[];
}
