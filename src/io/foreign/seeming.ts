/** What a file seems to be. */
export interface Seeming {
  /** With its article, such as "a plan of Berth". */
  readonly what: string;
  /** What can be done with it today, a sentence that starts with "Maybe"; FILE stands for its path. */
  readonly hint: string;
}

/** What a command wants of a file; whatever seems to be of that kind is not named. */
export type Wanted =
  | "an instance of Berth"
  | "a plan of Berth"
  | "a manifest of a batch"
  | "a history of runtimes"
  | "a learned model of Berth";

/** Where there is no importer. */
export const BY_HAND =
  "Maybe write what is to run as tasks and what it runs on as resources (docs/instance.md): there is no import of these yet.";

export const OF_A_PLAN =
  "Maybe give the instance that it was made for: berth verify INSTANCE FILE checks it.";

export const OF_A_CLUSTER =
  "Maybe import it, with the nodes of the cluster: berth import kubernetes FILE -o instance.yaml.";

export const OF_KUBECTL =
  "Maybe import the cluster: kubectl get nodes,pods,jobs -A -o json > cluster.json, then berth import kubernetes cluster.json -o instance.yaml.";

/** What squeue prints as JSON. */
export const OF_A_QUEUE =
  "Maybe import it, with the nodes of the cluster (scontrol show nodes --json > nodes.json): berth import slurm --nodes nodes.json --jobs FILE -o instance.yaml.";

/** What sinfo, or scontrol for nodes, prints as JSON. */
export const OF_SLURM_NODES =
  "Maybe import them, with what waits (squeue --json > queue.json): berth import slurm --nodes FILE --jobs queue.json -o instance.yaml.";

/** What Slurm prints for people. */
export const OF_SLURM =
  "Maybe import the cluster: scontrol show nodes --json > nodes.json, squeue --json > queue.json, then berth import slurm --nodes nodes.json --jobs queue.json -o instance.yaml.";

/** A table of jobs of whatever tool. */
export const OF_A_TABLE =
  "Maybe import it by a map of its columns (docs/how-to.md): berth import trace FILE --map map.yaml -o instance.yaml.";

export const OF_A_LOG = "Maybe import it: berth import swf FILE -o instance.yaml.";

export const OF_A_PROJECT = "Maybe import it: berth import psplib FILE -o instance.yaml.";

export const OF_A_SHOP = "Maybe import it: berth import fjs FILE -o instance.yaml.";

/** What the dashboard of Ray answers. */
export const OF_RAY_NODES =
  "Maybe import the nodes, with a list of work: berth import ray --nodes FILE --tasks work.yaml -o instance.yaml.";

export const OF_RAY =
  "Maybe import the cluster that runs, with a list of work: berth import ray --address http://127.0.0.1:8265 --tasks work.yaml -o instance.yaml.";

export const OF_SOLVERS =
  "Maybe give it to HiGHS, CBC or SCIP: Berth writes such files (berth export) and plans tasks on resources itself.";

export const AN_INSTANCE: Seeming = {
  what: "an instance of Berth",
  hint: "Maybe the files are swapped, or it is to be planned: berth solve FILE.",
};
