import { resourceCopyId, taskCopyId } from "../../instance/ids.ts";
import { rulesOf } from "../../instance/schedule.ts";
import { DEVICE, type Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import type { VerifiedPlan } from "../../plan/types.ts";
import { sha256 } from "../../util/sha256.ts";
import { shellWord } from "../../util/shell-word.ts";
import type { SlurmOrigin } from "./types.ts";
import { PARTITION } from "./work.ts";

/** A job to be submitted. */
export interface SlurmSubmission {
  /** Its name in the queue, the same for the same plan, by which a job that was submitted before is found. */
  readonly name: string;
  readonly nodes: readonly string[];
  /** Seconds since 1970. */
  readonly at: number;
  /** Words after `sbatch`. */
  readonly options: readonly string[];
  readonly entrypoint: string;
  /** Places in the list of those that must have ended well. */
  readonly after: readonly number[];
}

/**
 * What is submitted for the tasks of a plan that are work of a list, in the order of their starts, and sentences on those of which no job can be
 * made. Amounts become options of sbatch, the runtime the time limit; what a task waits for is a dependency as well.
 */
export function slurmSubmissions(
  instance: Instance,
  { plan }: VerifiedPlan,
  origin: SlurmOrigin,
): { readonly submissions: readonly SlurmSubmission[]; readonly left: readonly string[] } {
  const { taskOfCopy, resourceOfCopy, tasks, pairs, resources } = instance;
  const pieces = new Map<number, number[]>();
  for (let k = 0; k < plan.task.length; k++) {
    pieces.set(plan.task[k], [...(pieces.get(plan.task[k]) ?? []), k]);
  }
  const left: string[] = [];
  const found: (Omit<SlurmSubmission, "after"> & { readonly copy: number })[] = [];
  for (const [copy, own] of pieces) {
    const t = taskOfCopy[copy];
    const { id } = tasks[t];
    const work = Object.hasOwn(origin.work ?? {}, id) ? origin.work?.[id] : undefined;
    if (work === undefined) continue;
    const name = taskCopyId(instance, copy);
    const [first] = own;
    const r = resourceOfCopy[plan.resource[first]];
    const places = own.map((k) => resourceCopyId(instance, plan.resource[k]));
    const asked = amountsOf(instance, t, r);
    const why = whyNot(instance, t, places, asked) ?? noNode(places, origin);
    if (why !== undefined) {
      left.push(`${name}: ${why}`);
      continue;
    }
    const minutes = Math.ceil(pairs.runtime[t * resources.length + r] / 60_000);
    const options = [
      ...partitionsOf(instance, plan, own, work.sbatch),
      ...[`--nodes=${places.length}`, `--ntasks=${places.length}`],
      ...(asked as readonly string[]),
      ...(minutes > 0 ? [`--time=${minutes}`] : []),
      ...work.sbatch,
    ];
    const at = origin.start + Math.ceil(plan.start[first] / 1000);
    const digest = sha256(JSON.stringify([name, at, places, options, work.entrypoint])).slice(
      0,
      16,
    );
    const plain = name.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 60);
    const nodes = places.map((place) => origin.resources[place]);
    const { entrypoint } = work;
    found.push({ copy, name: `berth-${plain}-${digest}`, nodes, at, options, entrypoint });
  }
  found.sort((a, b) => a.at - b.at || a.copy - b.copy);
  const place = new Map(found.map(({ copy }, i) => [copy, i]));
  const submissions = found.map(({ copy, ...one }) => ({
    ...one,
    after: awaited(instance, copy).flatMap((other) => place.get(other) ?? []),
  }));
  return { submissions, left };
}

/** The partitions that have all nodes of a job, unless it says its own: the default one need not have them. */
function partitionsOf(
  { resources, resourceOfCopy }: Instance,
  plan: VerifiedPlan["plan"],
  pieces: readonly number[],
  said: readonly string[],
): readonly string[] {
  if (said.some((option) => option.startsWith("--partition="))) return [];
  const lists = pieces.map((k) =>
    Object.keys(resources[resourceOfCopy[plan.resource[k]]].labels).filter((label) =>
      label.startsWith(PARTITION),
    ),
  );
  const shared = (lists[0] ?? []).filter((label) => lists.every((list) => list.includes(label)));
  const names = shared.map((label) => label.slice(PARTITION.length)).sort();
  return names.length === 0 ? [] : [`--partition=${names.join(",")}`];
}

