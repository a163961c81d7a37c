import { setTimeout as wait } from "node:timers/promises";
import { parseInstance } from "../instance/parse.ts";
import type { Followed } from "../io/apply/follow.ts";
import { aliveness, askRay } from "../io/ray/api/cluster.ts";
import type { RayRequest } from "../io/ray/api/request.ts";
import { importRay } from "../io/ray/import.ts";
import { leftWork } from "../io/ray/left-work.ts";
import { readNodes, readUsage } from "../io/ray/nodes.ts";
import { type ListedSubmission, readSubmissions } from "../io/ray/read-submissions.ts";
import { submissionsOf } from "../io/ray/submissions.ts";
import { readDocument } from "../io/read-instance.ts";
import { runFeaturesOf } from "../learn/run-features.ts";
import { plan } from "../planner/plan.ts";
import { InstanceError } from "../util/errors.ts";
import type { RecoveredWork } from "./applying.ts";
import { tell } from "./print.ts";

/** Looks, and ms between them, until Ray knows that a node is dead and what has ended is in use no more. */
const LOOKS = 12;
const PAUSE = 5000;

/** How long a plan of what is left is searched for, ms. */
const SEARCH = 30_000;

/** What Ray says of a job whose command ended by itself. */
const OWN_FAILURE = /failed with exit code/;

/**
 * Plans anew, on the nodes that are alive, what was lost with its node; `file` is the list of work that all was planned from. What failed by
 * itself is not run again.
 */
export function rayRecovery(file: string, request: RayRequest) {
  return async (
    lost: readonly Followed<ListedSubmission>[],
  ): Promise<RecoveredWork<ListedSubmission> | undefined> => {
    const gone = await withoutNode(lost, request);
    if (gone.length === 0) return undefined;
    const names = gone.map(({ task }) => task).join(", ");
    tell(`Lost with their nodes: ${names}. Planning them anew on what is alive.`);
    const work = leftWork(await readDocument(file), byTask(gone));
    if (work === undefined) {
      tell(`${file} has none of them. Maybe it is not what they were planned from.`);
      return undefined;
    }
    for (let k = 1; ; k++) {
      const changes = await planned(work, request);
      if (typeof changes !== "string") return { changes, instead: gone };
      if (k === LOOKS) {
        tell(`They are not planned anew: ${changes}.`);
        return undefined;
      }
      await wait(PAUSE);
    }
  };
}

/** Those whose node is dead, as soon as Ray knows it. */
async function withoutNode(
  lost: readonly Followed<ListedSubmission>[],
  request: RayRequest,
): Promise<readonly ListedSubmission[]> {
  const open = lost.filter(({ progress }) => !OWN_FAILURE.test(progress.what ?? ""));
  for (let k = 1; open.length > 0; k++) {
    const isAlive = aliveness(request);
    const gone: ListedSubmission[] = [];
    for (const { change } of open) {
      const ids = Object.values(change.body.entrypoint_label_selector);
      const alive = await Promise.all(ids.map(isAlive));
      if (alive.includes(false)) gone.push(change);
    }
    if (gone.length === open.length || k === LOOKS) return gone;
    await wait(PAUSE);
  }
  return [];
}

/** Ids of submissions by that of the task of which they are copies. */
function byTask(gone: readonly ListedSubmission[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { task, body } of gone) {
    const id = task.replace(/#\d+$/, "");
    found.set(id, [...(found.get(id) ?? []), body.submission_id]);
  }
  return found;
}

/** Jobs of a verified plan of what is left, or why there is none. */
async function planned(
  work: object,
  request: RayRequest,
): Promise<readonly ListedSubmission[] | string> {
  const answers = await askRay(request);
  const imported = importRay(readNodes(answers.nodes, readUsage(answers.status)), work);
  let outcome: Awaited<ReturnType<typeof plan>>;
  try {
    outcome = await plan(parseInstance(imported.document), { timeLimit: SEARCH });
  } catch (error) {
    // Such as a rule that no node which is alive can be meant by.
    if (error instanceof InstanceError) return error.message;
    throw error;
  }
  if (outcome.plan === undefined) return `no plan has room for them now (${outcome.termination})`;
  const { instance } = outcome.plan;
  const features = runFeaturesOf(imported.document);
  const { submissions, left } = submissionsOf(instance, outcome.plan, imported.origin, features);
  if (left.length > 0) return left.join("; ");
  const lines = submissions.map((one) => JSON.stringify(one));
  return readSubmissions(lines.join("\n"), "the new plan");
}
