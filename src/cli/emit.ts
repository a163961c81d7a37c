import { type Command, Option } from "commander";
import { indexedJob } from "../batch/indexed-job.ts";
import { manifestText } from "../io/manifest-text.ts";
import { UsageError } from "../util/errors.ts";
import type { PlanningFlags } from "./planning-options.ts";
import { print } from "./print.ts";

/** What says how a batch is planned by a cluster instead of here. */
export interface EmitFlags extends PlanningFlags {
  readonly emit?: "kubernetes";
  readonly image?: string;
  readonly claim?: string;
  readonly memory?: string;
  readonly localQueue?: string;
  readonly workers?: number;
  readonly threads?: number;
  readonly shard?: object;
  readonly queue?: string;
  readonly merge?: readonly string[];
  readonly report?: string;
  readonly json?: boolean;
}

export function withEmitOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--emit <system>",
        "plan nothing: print an Indexed Job that plans --workers parts of it",
      ).choices(["kubernetes"]),
    )
    .option("--image <image>", "its container image, with berth in it")
    .option("--claim <name>", "its PersistentVolumeClaim; paths are as seen from its root")
    .option("--memory <amount>", "of each of its pods (default: 4Gi)")
    .option("--local-queue <name>", "queue of Kueue that starts it");
}

/** What says otherwise where instances are planned. */
export const NOT_IN_PARTS = ["shard", "queue", "merge", "json", "report"] as const;

const OWN = ["image", "claim", "memory", "localQueue"] as const;

/** Prints the Indexed Job that `--emit` asks for; false if nothing was asked for. Throws UsageError for options that are missing. */
export function emitted(instances: string, output: string, flags: EmitFlags): boolean {
  if (flags.emit === undefined) {
    const other = OWN.find((name) => flags[name] !== undefined);
    if (other === undefined) return false;
    const option = other === "localQueue" ? "local-queue" : other;
    throw new UsageError(`--${option} is for --emit kubernetes.`);
  }
  const wrong = NOT_IN_PARTS.find((name) => flags[name] !== undefined);
  if (wrong !== undefined) {
    throw new UsageError(
      `--emit prints a Job that plans all parts; --${wrong} does not go with it.\nMaybe leave one of them out.`,
    );
  }
  const { image, claim, memory = "4Gi", localQueue, workers = 4, threads = 2 } = flags;
  if (image === undefined || claim === undefined) {
    const missing = image === undefined ? "--image" : "--claim";
    throw new UsageError(`--emit kubernetes needs ${missing}.\nMaybe see: berth batch --help`);
  }
  const job = indexedJob({
    ...{ instances, output, image, claim, memory, parts: workers, cpu: threads },
    ...(localQueue !== undefined && { localQueue }),
    files: [flags.runtimes, flags.policy].filter((file) => file !== undefined),
    flags: [...planningWords(flags), "--threads", String(threads), "-q"],
  });
  print(manifestText(job).trimEnd());
  return true;
}

/** The options of planning as they would be typed. */
export function planningWords(flags: PlanningFlags): readonly string[] {
  const words: Readonly<Record<string, string | undefined>> = {
    objective: flags.objective,
    method: flags.method,
    without: flags.without?.join(","),
    solver: flags.solver,
    "time-limit": flags.timeLimit === undefined ? undefined : `${flags.timeLimit}ms`,
    "work-limit": flags.workLimit === undefined ? undefined : String(flags.workLimit),
    gap: flags.gap === undefined ? undefined : `${Number((100 * flags.gap).toPrecision(12))}%`,
    seed: flags.seed === undefined ? undefined : String(flags.seed),
    runtimes: flags.runtimes,
    risk: flags.risk,
    policy: flags.policy,
  };
  return Object.entries(words).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
}