/** Options for what one worker takes on a node; a sentence where Slurm has no words for it. */
function amountsOf(instance: Instance, t: number, r: number): readonly string[] | string {
  const options: string[] = [];
  const gres: string[] = [];
  for (const [d, { name, devices }] of instance.dimensions.entries()) {
    const amount = demandOf(instance, t, r, d);
    if (amount === 0) continue;
    const whole = name === "memory" ? amount : amount / (devices ? DEVICE : MILLI);
    if (!Number.isInteger(whole)) return `Slurm gives whole units of ${name}, not ${whole}`;
    if (name === "cpu") options.push(`--cpus-per-task=${whole}`);
    else if (name === "memory") options.push(`--mem=${whole}M`);
    else gres.push(`${name.replace(/^gres\//, "")}:${whole}`);
  }
  return gres.length === 0 ? options : [...options, `--gres=${gres.join(",")}`];
}

/** Amounts of an instance are thousandths, of memory MiB. */
const MILLI = 1000;

function whyNot(
  { tasks }: Instance,
  t: number,
  places: readonly string[],
  asked: readonly string[] | string,
): string | undefined {
  if (typeof asked === "string") return asked;
  if (tasks[t].divisible) return "Slurm cannot run a share of a job";
  if (new Set(places).size < places.length) return "two of its workers stand on one node";
  return undefined;
}

function noNode(places: readonly string[], { resources }: SlurmOrigin): string | undefined {
  const missing = places.find((place) => !Object.hasOwn(resources, place));
  return missing && `${missing} is no node of the cluster`;
}

/** The task copies that one waits for. */
function awaited(instance: Instance, copy: number): readonly number[] {
  const { taskOfCopy, taskCopyStart } = instance;
  const t = taskOfCopy[copy];
  if (instance.mode !== "schedule") return [];
  return rulesOf(instance).precedence.flatMap(({ before, after, pairwise }) => {
    if (after !== t) return [];
    const [first, end] = [taskCopyStart[before], taskCopyStart[before + 1]];
    if (pairwise) return [first + copy - taskCopyStart[t]];
    return Array.from({ length: end - first }, (_, i) => first + i);
  });
}

/** Lines of a shell script that submits each job once, and not before what it waits for; `failed` says whether one was not taken. */
export function* submitLines(submissions: readonly SlurmSubmission[]): Generator<string> {
  if (submissions.length === 0) return;
  yield `# A job that the queue or the accounting knows by its name is not submitted again.
submit() {
  name=$1 nodes=$2 at=$3
  shift 3
  known=$( (squeue --noheader --states=all --format=%i --name="$name"
    sacct --noheader --allocations --parsable2 --format=JobID --name="$name") 2>/dev/null | head -n 1)
  if [ -n "$known" ]; then echo "$known"; return 0; fi
  when=$(local_time "$at") || return 1
  sbatch --parsable --job-name="$name" --nodelist="$nodes" --begin="$when" "$@" | cut -d ';' -f 1
}
missed() { echo "$1: not submitted" >&2; failed=1; }
`;
  for (const [i, { name, nodes, at, options, entrypoint, after }] of submissions.entries()) {
    const ids = after.map((k) => `$job${k}`);
    const waits = ids.length === 0 ? [] : [`"--dependency=afterok:${ids.join(":")}"`];
    const words = [...options.map(shellWord), ...waits, "--wrap", shellWord(entrypoint)].join(" ");
    yield `job${i}=\n`;
    const isReady = after.map((k) => `[ -n "$job${k}" ] && `).join("");
    yield `${isReady}job${i}=$(submit ${name} ${nodes.join(",")} ${at} ${words})\n`;
    yield `[ -n "$job${i}" ] || missed ${name}\n`;
  }
}
