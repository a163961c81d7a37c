import type { Source } from "./source.ts";

/** Which form of the benches: a few minutes with a part of the rows, or everything. */
export type Form = "short" | "full";

/**
 * Peers by name: a solver on a program. "counts" is the aggregated program (identical tasks and resources as counts),
 * "intervals" CP-SAT's own way to write schedules, "native" the build for this machine in place of WebAssembly. FIFO and Berth's greedy method stand beside them as plain rules.
 */
export type PeerName =
  | "highs-native"
  | "highs-counts-native"
  | "cp-sat-native"
  | "cp-sat-counts-native"
  | "cp-sat-intervals-native"
  | "highs"
  | "highs-counts"
  | "cp-sat"
  | "cp-sat-counts"
  | "cp-sat-intervals"
  | "scip"
  | "fifo"
  | "greedy";

/** What a row wants of Berth. Gaps are fractions; seconds count from the parsed instance. */
export type Goal =
  | { readonly kind: "proven"; readonly within?: number }
  /** `mostMemory` in MiB; `mostIo` in seconds, for reading the instance and for writing the plan, each. */
  | {
      readonly kind: "gap";
      readonly atMost: number;
      readonly mostMemory?: number;
      readonly mostIo?: number;
    }
  /** At least as good a value as the best verified one of the peers. */
  | { readonly kind: "not-worse" }
  /** Printed units. */
  | { readonly kind: "value"; readonly atMost: number; readonly boundAbove: number }
  | { readonly kind: "none" };

/** One measurement to make. */
export interface RowSpec {
  readonly id: string;
  /** The shape that the instance is one of: one line of a table sums up all rows of it. */
  readonly shape?: string;
  readonly source: Source;
  /** Replaces the instance's objectives, as `--objective` would. Only the first level counts. */
  readonly objective?: string;
  /** Seconds for each of Berth and the peers. */
  readonly limit: number;
  /** Berth's runs, with seeds 1, 2, ...; of several the middle one is quoted. */
  readonly runs: number;
  /** The seed of the first run, Berth's and the peers'; 1 unless given. */
  readonly seed?: number;
  readonly peers: readonly PeerName[];
  readonly goal: Goal;
  /** Berth's method; "auto" unless given. */
  readonly method?: string;
  /** Methods that Berth leaves out. */
  readonly without?: readonly string[];
  /** Berth stops at this gap; 0 unless given. */
  readonly stopAt?: number;
  /** Only growth: the line it belongs to and its place on the axis. */
  readonly line?: GrowthPlace;
}

/** Where a row stands in the picture of growth. */
export interface GrowthPlace {
  readonly panel: string;
  readonly line: string;
  readonly size: number;
}

/** A set of rows with a file of results of its own. */
export interface BenchSet {
  readonly name: string;
  readonly title: string;
  /** Said under the table. */
  readonly remark?: string;
  /** Too many rows to read: a drawing shows them, no table of the README. */
  readonly isDrawn?: true;
  readonly rows: (form: Form) => readonly RowSpec[];
}

/** What a process found, in internal (minimised, integer) units; absent is absent. */
export interface Answer {
  /** Of a plan that Berth's verifier accepted. */
  readonly value?: number;
  readonly bound?: number;
  /** "ours" was derived in exact integers, "claimed" is a solver's word. */
  readonly proof?: "ours" | "claimed";
  /** The bound that the certificate proves, recomputed by `checkCertificate` on its own. */
  readonly certified?: number;
  /** Why the certificate was rejected, if it was. */
  readonly rejected?: string;
  readonly certificateSeconds?: number;
  readonly gap?: number;
  /** From the parsed instance to the end. */
  readonly seconds: number;
  /** From the parsed instance to the moment at which the goal's gap was reached. */
  readonly secondsToGoal?: number;
  readonly termination: string;
  /** How Berth or a peer came to value and bound on the first level, in order: what improved, when, and by whom. */
  readonly trace?: readonly TraceRow[];
  readonly readSeconds?: number;
  readonly writeSeconds?: number;
  /** Peak of the whole process. */
  readonly memoryMiB?: number;
  /** Why there is no plan, or what was not possible. */
  readonly note?: string;
  /** Digest of the program that was measured. */
  readonly program?: string;
}

/** Seconds from the parsed instance, the source, and value and bound by then, null while unknown. */
export type TraceRow = readonly [
  seconds: number,
  source: string,
  value: number | null,
  bound: number | null,
];

/** A peer that was not run, and why. */
export interface Absent {
  readonly absent: string;
}

/** How internal values are printed. */
export interface Scale {
  readonly unit: string;
  readonly perUnit: number;
  readonly sense: "min" | "max";
}

/** A finished row. */
export interface Row {
  readonly spec: RowSpec;
  readonly scale?: Scale;
  /** Set where the row could not be measured at all. */
  readonly skipped?: string;
  readonly berth: readonly Answer[];
  readonly peers: Readonly<Partial<Record<PeerName, Answer | Absent>>>;
  readonly met?: boolean;
}

/** The document of a set. */
export interface SetResults {
  readonly bench: string;
  readonly title: string;
  readonly remark?: string;
  readonly form: Form;
  readonly node: string;
  readonly cores: number;
  readonly rows: readonly Row[];
}
