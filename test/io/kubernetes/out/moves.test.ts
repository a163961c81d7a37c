import { expect, test } from "vitest";
import { moveBody } from "../../../../src/io/kubernetes/out/files.ts";
import { moveLines } from "../../../../src/io/kubernetes/out/text.ts";
import { makeRandom } from "../../../../src/util/random.ts";
import { drawn } from "../../../support/drawn.ts";
import { imported, job, pod } from "../imported.ts";
import { node } from "../manifests.ts";
import { outbound, type Placed, toldBy } from "./outbound.ts";

const HOST = "kubernetes.io/hostname";
const RUNNING = { withRunning: true, isOptional: true };
/** Room for so many pods of 4 CPUs. */
const room = (name: string, pods: number, spec = "") => node(name, `cpu: "${4 * pods}"`, "", spec);
const owned = (name: string, on: string, kind: string, owner: string, more = "") =>
  pod(
    name,
    `nodeName: ${on}, ${more}`,
    "phase: Running",
    `resourceVersion: "7", ownerReferences: [{ apiVersion: ${kind === "Job" ? "batch/v1" : "apps/v1"}, kind: ${kind}, name: ${owner}, uid: uid-${owner}, controller: true }]`,
  );
const web = (name: string, on: string) => owned(name, on, "ReplicaSet", "web");
const words = ({ moves }: ReturnType<typeof outbound>) =>
  moves.map(({ way, pods }) => `${way} ${pods.map((one) => `${one.name} ${one.from}>${one.to}`)}`);

test("a pod of a ReplicaSet is evicted, with what tells that its new one is there", () => {
  const text = room("n0", 1) + room("n1", 2) + web("x", "n0") + web("y", "n1");
  const made = outbound(
    text,
    placedAs(text, [
      ["x", "n1"],
      ["y", "n1"],
    ]),
    RUNNING,
  );
  expect(words(made)).toEqual(["evict x n0>n1"]);
  expect(made.moves[0]).toMatchObject({ owner: "uid-web", wanted: { n1: 2 } });
  expect(moveBody(made.moves[0])).toEqual({
    ...{ apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "x", namespace: "team" } },
    deleteOptions: { preconditions: { uid: "uid-x" } },
  });
  expect(moveLines(made.moves[0], undefined)[1]).toMatch(/evicted from n0.*: on n1$/);
  // Back where it was there is room once it has left.
  expect(toldBy(made)).toEqual([
    "looser: x: the scheduler chooses, and there is room on n0 beside n1: a cordon of n0 keeps it from there",
  ]);
  const cordoned = text
    .replace("metadata: { name: n0", "metadata: { name: n0, annotations: {}")
    .replace("spec: {  }", "spec: { unschedulable: true }");
  expect(
    toldBy(
      outbound(
        cordoned,
        placedAs(cordoned, [
          ["x", "n1"],
          ["y", "n1"],
        ]),
        RUNNING,
      ),
    ),
  ).toEqual([]);
});

test("who makes room goes first; what goes round is told, and what counts on it is not sent", () => {
  const line = room("n0", 1) + room("n1", 1) + room("n2", 1) + web("x", "n0") + web("y", "n1");
  const chain = outbound(
    line,
    placedAs(line, [
      ["x", "n1"],
      ["y", "n2"],
    ]),
    RUNNING,
  );
  expect(words(chain)).toEqual(["evict y n1>n2", "evict x n0>n1"]);
  const circle = outbound(
    line,
    placedAs(line, [
      ["x", "n1"],
      ["y", "n0"],
    ]),
    RUNNING,
  );
  expect(circle.moves).toEqual([]);
  expect(toldBy(circle)).toEqual([
    expect.stringMatching(/^not written: x: no order of the moves .* n1 at each step, beside y: /),
    expect.stringMatching(/^not written: y: no order of the moves .* n0 at each step, beside x: /),
  ]);
  const waits = job("j", "suspend: true, parallelism: 1", "", 'resourceVersion: "7"');
  const freed =
    line +
    pod("bare", "nodeName: n2,", "phase: Running", 'resourceVersion: "7"') +
    room("n3", 2) +
    waits;
  const stays: [string, string][] = [
    ["x", "n0"],
    ["y", "n1"],
  ];
  const told = outbound(freed, placedAs(freed, [...stays, ["bare", "n3"], ["j", "n2"]]), RUNNING);
  expect([told.moves, told.changes]).toEqual([[], []]);
  expect(toldBy(told)).toEqual([
    "not written: bare: it runs on n2 and the plan has it on n3: it has no controller, so nobody would make it anew",
    "not written: j: pods stay on its node n2 that the plan has elsewhere, and there may be no room",
  ]);
  const free = outbound(freed, placedAs(freed, [...stays, ["bare", "n3"], ["j", "n3"]]), RUNNING);
  expect(free.changes.map(({ ref }) => ref.name)).toEqual(["j"]);
});

test("at each step all have room, and what has no order has no first step", () => {
  for (let seed = 0; seed < drawn(40); seed++) {
    const random = makeRandom(seed);
    const rooms = Array.from({ length: 4 }, () => random.int(1, 4));
    const draw = () => {
      const left = [...rooms];
      return Array.from({ length: 7 }, () => {
        const open = left.flatMap((count, n) => (count > 0 ? [n] : []));
        const n = open[random.int(0, open.length)];
        if (n !== undefined) left[n]--;
        return n;
      });
    };
    const [from, to] = [draw(), draw()];
    const there = from
      .map((n, k) => [k, n, to[k]] as const)
      .filter(([, a, b]) => a !== undefined && b !== undefined);
    if (there.length === 0) continue;
    const text =
      rooms.map((count, n) => room(`n${n}`, count)).join("") +
      there.map(([k, n]) => web(`p${k}`, `n${n}`)).join("");
    const made = outbound(
      text,
      placedAs(
        text,
        there.map(([k, , n]) => [`p${k}`, `n${n}`]),
      ),
      RUNNING,
    );
    const used = rooms.map((_, n) => there.filter(([, a]) => a === n).length);
    for (const { pods } of made.moves) {
      const [{ from: home, to: node }] = pods;
      used[Number(home[1])]--;
      used[Number(node[1])]++;
      expect(used.every((count, n) => count <= rooms[n])).toBe(true);
    }
    const stuck = made.findings.filter(({ verdict }) => verdict === "not written");
    const targets = stuck.map(({ what }) => Number(/on n(\d)/.exec(what)![1]));
    for (const n of targets) expect(used[n]).toBe(rooms[n]);
  }
});

/** Equal pods are copies of one task: who is which, the import says. */
function placedAs(text: string, places: readonly (readonly [string, string])[]): Placed[] {
  const { origin } = imported(text, RUNNING);
  return places.map(([name, node]) => {
    const [id, rows] = Object.entries(origin.tasks).find(([, all]) =>
      all.some((one) => one.name === name),
    )!;
    const k = rows.findIndex((one) => one.name === name);
    return [rows.length === 1 ? id : `${id}#${k + 1}`, node];
  });
}

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
