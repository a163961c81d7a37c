import { expect, test } from "vitest";
import { job } from "../imported.ts";
import { outbound, toldBy } from "./outbound.ts";
import { owned, placedAs, RUNNING, room, words } from "./running.ts";

const HOST = "kubernetes.io/hostname";
const JOB = (spec = "", selector = "", annotations = "") =>
  job(
    "j",
    `parallelism: 2, ${spec} x: 1`,
    selector,
    `resourceVersion: "7", annotations: { ${annotations} }`,
  );
const PODS = (selector = "") =>
  owned("j-0", "n0", "Job", "j", selector) + owned("j-1", "n0", "Job", "j", selector);

test("all pods of a Job: it is held, placed anew and let go; an old place is forgotten", () => {
  const pin = `nodeSelector: { ${HOST}: n0, disk: ssd },`;
  const nodes = ["n0", "n1"]
    .map((name) => room(name, 2).replace("labels: {", "labels: { disk: ssd,"))
    .join("");
  const marks = `berth.dev/plan: x, berth.dev/pinned: ${HOST}`;
  const text = nodes + JOB("suspend: false,", pin, marks) + PODS(pin);
  const made = outbound(
    text,
    placedAs(text, [
      ["j-0", "n1"],
      ["j-1", "n1"],
    ]),
    RUNNING,
  );
  expect([made.findings, made.changes]).toEqual([[], []]);
  expect(words(made)).toEqual(["restart j-0 n0>n1,j-1 n0>n1"]);
  expect(made.moves[0].hold).toEqual({
    metadata: { uid: "uid-j", annotations: { "berth.dev/moving": made.plan } },
    spec: { suspend: true },
  });
  expect(made.moves[0].patch).toEqual({
    metadata: {
      uid: "uid-j",
      annotations: {
        "berth.dev/plan": made.plan,
        "berth.dev/moving": null,
        "berth.dev/pinned": HOST,
      },
    },
    spec: { suspend: false, template: { spec: { nodeSelector: { [HOST]: "n1" } } } },
  });
  // What was not ours is a rule still: the plan cannot have it elsewhere.
  const theirs = text.replace(marks, "");
  expect(() =>
    outbound(
      theirs,
      placedAs(theirs, [
        ["j-0", "n1"],
        ["j-1", "n1"],
      ]),
      RUNNING,
    ),
  ).toThrow();
});

test("to several nodes: the label that they share takes the place of the old one", () => {
  const nodes = ["n0", "n1", "n2"]
    .map((name, k) =>
      room(name, k === 0 ? 2 : 1).replace("labels: {", `labels: { rack: ${k === 0 ? "a" : "b"},`),
    )
    .join("");
  const pin = "nodeSelector: { rack: a },";
  const text = nodes + JOB("", pin, "berth.dev/plan: x, berth.dev/pinned: rack") + PODS(pin);
  const made = outbound(
    text,
    placedAs(text, [
      ["j-0", "n1"],
      ["j-1", "n2"],
    ]),
    RUNNING,
  );
  expect(made.moves[0].patch).toMatchObject({
    spec: { template: { spec: { nodeSelector: { rack: "b" } } } },
  });
  expect(toldBy(made)[0]).toMatch(/^looser: j: its pods go 1 to n1, 1 to n2/);
});

test.each([
  ["", true],
  ["backoffLimit: 0,", false],
  ["backoffLimit: 1,", true],
  ["backoffLimitPerIndex: 1,", false],
  [
    "backoffLimit: 0, podFailurePolicy: { rules: [{ action: Ignore, onPodConditions: [{ type: DisruptionTarget }] }] },",
    true,
  ],
  [
    "podFailurePolicy: { rules: [{ action: FailJob, onPodConditions: [{ type: DisruptionTarget }] }] },",
    false,
  ],
])("a part of a Job's pods is evicted where it may fail so often: %s", (spec, may) => {
  const text = room("n0", 2) + room("n1", 1) + JOB(spec) + PODS();
  const made = outbound(
    text,
    placedAs(text, [
      ["j-0", "n0"],
      ["j-1", "n1"],
    ]),
    RUNNING,
  );
  expect(words(made)).toEqual(may ? ["evict j-1 n0>n1"] : []);
  if (!may) expect(toldBy(made)[0]).toMatch(/an eviction counts as a failure of Job j/);
});

test.each([
  [
    JOB("", "", "x: y").replace(
      "annotations",
      "labels: { kueue.x-k8s.io/queue-name: q }, annotations",
    ),
    PODS(),
    /its queue q starts and stops Job j/,
  ],
  [
    "",
    owned("j-0", "n0", "Training", "t") + owned("j-1", "n0", "Training", "t"),
    /it belongs to Training t, of which nothing is known/,
  ],
  ["", PODS(), /it belongs to Job j, of which nothing is known/],
])("what nobody can move is told with why", (made, pods, why) => {
  const text = room("n0", 2) + room("n1", 2) + made + pods;
  const told = outbound(
    text,
    placedAs(text, [
      ["j-0", "n1"],
      ["j-1", "n1"],
    ]),
    RUNNING,
  );
  expect(told.moves).toEqual([]);
  expect(toldBy(told).filter((line) => why.test(line))).toHaveLength(2);
});
