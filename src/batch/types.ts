import type { Risk } from "../learn/fill.ts";
import type { ObjectiveValue } from "../planner/objective-value.ts";
import type { EarlierLevel, Refuted, Termination } from "../planner/types.ts";
import type { Issue } from "../util/errors.ts";

/** How one instance is planned; absent is the default of `plan`. Plain data, so that it can be sent anywhere. */
export interface JobOptions {
  /** Objectives as typed: "cost:2%,makespan". */
  readonly objectives?: string;
  readonly method?: string;
  /** Names of methods that are left out. */
  readonly without?: readonly string[];
  readonly solver?: string;
  /** A share: 0.001 is 0.1 %. */
  readonly gap?: number;
  readonly seed?: number;
  /** Paths of a runtime model and of a matching policy. */
  readonly runtimes?: string;
  readonly risk?: Risk;
  readonly policy?: string;
}

/** One instance of a batch. */
export interface BatchUnit {
  /** Unique, also without regard to case: it names the files of the unit. */
  readonly name: string;
  /** Path of the instance file. */
  readonly file: string;
  /** Milliseconds of planning that this unit may use in all; absent: no limit of its own. */
  readonly time?: number;
  readonly options: JobOptions;
  /** From a folder, where files may lie that are no instances; a manifest means what it names. */
  readonly found: "in-folder" | "by-manifest";
}

/** A text that an instance was read from; `path` is relative to the instance's folder. */
export interface Input {
  readonly path: string;
  /** Of its UTF-8 bytes without a byte order mark, hexadecimal. */
  readonly sha256: string;
}

/** What the next round of a unit goes on from. */
export interface Start {
  /** Text of a plan file; absent if there is no plan yet. */
  readonly plan?: string;
  readonly levels: readonly EarlierLevel[];
  /** What those were found for; a file that has changed since is not planned with them. */
  readonly inputs: readonly Input[];
}

/** One unit of work: plan one instance for a while. Plain data but for the file, which the executor must be able to read. */
export interface BatchJob {
  readonly name: string;
  readonly file: string;
  readonly found: BatchUnit["found"];
  readonly options: JobOptions;
  /** Milliseconds for reading and planning together; reading is not cut short. */
  readonly timeLimit?: number;
  readonly workLimit?: number;
  /** Milliseconds after which the job is ended whatever it does. */
  readonly hardLimit?: number;
  readonly start?: Start;
  /** Folder that all it reads must lie in, where what it reads is not the user's own. */
  readonly within?: string;
  /** Hash of all that its result depends on beside the texts of the instance. */
  readonly key: string;
}

/** How a job ended. Faults of the input and of the program are data here: one broken instance stops no other. */
export type JobResult =
  | JobOutcome
  | {
      readonly kind: "bad-input";
      readonly message: string;
      readonly issues?: readonly Issue[];
      readonly seconds: number;
    }
  /** `distrust`: what was found before may be wrong as well. */
  | {
      readonly kind: "fault";
      readonly message: string;
      readonly distrust: boolean;
      readonly seconds: number;
    }
  /** A readable document that is no instance, in a folder. */
  | { readonly kind: "no-instance"; readonly seconds: number }
  /** Ended from outside before it had an answer. */
  | { readonly kind: "stopped"; readonly seconds: number };

export interface JobOutcome {
  readonly kind: "outcome";
  readonly termination: Termination;
  readonly method: string;
  readonly solver?: string;
  readonly objectives: readonly ObjectiveValue[];
  readonly levels: readonly EarlierLevel[];
  /** Text of the plan file of a verified plan. */
  readonly plan?: string;
  /** Set where the termination is "infeasible". */
  readonly refuted?: Refuted;
  readonly verdict: string;
  readonly notes: readonly string[];
  readonly inputs: readonly Input[];
  /** Reading included. */
  readonly seconds: number;
  /** Units of work; set under a work limit. */
  readonly work?: number;
}

/**
 * Runs jobs somewhere: threads of this process, or workers of a queue over several machines. `run` never rejects for
 * what a job does; it rejects only if the executor itself is broken. An abort asks the job to stop with what it has.
 */
export interface Executor {
  /** How many jobs it runs side by side; from 1 on. */
  readonly slots: number;
  run(job: BatchJob, signal: AbortSignal): Promise<JobResult>;
  /** Jobs are planned where files may be others, or older: what they were planned for is to be compared. */
  readonly isElsewhere?: true;
  /** Called when a result of `run` is kept, or not wanted. */
  settled?(job: BatchJob): Promise<void>;
  /** Ends what is left. */
  end(): Promise<void>;
}
