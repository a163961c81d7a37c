import { isAbsolute } from "node:path/posix";
import { UsageError } from "../util/errors.ts";
import { sha256 } from "../util/sha256.ts";
import { show } from "../util/show.ts";

/** What Ray needs to know to plan a batch in parts. */
export interface RayBatch {
  /** Folder of instances or manifest, and folder of results, at the same place on every node. */
  readonly instances: string;
  readonly output: string;
  /** Other files that its options name. */
  readonly files: readonly string[];
  /** Options of `berth batch` that hold for every part. */
  readonly flags: readonly string[];
  readonly parts: number;
  /** Whole processors of each part. */
  readonly cpu: number;
}

/** A part as a job of Ray: `POST /api/jobs/` takes the body as it is. */
export interface RayPart {
  /** Such as "part 1/4". */
  readonly name: string;
  readonly body: {
    readonly submission_id: string;
    readonly entrypoint: string;
    readonly entrypoint_num_cpus: number;
    readonly metadata: Readonly<Record<string, string>>;
  };
}

/**
 * The jobs that plan a batch in parts, each where Ray has room. The same batch gives the same ids, so that a part which was submitted
 * is not taken again; one whose job was lost goes on where it stopped, under the id of a later `attempt` (from 1 on).
 * Throws UsageError for paths that nodes would take for others.
 */
export function rayParts(batch: RayBatch, attempt = 1): readonly RayPart[] {
  for (const path of [batch.instances, batch.output, ...batch.files]) checkPath(path);
  const { instances, output, flags, parts, cpu } = batch;
  const hash = sha256(JSON.stringify([instances, output, flags, parts, cpu])).slice(0, 16);
  return Array.from({ length: parts }, (_, k) => {
    const part = `${k + 1}/${parts}`;
    const words = ["berth", "batch", instances, ...flags, "--shard", part];
    const command = [...words, "-o", `${output}/part-${k + 1}`].map(quoted).join(" ");
    const again = attempt === 1 ? "" : `-${attempt}`;
    return {
      name: `part ${part}`,
      body: {
        submission_id: `berth-batch-${hash}-${k + 1}-of-${parts}${again}`,
        // Infeasible instances and such without a plan are results, told by exit codes 2 and 3.
        entrypoint: `${command}; code=$?; case "$code" in 2|3) exit 0 ;; *) exit "$code" ;; esac`,
        entrypoint_num_cpus: cpu,
        metadata: { "berth.dev/part": part, "berth.dev/output": output },
      },
    };
  });
}

/** As one word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function checkPath(path: string): void {
  if (isAbsolute(path)) return;
  throw new UsageError(
    `${show(path)} would be another place on the nodes of Ray.\nMaybe name it from the root, in a folder that all nodes see, such as /shared/nights.`,
  );
}
