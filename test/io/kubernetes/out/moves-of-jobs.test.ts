import { expect, test } from "vitest";
import { moveLines } from "../../../../src/io/kubernetes/out/text.ts";
import { imported, job } from "../imported.ts";
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

test("pods that were made anew for a node that is gone, or takes none: their Job is placed anew", () => {
  const pin = `nodeSelector: { ${HOST}: n0, disk: ssd },`;
  const ssd = (name: string) => room(name, 2).replace("labels: {", "labels: { disk: ssd,");
  const waits = (name: string, selector = pin) =>
    owned(name, "", "Job", "j", selector)
      .replace("nodeName: , ", "")
      .replace("phase: Running", "phase: Pending");
  const marks = `berth.dev/plan: x, berth.dev/pinned: ${HOST}`;
  const pods = waits("j-0") + waits("j-1");
  const dead = ssd("n0").replace(/type: Ready, status: "True"/, 'type: Ready, status: "Unknown"');
  expect(dead).not.toBe(ssd("n0"));
  for (const lost of [
    "",
    dead,
    dead +
      owned("j-old", "n0", "Job", "j", pin).replace(
        "metadata: {",
        "metadata: { deletionTimestamp: 2026-01-01T00:00:00Z,",
      ),
  ]) {
    const text = ssd("n1") + lost + JOB("suspend: false,", pin, marks) + pods;
    const places = [
      ["j-0", "n1"],
      ["j-1", "n1"],
      ...(lost.includes("j-old") ? [["j-old", "n0"]] : []),
    ] as [string, string][];
    const made = outbound(text, placedAs(text, places), RUNNING);
    expect(toldBy(made).filter((line) => !/j-old/.test(line))).toEqual([]);
    expect(made.changes).toEqual([]);
    expect(words(made)).toEqual(["restart j-0 undefined>n1,j-1 undefined>n1"]);
    expect(made.moves[0].patch).toMatchObject({
      spec: { template: { spec: { nodeSelector: { [HOST]: "n1" } } } },
    });
    expect(moveLines(made.moves[0], undefined)[2]).toBe(
      "  pod j-0: waits for a node that takes none -> n1",
    );
  }
  // As long as its node takes pods it waits there, and what nobody pinned is a rule.
  const strays = (text: string) =>
    Object.values(imported(text, RUNNING).origin.tasks)
      .flat()
      .filter(({ stranded }) => stranded).length;
  const alive = ssd("n0") + ssd("n1") + JOB("suspend: false,", pin, marks) + pods;
  expect(strays(alive)).toBe(0);
  const theirs = ssd("n1") + JOB("suspend: false,", pin) + pods;
  expect(strays(theirs)).toBe(0);
  // Only one of them waits, and the other one runs: the template of both cannot change.
  const half =
    ssd("n1") + JOB("suspend: false,", pin, marks) + waits("j-0") + owned("j-1", "n1", "Job", "j");
  const told = outbound(
    half,
    placedAs(half, [
      ["j-0", "n1"],
      ["j-1", "n1"],
    ]),
    RUNNING,
  );
  expect(told.moves).toEqual([]);
  expect(toldBy(told)[0]).toMatch(
    /^not written: j-0: it waits, held to where no pod can go, and the plan has it on n1: its template holds it/,
  );
  const left = outbound(half, placedAs(half, [["j-1", "n1"]]), RUNNING);
  expect(toldBy(left)).toEqual(["stays: j-0: the plan leaves it out: it waits as it does now"]);
});
