import { UsageError } from "../util/errors.ts";
import { show } from "../util/show.ts";

/** What an Indexed Job of Kubernetes needs to know to plan a batch in parts. */
export interface IndexedJob {
  /** Folder of instances or manifest, and folder of results, as seen from the root of the volume. */
  readonly instances: string;
  readonly output: string;
  /** Other files that its options name, as seen from there. */
  readonly files: readonly string[];
  /** Options of `berth batch` that hold for every part. */
  readonly flags: readonly string[];
  /** How many parts. */
  readonly parts: number;
  readonly image: string;
  /** A PersistentVolumeClaim that many pods may write to. */
  readonly claim: string;
  /** Whole processors of each part. */
  readonly cpu: number;
  /** Such as "4Gi". */
  readonly memory: string;
  /** A LocalQueue of Kueue, which then says when the job begins. */
  readonly localQueue?: string;
}

/** Where the volume is mounted in each pod. */
const ROOT = "/work";

/** Restarts of one part before it counts as failed; the others go on. */
const RESTARTS = 5;

/**
 * A part finds itself by its index, and goes on where an earlier pod of it stopped. Infeasible instances and such without a plan are
 * results, told by exit codes 2 and 3: no reason to run again. A pod that is to end passes that on, and its part is not complete.
 */
const SCRIPT = [
  // No "$(": Kubernetes would look for a variable of that name.
  'part=`expr "$JOB_COMPLETION_INDEX" + 1`',
  'berth batch "$@" --shard "$part/$PARTS" -o "$OUTPUT/part-$part" &',
  "pid=$!",
  "ended=",
  "trap 'ended=1; kill -TERM \"$pid\"' TERM INT",
  'wait "$pid"',
  "code=$?",
  'if [ -n "$ended" ]; then wait "$pid"; exit 143; fi',
  'case "$code" in 2|3) exit 0 ;; *) exit "$code" ;; esac',
  "",
].join("\n");

/**
 * The manifest (batch/v1) that plans each part of a batch in a pod of its own. What fails is tried again, each part by itself. Throws UsageError for names that Kubernetes would refuse, and for paths outside the volume.
 */
export function indexedJob(job: IndexedJob): object {
  for (const path of [job.instances, job.output, ...job.files]) checkPath(path);
  checkName("--claim", job.claim, 253);
  if (job.localQueue !== undefined) checkName("--local-queue", job.localQueue, 63);
  if (!MEMORY.test(job.memory)) {
    throw new UsageError(`--memory expects an amount such as 4Gi, got ${show(job.memory)}.`);
  }
  if (!/^\S+$/.test(job.image)) {
    throw new UsageError(`--image expects the name of an image, got ${show(job.image)}.`);
  }
  const resources = { cpu: String(job.cpu), memory: job.memory };
  const name = nameFor(job.output);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      ...(job.localQueue !== undefined && {
        labels: { "kueue.x-k8s.io/queue-name": job.localQueue },
      }),
    },
    spec: {
      ...(job.localQueue !== undefined && { suspend: true }),
      completionMode: "Indexed",
      completions: job.parts,
      parallelism: job.parts,
      backoffLimitPerIndex: RESTARTS,
      podFailurePolicy: {
        rules: [
          // Nodes that are drained and pods that make room are nobody's fault.
          { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
        ],
      },
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [
            {
              name: "berth",
              image: job.image,
              workingDir: ROOT,
              command: ["/bin/sh", "-c", SCRIPT, "berth"],
              args: [job.instances, ...job.flags],
              env: [
                { name: "PARTS", value: String(job.parts) },
                { name: "OUTPUT", value: job.output },
              ],
              resources: { requests: resources, limits: { memory: job.memory } },
              volumeMounts: [{ name: "work", mountPath: ROOT }],
            },
          ],
          volumes: [{ name: "work", persistentVolumeClaim: { claimName: job.claim } }],
        },
      },
    },
  };
}

const MEMORY = /^(?=.*[1-9])\d+(\.\d+)?(Ki|Mi|Gi|Ti|k|M|G|T)?$/;

/** Labels in small letters with points between them (RFC 1123). */
function checkName(flag: string, name: string, most: number): void {
  const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
  if (name.length <= most && name.split(".").every((part) => label.test(part))) return;
  throw new UsageError(
    `${flag} expects the name of an object of Kubernetes, got ${show(name)}.\nMaybe use lower-case letters, digits and -.`,
  );
}

function checkPath(path: string): void {
  const isInside = !path.startsWith("/") && !path.split(/[\\/]/).includes("..");
  if (isInside && path !== "") return;
  throw new UsageError(
    `${show(path)} does not lie in the volume.\nMaybe name it as seen from the root of the volume, such as nights/monday.`,
  );
}

/** A name for the job that says which results it makes. */
function nameFor(output: string): string {
  const plain = output
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  // Pods add the index and five characters to it.
  return `berth-${plain.slice(-40).replace(/^-+/, "") || "batch"}`;
}
