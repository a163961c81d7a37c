import { ApiFault } from "../../apply/exchange.ts";
import type { Progress } from "../../apply/follow.ts";
import { isRaw, type RawMap } from "../objects/fields.ts";
import { listOf, valueAt } from "../out/edit.ts";
import type { ListedChange } from "../out/files.ts";
import { pathOf } from "./apply.ts";
import type { ApiRequest } from "./request.ts";
import { toldBy } from "./told.ts";

/** Conditions after which an object has ended: Job, JobSet, TrainJob, PyTorchJob and its kin, Workload. */
const DONE: ReadonlySet<string> = new Set(["Complete", "Completed", "Succeeded", "Finished"]);

/** Reasons with which Kueue calls a Workload finished whose work is not done. Source: Kueue 0.19; the last one: those before 0.9. */
const UNDONE: ReadonlySet<string> = new Set([
  ...["Failed", "OutOfSync", "OwnerNotFound"],
  "AdmissionChecksRejected",
]);

/** How KubeRay calls a RayJob that failed beside what Ray says of its job: of a deadline that has passed Ray knows nothing. */
const RAY_LOST: ReadonlySet<string> = new Set(["Failed", "ValidationFailed"]);

/** How far the work of an object is, by its status. Throws ApiFault where the cluster does not say it. */
export async function objectProgress(
  change: Pick<ListedChange, "apiVersion" | "kind" | "resource" | "namespace" | "name" | "uid">,
  request: ApiRequest,
): Promise<Progress> {
  const { status, body } = await request("GET", pathOf(change));
  if (status === 404) return { state: "lost", what: "it is not there any more" };
  if (status !== 200) throw new ApiFault(`the cluster answered ${status}${toldBy(body)}`);
  if (valueAt(body, ["metadata", "uid"]) !== change.uid) {
    return { state: "lost", what: "another object has its name now" };
  }
  return change.kind === "Pod" ? ofPod(body) : ofWork(body);
}

function ofPod(pod: unknown): Progress {
  const phase = valueAt(pod, ["status", "phase"]);
  if (phase === "Succeeded") return { state: "ended", ...begun(pod), ...lastEnd(pod) };
  if (phase === "Failed") {
    const reason = valueAt(pod, ["status", "reason"]);
    return {
      state: "lost",
      what: typeof reason === "string" ? reason : "it failed",
      ...begun(pod),
    };
  }
  return { state: phase === "Running" ? "running" : "waiting", ...begun(pod) };
}

function ofWork(object: unknown): Progress {
  const found = valueAt(object, ["status", "conditions"]);
  const conditions = Array.isArray(found) ? found.filter(isRaw) : [];
  const isTrue = conditions.filter(({ status }) => status === "True");
  const failed = isTrue.find(({ type, reason }) => {
    return type === "Failed" || (type === "Finished" && UNDONE.has(String(reason)));
  });
  if (failed !== undefined) {
    const { reason, message } = failed;
    return {
      state: "lost",
      what: words(reason, message),
      ...begun(object),
      ...moment("ended", failed.lastTransitionTime),
    };
  }
  const done = isTrue.find(({ type }) => DONE.has(String(type)));
  if (done !== undefined) {
    return { state: "ended", ...begun(object), ...moment("ended", done.lastTransitionTime) };
  }
  // KubeRay says it in words of its own.
  const status = valueAt(object, ["status", "jobStatus"]);
  if (status === "SUCCEEDED") {
    return {
      state: "ended",
      ...begun(object),
      ...moment("ended", valueAt(object, ["status", "endTime"])),
    };
  }
  if (status === "FAILED" || status === "STOPPED")
    return { state: "lost", what: status.toLowerCase(), ...begun(object) };
  if (RAY_LOST.has(String(valueAt(object, ["status", "jobDeploymentStatus"])))) {
    const { reason, message } = statusOf(object);
    return { state: "lost", what: words(reason, message), ...begun(object) };
  }
  const active = valueAt(object, ["status", "active"]);
  return {
    state:
      status === "RUNNING" || (typeof active === "number" && active > 0) ? "running" : "waiting",
    ...begun(object),
  };
}

function statusOf(object: unknown): RawMap {
  const status = valueAt(object, ["status"]);
  return isRaw(status) ? status : {};
}

function words(reason: unknown, message: unknown): string {
  const told = [reason, message].filter((one) => typeof one === "string" && one !== "");
  return told.length === 0 ? "it failed" : told.join(": ").slice(0, 300);
}

/** When it was let go: kinds without a time of their own say it by a condition. */
function begun(object: unknown): Partial<Progress> {
  const own = moment("began", valueAt(object, ["status", "startTime"]));
  if (own.began !== undefined) return own;
  const go = listOf(object, ["status", "conditions"]).find(
    (one) =>
      isRaw(one) &&
      ((one.type === "Suspended" && one.status === "False") ||
        (one.type === "Admitted" && one.status === "True")),
  );
  return moment("began", valueAt(go, ["lastTransitionTime"]));
}

/** When the last container of a pod ended. */
function lastEnd(pod: unknown): Partial<Progress> {
  const ends = listOf(pod, ["status", "containerStatuses"]).flatMap((one) => {
    const { ended } = moment("ended", valueAt(one, ["state", "terminated", "finishedAt"]));
    return ended ?? [];
  });
  return ends.length === 0 ? {} : { ended: Math.max(...ends) };
}

function moment(key: "began" | "ended", value: unknown): Partial<Progress> {
  const found = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(found) ? {} : { [key]: found };
}
