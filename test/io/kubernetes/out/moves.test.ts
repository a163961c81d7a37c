import { expect, test } from "vitest";
import { moveBody } from "../../../../src/io/kubernetes/out/files.ts";
import { moveLines } from "../../../../src/io/kubernetes/out/text.ts";
import { makeRandom } from "../../../../src/util/random.ts";
import { drawn } from "../../../support/drawn.ts";
import { job, pod } from "../imported.ts";
import { outbound, toldBy } from "./outbound.ts";
import { placedAs, RUNNING, room, web, words } from "./running.ts";

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
  // One more and one less: what is counted is what is there in the end.
  const waiting = text + pod("late", "", "phase: Pending", 'resourceVersion: "7"') + room("n2", 1);
  const strict = { ...RUNNING, isOptional: false };
  const all = outbound(
    waiting,
    placedAs(
      waiting,
      [
        ["x", "n1"],
        ["y", "n2"],
        ["late", "n1"],
      ],
      strict,
    ),
    strict,
  );
  expect(words(all)).toEqual(["evict x n0>n1", "evict y n1>n2"]);
  expect(all.moves.map(({ wanted }) => wanted)).toEqual([{ n1: 2 }, { n2: 1 }]);
  const round = room("n0", 1) + room("n1", 1) + room("n2", 1) + web("x", "n0") + web("y", "n1");
  const chain = outbound(
    round,
    placedAs(round, [
      ["x", "n1"],
      ["y", "n2"],
    ]),
    RUNNING,
  );
  expect(chain.moves.map(({ wanted }) => wanted)).toEqual([{ n2: 1 }, { n1: 1 }]);
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
      used[Number(home![1])]--;
      used[Number(node[1])]++;
      expect(used.every((count, n) => count <= rooms[n])).toBe(true);
    }
    const stuck = made.findings.filter(({ verdict }) => verdict === "not written");
    const targets = stuck.map(({ what }) => Number(/on n(\d)/.exec(what)![1]));
    for (const n of targets) expect(used[n]).toBe(rooms[n]);
  }
});
