import type { Issue } from "../../util/errors.ts";
import { fault, isRaw, mapsAt, type Spot } from "../kubernetes/objects/fields.ts";
import { countAt, plainTextAt, wordsAt } from "./fields.ts";
import { SWAPPED } from "./findings.ts";
import { arrayIndices } from "./hosts.ts";

/** A job of the queue, or what still waits of an array. */
export interface SlurmJob {
  readonly spot: Spot;
  /** Its number; of an array the number of the record, which one of its tasks has too. */
  readonly id: number;
  /** Its number as a person says it: "1201", "1202_4", "1202_[0-3]". */
  readonly said: string;
  readonly name: string;
  readonly state: "pending" | "held" | "running" | "over";
  /** Belongs to an array, whose tasks have the numbers `indices`. */
  readonly array?: { readonly id: number; readonly indices: readonly number[] };
}

const HINT = "Maybe save it anew: squeue --json > queue.json.";

/** The jobs of what `squeue --json` (or `scontrol show jobs --json`) prints. */
export function readJobs(document: unknown, issues: Issue[]): readonly SlurmJob[] {
  if (!isRaw(document) || !Array.isArray(document.jobs)) {
    const isSwapped = isRaw(document) && ("nodes" in document || "sinfo" in document);
    const hint = isSwapped ? SWAPPED : HINT;
    issues.push({ path: "", message: "expected what squeue --json prints", hint });
    return [];
  }
  const root: Spot = { value: document, object: "the jobs", path: "", issues };
  const jobs = mapsAt(root, "jobs").flatMap((entry) => jobOf(entry) ?? []);
  const said = new Set<string>();
  for (const job of jobs) {
    if (said.has(job.said)) fault(job.spot, "", "it is there twice", HINT);
    said.add(job.said);
  }
  return jobs;
}

function jobOf(entry: Spot): SlurmJob | undefined {
  const id = countAt(entry, "job_id") ?? 0;
  if (id < 1 || id > 0xffff_ffff) {
    fault(entry, "job_id", "expected the number of a job");
    return undefined;
  }
  const arrayId = countAt(entry, "array_job_id") ?? 0;
  const index = countAt(entry, "array_task_id");
  const text = plainTextAt(entry, "array_task_string").replace(/%\d+$/, "");
  const name = plainTextAt(entry, "name");
  const spot = { ...entry, object: `job ${id}`, path: "" };
  const state = stateOf(spot);
  if (arrayId < 1) return { spot, id, said: String(id), name, state };
  const indices = text === "" ? (index === undefined ? [] : [index]) : arrayIndices(text);
  if (indices === undefined || indices.length === 0) {
    fault(spot, "array_task_string", "expected the tasks of the array, such as 0-9");
    return undefined;
  }
  const isOne = text === "" && indices.length === 1;
  const said = isOne ? `${arrayId}_${indices[0]}` : `${arrayId}_[${text}]`;
  return {
    spot: { ...spot, object: `job ${said}` },
    id,
    said,
    name,
    state,
    array: { id: arrayId, indices },
  };
}

/** States in which a job takes room. */
const RUNNING: ReadonlySet<string> = new Set([
  "RUNNING",
  "SUSPENDED",
  "COMPLETING",
  "CONFIGURING",
  "RESIZING",
  "SIGNALING",
  "STAGE_OUT",
  "STOPPED",
]);

function stateOf(spot: Spot): SlurmJob["state"] {
  const words = wordsAt(spot, "job_state").map((word) => word.toUpperCase());
  if (words.some((word) => RUNNING.has(word))) return "running";
  if (words.includes("REQUEUE_HOLD") || words.includes("SPECIAL_EXIT")) return "held";
  if (!words.includes("PENDING")) return "over";
  const isHeld =
    spot.value.hold === true ||
    /^JobHeld(User|Admin)$/.test(plainTextAt(spot, "state_reason")) ||
    countAt(spot, "priority") === 0;
  return isHeld ? "held" : "pending";
}
