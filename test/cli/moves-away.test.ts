import { expect, test } from "vitest";
import { movesAway } from "../../src/cli/moves-away.ts";
import { job } from "../io/kubernetes/imported.ts";
import { yaml } from "../io/kubernetes/manifests.ts";
import { owned, room, web } from "../io/kubernetes/out/running.ts";

const HOST = "kubernetes.io/hostname";
const MARKS = `resourceVersion: "7", annotations: { berth.dev/plan: x, berth.dev/pinned: ${HOST} }`;
const on = (node: string) => `nodeSelector: { ${HOST}: ${node} },`;
const JOB = job("j", "suspend: false, parallelism: 2", on("n0"), MARKS);
const PODS = ["j-0", "j-1"].map((name) => owned(name, "n0", "Job", "j", on("n0"))).join("");
const WAITS = job("later", "suspend: true, parallelism: 1", "", 'resourceVersion: "7"');

const away = (text: string, ...lost: readonly string[]) =>
  movesAway(yaml(text), { lost: new Set(lost), scope: {}, options: { workLimit: 20 } });

test("what runs on a lost node moves, what waits stays as it is, and nothing else moves", async () => {
  const text = room("n0", 2) + room("n1", 1) + room("n2", 2) + JOB + PODS + WAITS;
  const found = await away(text + web("w", "n1"), "n0");
  if (typeof found === "string") throw new Error(found);
  expect(found.moves.map(({ ref, way, wanted }) => [ref.name, way, wanted])).toEqual([
    ["j", "restart", { n2: 2 }],
  ]);
  expect(found.findings).toEqual([]);
});

test("of a node that is gone the pods that wait for it move; without room it is said", async () => {
  const waiting = PODS.replaceAll("nodeName: n0, ", "").replaceAll(
    "phase: Running",
    "phase: Pending",
  );
  const found = await away(room("n1", 2) + JOB + waiting + WAITS, "n0");
  if (typeof found === "string") throw new Error(found);
  expect(found.moves.map(({ ref, wanted }) => [ref.name, wanted])).toEqual([["j", { n1: 2 }]]);
  expect(await away(room("n0", 2) + room("n1", 1) + JOB + PODS, "n0")).toMatch(
    /^no plan has room for them now/,
  );
  const short = await away(room("n1", 1) + JOB + waiting, "n0");
  if (typeof short === "string") throw new Error(short);
  expect(short.moves).toEqual([]);
});
