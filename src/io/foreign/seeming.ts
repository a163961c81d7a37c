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

export const OF_SOLVERS =
  "Maybe give it to HiGHS, CBC or SCIP: Berth writes such files (berth export) and plans tasks on resources itself.";

export const AN_INSTANCE: Seeming = {
  what: "an instance of Berth",
  hint: "Maybe the files are swapped, or it is to be planned: berth solve FILE.",
};
