/** What `berth init` asks for: rows in words, as they were typed. */
export interface InitAnswers {
  readonly isNight: boolean;
  /** "makespan" or "cost", first. */
  readonly aim: "makespan" | "cost";
  readonly hosts: readonly InitHost[];
  readonly jobs: readonly InitJob[];
}

/** One line about hosts: NAME COUNT GPUS PRICE. */
export interface InitHost {
  readonly id: string;
  readonly count: number;
  readonly gpus: number;
  /** Dollars an hour; absent where nothing is paid. */
  readonly price?: string;
}

/** One line about jobs: NAME COUNT GPUS TIME. */
export interface InitJob {
  readonly id: string;
  readonly count: number;
  readonly gpus: string;
  /** A duration such as 2h30m; absent in a placement. */
  readonly time?: string;
}

/** What stands in the file where nothing is answered. */
export const EXAMPLE: Omit<InitAnswers, "isNight" | "aim"> = {
  hosts: [
    { id: "a100", count: 2, gpus: 8, price: "27.45" },
    { id: "l4", count: 4, gpus: 4, price: "3.20" },
  ],
  jobs: [
    { id: "finetune", count: 5, gpus: "4", time: "2h30m" },
    { id: "evaluate", count: 12, gpus: "1", time: "35m" },
  ],
};

/** An instance file with a comment at each thing that a beginner will change. */
export function initText({ isNight, aim, hosts, jobs }: InitAnswers): string {
  const objectives = !isNight
    ? "[cost]"
    : aim === "makespan"
      ? "[makespan, cost]"
      : "[cost, makespan]";
  const first = !isNight
    ? "what the used hosts cost"
    : aim === "makespan"
      ? "be done early; [makespan, cost] is cheap among those plans, too"
      : "first cheaply, then be done early";
  return `# What every field means: berth explain field tasks.demand, or docs/instance.md.
mode: ${isNight ? "batch" : "placement"}  # ${isNight ? "jobs run over time, side by side where they fit; placement: all at once" : "all tasks run at once; batch: over time"}
objectives: ${objectives}  # ${first}

resources:
${hosts.map((host) => hostLine(host)).join("\n")}
  # More that a host may have: capacity: { cpu: 96, memory: 1TiB }, labels: { zone: eu }${isNight ? ", available: { until: 10h }" : ""}

tasks:
${jobs.map((job) => jobLine(job, isNight)).join("\n")}
  # ${
    isNight
      ? "More that a job may say: deadline: 8h, release: 1h, after: [other-job], workers: 2, eligible: { zone: eu }"
      : "More that a task may say: optional: true, value: 5, eligible: { zone: eu }, forbidden: [l4]"
  }
${isNight ? "  # A runtime for each kind of host: runtime: { a100: 2h, l4: 5h }\n" : ""}`;
}

function hostLine({ id, count, gpus, price }: InitHost): string {
  const paid = price === undefined ? "" : `, price: ${price}/h`;
  return `  - { id: ${yamlWord(id)}, count: ${count}, devices: { gpu: ${gpus} }${paid} }`;
}

function jobLine({ id, count, gpus, time }: InitJob, isNight: boolean): string {
  const runtime = isNight ? `, runtime: ${time ?? "1h"}` : "";
  return `  - { id: ${yamlWord(id)}, count: ${count}, demand: { gpu: ${gpus} }${runtime} }`;
}

/** A name as YAML reads it back: what could be taken for something else stands in quotes. */
function yamlWord(id: string): string {
  const isPlain =
    /^[A-Za-z][A-Za-z0-9_./-]*$/.test(id) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(id);
  return isPlain ? id : JSON.stringify(id);
}
