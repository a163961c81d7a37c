import { expect, test } from "vitest";
import { changeLines } from "../../../../src/io/kubernetes/out/text.ts";
import { GPU, imported, job, type Loose, pod } from "../imported.ts";
import { node } from "../manifests.ts";
import { outbound, toldBy } from "./outbound.ts";

const VERSION = 'resourceVersion: "7"';
const HOST = "kubernetes.io/hostname";
const NODES = ["a0", "a1", "b0"].map((name) => node(name, GPU, `rack: ${name[0]}`)).join("");
const BATCH = { mode: "batch" as const };
const timed = (runtime: string) => `${VERSION}, annotations: { berth.dev/runtime: ${runtime} }`;
const suspended = (name: string, spec = "", metadata = VERSION) =>
  job(name, `suspend: true, ${spec} x: 1`, "", metadata);

test("a suspended Job gets one guarded patch: the node, the mark of the plan, and off it goes", () => {
  const { changes, findings, plan } = outbound(NODES + suspended("j", "parallelism: 2,"), [
    ["team/j#1", "a1"],
    ["team/j#2", "a1"],
  ]);
  expect(findings).toEqual([]);
  expect(changes).toHaveLength(1);
  expect(changes[0].patch).toEqual({
    metadata: {
      uid: "uid-j",
      resourceVersion: "7",
      annotations: { "berth.dev/plan": plan, "berth.dev/pinned": HOST },
    },
    spec: { suspend: false, template: { spec: { nodeSelector: { [HOST]: "a1" } } } },
  });
  expect(changeLines(changes[0], undefined)).toEqual([
    "Job team/j, at once",
    "  ~ spec.suspend: true -> false",
    `  + spec.template.spec.nodeSelector.${HOST}: "a1"`,
  ]);
  expect(plan).toMatch(/^[0-9a-f]{16}$/);
});

test("over time changes stand in the order of their starts", () => {
  const text = NODES + suspended("late", "", timed("1h")) + suspended("soon", "", timed("2h"));
  const placed = [["team/late", "a0", 7_200_000] as const, ["team/soon", "a0"] as const];
  const { changes } = outbound(text, placed, BATCH);
  expect(changes.map(({ ref, start }) => [ref.name, start])).toEqual([
    ["soon", 0],
    ["late", 7_200_000],
  ]);
  const origin = { epoch: Date.UTC(2026, 10, 30, 18), offset: 0 };
  expect(changeLines(changes[1], origin)[0]).toBe("Job team/late, 2026-11-30T20:00:00.000Z");
});

test("equal Jobs are dealt out so that each stays whole", () => {
  const text = NODES + ["p", "q"].map((name) => suspended(name, "parallelism: 2,")).join("");
  const own = text.replaceAll("job: p", "job: x").replaceAll("job: q", "job: x");
  // As copies come, each Job would have one pod on either node.
  const { changes, findings } = outbound(own, [
    ["team/p#1", "a0"],
    ["team/p#2", "a1"],
    ["team/p#3", "a0"],
    ["team/p#4", "a1"],
  ]);
  expect(findings).toEqual([]);
  const hosts = changes.map(({ patch }) => (patch as Loose).spec.template.spec.nodeSelector[HOST]);
  expect(hosts.sort()).toEqual(["a0", "a1"]);
});

test("pods of one template on several nodes: the narrowest label, and how far that is from the plan", () => {
  const two = NODES + suspended("j", "parallelism: 3,");
  const told = outbound(two, [
    ["team/j#1", "a0"],
    ["team/j#2", "a1"],
    ["team/j#3", "a1"],
  ]);
  expect((told.changes[0].patch as Loose).spec.template.spec.nodeSelector).toEqual({ rack: "a" });
  expect(toldBy(told)).toEqual([
    "looser: j: its pods go 1 to a0, 2 to a1; a template cannot say which pod goes where: rack=a keeps them on these nodes, how many on each is left to the scheduler",
  ]);
  const apart = outbound(two, [
    ["team/j#1", "a0"],
    ["team/j#2", "b0"],
    ["team/j#3", "b0"],
  ]);
  expect((apart.changes[0].patch as Loose).spec.template).toBeUndefined();
  expect(toldBy(apart)[0]).toMatch(/they may go to any of 3 nodes that it selects/);
});

