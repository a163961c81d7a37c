import { expect, test } from "vitest";
import { GPU, imported, job, type Loose, pod } from "./imported.ts";
import { node } from "./manifests.ts";

test("what runs becomes tasks with an earlier plan; pods of DaemonSets stay and take room", () => {
  const text = `${node("n0", 'cpu: "8"')}${node("n1", 'cpu: "8"', "", "unschedulable: true")}
    ${pod("web", "nodeName: n1,", "phase: Running")}
    ${pod("agent", "nodeName: n0,", "phase: Running", "ownerReferences: [{ kind: DaemonSet, name: agent, uid: d, controller: true }]")}
    ${pod("done", "nodeName: n0,", "phase: Succeeded")}
    ${pod("next", "")}`;
  const { document, task, earlier, origin, notes } = imported(text, { withRunning: true });
  expect(document.resources.map(({ capacity }: Loose) => capacity)).toEqual([
    { cpu: 4, pods: 109 },
    { cpu: 8, pods: 110 },
  ]);
  // The cordon keeps what is new off; what runs there may stay.
  expect(task("team/web").forbidden).toBeUndefined();
  expect(task("team/next").forbidden).toEqual(["n1"]);
  expect(earlier?.assignments).toEqual([{ task: "team/web", resource: "n1", start_ms: 0 }]);
  expect(origin.tasks["team/web"]).toEqual([
    {
      apiVersion: "v1",
      kind: "Pod",
      namespace: "team",
      name: "web",
      uid: "uid-web",
      copies: 1,
      pods: 1,
      running: true,
    },
  ]);
  expect(notes.join()).toMatch(/Nothing new goes to n1 \(cordoned\)/);
  const alone = imported(text);
  expect(alone.document.resources[1].capacity).toEqual({ cpu: 4, pods: 109 });
  expect(alone.task("team/web")).toBeUndefined();
});

test("over time what runs has the rest of its runtime, and without one keeps its room", () => {
  const started = 'phase: Running, startTime: "2026-11-30T01:00:00Z"';
  const text = `${node("n0", 'cpu: "16"')}
    ${pod("long", "nodeName: n0,", started, "annotations: { berth.dev/runtime: 3h }")}
    ${pod("over", "nodeName: n0,", started, "annotations: { berth.dev/runtime: 30m }")}
    ${pod("ever", "nodeName: n0,", started)}
    ${job("next", "suspend: true", "", "annotations: { berth.dev/runtime: 1h }")}`;
  const { document, task } = imported(text, {
    withRunning: true,
    now: Date.parse("2026-11-30T02:00:00Z"),
  });
  expect(document.start).toBe("2026-11-30T02:00:00.000Z");
  expect(task("team/long").runtime).toBe("7200s");
  expect(document.tasks).toHaveLength(2);
  expect(document.resources[0].capacity.cpu).toBe(8);
});

test("jobs: what is left of completions, what runs already, what has ended, what was not created yet", () => {
  const text = `${node("n0", 'cpu: "64"')}
    ${job("half", "suspend: true, parallelism: 4, completions: 6")}
    ${job("ended", "suspend: true").replace("---", "status: { conditions: [{ type: Complete, status: 'True' }] }\n---")}
    ${job("going", "parallelism: 2")}
    ${job("draft", "parallelism: 3").replace("uid: uid-draft,", "")}
    ${job("empty", "suspend: true, parallelism: 0")}`;
  const { document, findings } = imported(text.replace("completions: 6,", "completions: 6,"));
  expect(document.tasks.map(({ id, count }: Loose) => [id, count])).toEqual([["team/draft", 7]]);
  expect(findings.map(({ name, what }) => `${name}: ${what}`)).toEqual([
    "empty: it has no pods to run",
    "going: it is not suspended, and none of its pods is among the files",
  ]);
});

test("a Job that runs: its pods are what they are, and those that come later are told", () => {
  const running = job("going", "parallelism: 2, completions: 9").replace(
    "---",
    "status: { active: 2, succeeded: 3 }\n---",
  );
  const owner = "ownerReferences: [{ kind: Job, name: going, uid: uid-going, controller: true }]";
  const pods = ["going-a", "going-b"].map((name) =>
    pod(name, name === "going-a" ? "nodeName: n0," : "", "phase: Pending", owner),
  );
  const { document, findings } = imported(`${node("n0", GPU)}${running}${pods.join("")}`);
  expect(document.tasks.map(({ id }: Loose) => id)).toEqual(["team/going-b"]);
  expect(findings.map(({ what }) => what)).toEqual(["4 pods that it starts later"]);
});
