/** What a file seems to be. */
export interface Seeming {
  /** With its article, such as "a plan of Berth". */
  readonly what: string;
  /** What can be done with it today, a sentence that starts with "Maybe"; FILE stands for its path. */
  readonly hint: string;
}

/** Where there is no importer. */
export const BY_HAND =
  "Maybe write what is to run as tasks and what it runs on as resources (docs/instance.md): there is no import of these yet.";

export const OF_A_PLAN =
  "Maybe give the instance that it was made for: berth verify INSTANCE FILE checks it.";

export const OF_A_CLUSTER =
  "Maybe import it, with the nodes of the cluster: berth import kubernetes FILE -o instance.yaml.";