test("a node without a name of its own cannot be named", () => {
  const text = node("a0", GPU).replace("kubernetes.io/hostname: a0", "disk: ssd");
  const told = outbound(text + node("a1", GPU) + suspended("j"), [["team/j", "a0"]]);
  expect((told.changes[0].patch as Loose).spec.template.spec.nodeSelector).toEqual({ disk: "ssd" });
  expect(toldBy(told)[0]).toMatch(/^looser: j: its pod goes 1 to a0; that node has no label/);
});

const GATED = (gates: string) =>
  pod("g", `schedulingGates: [${gates}],`, "phase: Pending", VERSION);

test("a gated pod gets its node, and our gate goes", () => {
  const ours = "{ name: berth.dev/placement }";
  const { changes, findings } = outbound(NODES + GATED(`{ name: a/b }, ${ours}`), [
    ["team/g", "b0"],
  ]);
  expect(findings).toEqual([]);
  expect((changes[0].patch as Loose).spec).toEqual({
    nodeSelector: { [HOST]: "b0" },
    schedulingGates: [{ name: "a/b" }],
  });
  const place = [["team/g", "b0"]] as const;
  expect(toldBy(outbound(NODES + GATED("{ name: a/b }"), place))).toEqual([
    "not written: g: its scheduling gates are those of others: none of them is berth.dev/placement",
  ]);
  expect(toldBy(outbound(NODES + pod("g", "", "phase: Pending", VERSION), place))[0]).toMatch(
    /it has no scheduling gate, so the scheduler alone places it/,
  );
});

const JOB = NODES + suspended("j");
const PLACE = [["team/j", "a0"]] as const;

test.each([
  [
    "it changed",
    JOB.replace('"7"', '"8"'),
    /it changed since the import \(resourceVersion 7 then, 8 now\)/,
  ],
  ["it is another one", JOB.replace("uid-j", "uid-k"), /another object has its name now/],
  ["it is gone", NODES, /it is not among the files/],
  ["it runs", JOB.replace("suspend: true", "suspend: false"), /it is not suspended any more/],
  [
    "it is being deleted",
    JOB.replace(VERSION, `${VERSION}, deletionTimestamp: x`),
    /it is being deleted/,
  ],
  ["it has no version", JOB.replace(VERSION, ""), /do not say its resourceVersion/],
  [
    "a queue starts it",
    JOB.replace(VERSION, `${VERSION}, labels: { kueue.x-k8s.io/queue-name: q }`),
    /its queue q starts it/,
  ],
  [
    "another object starts it",
    JOB.replace(
      VERSION,
      `${VERSION}, ownerReferences: [{ kind: JobSet, name: s, uid: s, controller: true }]`,
    ),
    /it belongs to JobSet s/,
  ],
  [
    "its node is gone",
    JOB.replace(node("a0", GPU, "rack: a"), ""),
    /its node a0 is not among the files/,
  ],
  ["its node is another one", JOB.replace("uid-a0", "uid-new"), /its node a0 is another one now/],
  [
    "its node is cordoned",
    JOB.replace("uid-a0", 'uid-a0, resourceVersion: "2"').replace(
      "spec: {  }",
      "spec: { unschedulable: true }",
    ),
    /its node a0 is cordoned now/,
  ],
  [
    "its node is not ready",
    JOB.replace("uid-a0", 'uid-a0, resourceVersion: "2"').replace(
      'status: "True"',
      'status: "False"',
    ),
    /its node a0 is not ready now/,
  ],
])("what is not as it was is not touched: %s", (_, now, why) => {
  const told = outbound(JOB, PLACE, { current: now });
  expect(told.changes).toEqual([]);
  expect(toldBy(told)).toHaveLength(1);
  expect(toldBy(told)[0]).toMatch(/^not written: j: /);
  expect(toldBy(told)[0]).toMatch(why);
});

test("a CronJob may own a Job, and what this plan was written to is done", () => {
  const owned = `${VERSION}, ownerReferences: [{ kind: CronJob, name: s, uid: s, controller: true }]`;
  expect(outbound(JOB.replace(VERSION, owned), PLACE).changes).toHaveLength(1);
  const { plan } = outbound(JOB, PLACE);
  const now = JOB.replace(
    VERSION,
    `resourceVersion: "9", annotations: { berth.dev/plan: "${plan}" }`,
  );
  expect(toldBy(outbound(JOB, PLACE, { current: now }))).toEqual([
    "stays: j: this plan was written to it already",
  ]);
});

