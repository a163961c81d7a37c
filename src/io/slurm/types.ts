import type { Finding } from "../kubernetes/findings.ts";

/** What each row of the instance stands for. */
export interface SlurmOrigin {
  readonly berth_origin: 1;
  readonly system: "slurm";
  /** When the plan begins, seconds since 1970. */
  readonly start: number;
  /** By id of the resource: the name of its node. */
  readonly resources: Readonly<Record<string, string>>;
  /** By id of the task: what `scontrol` calls the job of each copy, such as "1201" or "1202_4". */
  readonly tasks: Readonly<Record<string, readonly string[]>>;
  /** Those of them that are held. */
  readonly held: readonly string[];
  /** By id of a task that runs already: what `scontrol` calls its job. */
  readonly running: Readonly<Record<string, string>>;
  /** By id of a task that is not in the queue: what it runs. */
  readonly work?: Readonly<Record<string, SlurmWork>>;
}

/** A queue and its cluster as an instance. */
export interface ImportedSlurm {
  readonly document: object;
  readonly origin: SlurmOrigin;
  /** What the instance does not say, or says otherwise. */
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** What is submitted for a task. */
export interface SlurmWork {
  /** A shell command. */
  readonly entrypoint: string;
  /** Options of sbatch beside those that the plan says. */
  readonly sbatch: readonly string[];
}
