import { expect, test } from "vitest";
import { ApiFault } from "../../../../src/io/apply/exchange.ts";
import { objectProgress } from "../../../../src/io/kubernetes/api/progress.ts";
import type { ListedChange } from "../../../../src/io/kubernetes/out/files.ts";

const CHANGE = {
  ...{ file: "f", apiVersion: "batch/v1", kind: "Job", resource: "jobs", namespace: "team" },
  ...{ name: "j", uid: "u", resourceVersion: "1", start_ms: 0, kubectl: "", nodes: [] },
} satisfies ListedChange;

const told = (kind: string, status: object, uid = "u") =>
  objectProgress({ ...CHANGE, kind }, async () => ({
    ...{ status: 200, text: "" },
    body: { metadata: { uid }, status },
  }));
const condition = (type: string, status = "True", more: object = {}) => ({
  conditions: [
    { type: "Other", status: "True" },
    { type, status, ...more },
  ],
});
const START = { startTime: "2026-11-30T18:00:00Z" };
const BEGAN = Date.parse(START.startTime);

test.each([
  ["Job", {}, { state: "waiting" }],
  ["Job", { active: 0, ...START }, { state: "waiting", began: BEGAN }],
  ["Job", { active: 2, ...START }, { state: "running", began: BEGAN }],
  ["Job", condition("Complete", "False"), { state: "waiting" }],
  [
    "Job",
    { ...START, ...condition("Complete", "True", { lastTransitionTime: "2026-11-30T19:00:00Z" }) },
    { state: "ended", began: BEGAN, ended: BEGAN + 3_600_000 },
  ],
  [
    "Job",
    condition("Failed", "True", { reason: "BackoffLimitExceeded", message: "too often" }),
    { state: "lost", what: "BackoffLimitExceeded: too often" },
  ],
  ["JobSet", condition("Completed"), { state: "ended" }],
  [
    "JobSet",
    { conditions: [{ type: "Suspended", status: "False", lastTransitionTime: START.startTime }] },
    { state: "waiting", began: BEGAN },
  ],
  [
    "JobSet",
    { conditions: [{ type: "Suspended", status: "True", lastTransitionTime: START.startTime }] },
    { state: "waiting" },
  ],
  [
    "Workload",
    condition("Admitted", "True", { lastTransitionTime: START.startTime }),
    { state: "waiting", began: BEGAN },
  ],
  [
    "RayJob",
    { jobStatus: "SUCCEEDED", ...START, endTime: "2026-11-30T18:00:05Z" },
    { state: "ended", began: BEGAN, ended: BEGAN + 5000 },
  ],
  [
    "Pod",
    {
      ...{ phase: "Succeeded", ...START },
      containerStatuses: ["18:00:09Z", "18:00:05Z"].map((time) => ({
        state: { terminated: { finishedAt: `2026-11-30T${time}` } },
      })),
    },
    { state: "ended", began: BEGAN, ended: BEGAN + 9000 },
  ],
  ["PyTorchJob", condition("Succeeded"), { state: "ended" }],
  ["Workload", condition("Finished"), { state: "ended" }],
  ["Workload", condition("Finished", "True", { reason: "Succeeded" }), { state: "ended" }],
  [
    "Workload",
    condition("Finished", "True", { reason: "Failed", message: "exit code 1" }),
    { state: "lost", what: "Failed: exit code 1" },
  ],
  [
    "Workload",
    condition("Finished", "True", { reason: "OutOfSync" }),
    { state: "lost", what: "OutOfSync" },
  ],
  ["RayJob", { jobStatus: "SUCCEEDED" }, { state: "ended" }],
  ["RayJob", { jobStatus: "FAILED" }, { state: "lost", what: "failed" }],
  [
    "RayJob",
    { jobStatus: "RUNNING", jobDeploymentStatus: "Failed", reason: "DeadlineExceeded" },
    { state: "lost", what: "DeadlineExceeded" },
  ],
  ["RayJob", { jobStatus: "RUNNING", jobDeploymentStatus: "Running" }, { state: "running" }],
  ["RayJob", { jobStatus: "", jobDeploymentStatus: "Initializing" }, { state: "waiting" }],
  ["Pod", { phase: "Pending" }, { state: "waiting" }],
  ["Pod", { phase: "Running" }, { state: "running" }],
  ["Pod", { phase: "Succeeded" }, { state: "ended" }],
  ["Pod", { phase: "Failed", reason: "Evicted" }, { state: "lost", what: "Evicted" }],
])("%s with %j", async (kind, status, expected) => {
  expect(await told(kind, status)).toEqual(expected);
});

test("an object that is gone, or another one of the name, is lost; what the cluster does not say is no state", async () => {
  expect(await told("Job", {}, "other")).toMatchObject({ state: "lost" });
  const answer = (status: number) =>
    objectProgress(CHANGE, async () => ({ status, body: { message: "m" }, text: "" }));
  expect(await answer(404)).toMatchObject({ state: "lost" });
  await expect(answer(500)).rejects.toThrow(ApiFault);
});