test("a manifest that no cluster has is not written, nor are names that no cluster gives", () => {
  const bare = JOB.replace(`uid: uid-j, ${VERSION}`, "");
  expect(toldBy(outbound(bare, PLACE))[0]).toMatch(/a manifest that no cluster has/);
  const colon = JOB.replaceAll("name: j,", 'name: "j:k",');
  expect(toldBy(outbound(colon, [["team/j:k", "a0"]]))[0]).toMatch(/its name is none/);
  const odd = JOB.replace(VERSION, 'resourceVersion: "7; rm"');
  expect(toldBy(outbound(odd, PLACE))[0]).toMatch(/its resourceVersion is none/);
});

test("what the plan leaves out waits, and a Job starts whole or not at all", () => {
  const isOptional = true;
  const one = NODES + suspended("j", "parallelism: 2,");
  const told = outbound(one, [["team/j#1", "a0"]], { isOptional });
  expect(told.changes).toEqual([]);
  expect(toldBy(told)).toEqual([
    "not written: j: the plan has places for 1 of 2 pods, and it starts whole or not at all",
  ]);
  // The one place goes to the Job that it is enough for.
  const two = outbound(one + suspended("k"), [["team/j#1", "a0"]], { isOptional });
  expect(two.changes.map(({ ref }) => ref.name)).toEqual(["k"]);
  expect(toldBy(two)).toEqual(["stays: j: the plan leaves it out: it waits as it does now"]);
});

test("what runs stays where it is, or is told", () => {
  const runs = pod("r", "nodeName: a0,", "phase: Running", VERSION);
  const running = { withRunning: true };
  expect(outbound(NODES + runs, [["team/r", "a0"]], running)).toMatchObject({
    changes: [],
    findings: [],
  });
  const moved = outbound(NODES + runs, [["team/r", "a1"]], running);
  expect(toldBy(moved)).toEqual([
    "not written: r: it runs on a0 and the plan has it on a1: it has no controller, so nobody would make it anew",
  ]);
  const gone = outbound(NODES + runs, [["team/r", "a1"]], { ...running, current: NODES });
  expect(toldBy(gone)[0]).toMatch(/^stays: r: it was there at the import/);
});

test("two nodes of one name: neither can be named", () => {
  const twins = node("a0", GPU) + node("a1", GPU).replace("hostname: a1", "hostname: a0");
  const told = outbound(twins + suspended("j"), [["team/j", "a0"]]);
  expect((told.changes[0].patch as Loose).spec.template).toBeUndefined();
  expect(toldBy(told)[0]).toMatch(/^looser: j: its pod goes 1 to a0; that node has no label/);
});

test("what runs is not dealt out with what waits", () => {
  const ours = "schedulingGates: [{ name: berth.dev/placement }],";
  const waits = ["g", "h"].map((name) => pod(name, ours, "phase: Pending", VERSION)).join("");
  const text = NODES + waits + pod("r", "nodeName: a0,", "phase: Running", VERSION);
  const { tasks } = imported(text, { withRunning: true }).origin;
  expect(Object.keys(tasks)).toEqual(["team/g"]);
  const placed = [
    ["team/g#1", "a0"],
    ["team/g#2", "a1"],
    ["team/g#3", "a0"],
  ] as const;
  const { changes, findings } = outbound(text, placed, { withRunning: true });
  expect(findings).toEqual([]);
  expect(changes.map(({ ref }) => ref.name)).toEqual(["g", "h"]);
});

test("a cordon that the import knew of is no change", () => {
  const cordoned = node("a0", GPU, "", "unschedulable: true");
  const any = "tolerations: [{ operator: Exists }],";
  const text = cordoned + job("j", "suspend: true", any, VERSION);
  expect(outbound(text, PLACE).changes).toHaveLength(1);
});

test("a gate that is there already is not there twice", () => {
  const ours = "schedulingGates: [{ name: berth.dev/placement }],";
  const text = NODES + job("j", "suspend: true, parallelism: 2", ours, VERSION);
  const apart = [
    ["team/j#1", "a0"],
    ["team/j#2", "b0"],
  ] as const;
  const { changes, findings } = outbound(text, apart, { withGates: true });
  expect(findings.map(({ verdict }) => verdict)).toEqual(["stays"]);
  expect((changes[0].patch as Loose).spec).toEqual({ suspend: false });
});
