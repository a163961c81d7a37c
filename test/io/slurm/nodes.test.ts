import { expect, test } from "vitest";
import { readNodes } from "../../../src/io/slurm/nodes.ts";
import { node } from "./queue.ts";

test("rows of sinfo name nodes of a group and partition; what they use together is taken off each", () => {
  const row = (names: readonly string[], partition: string, more: object = {}) => ({
    node: { state: ["IDLE"] },
    nodes: { total: names.length, nodes: names },
    cpus: { allocated: 0, total: 64 * names.length, minimum: 64, maximum: 64 },
    memory: { minimum: 1000, maximum: 1000, allocated: 0 },
    features: { total: "ib", active: "ib" },
    gres: { total: "gpu:4", used: "gpu:0" },
    partition: { name: partition, partition: { state: ["UP"] } },
    ...more,
  });
  const sinfo = [
    row(["a", "b"], "gpu"),
    row(["a"], "all"),
    row(["c"], "gpu", {
      cpus: { allocated: 4, minimum: 64 },
      gres: { total: "gpu:4", used: "gpu:1" },
    }),
    row(["d", "e"], "gpu", { cpus: { allocated: 60, minimum: 64 } }),
    row(["b", "f"], "old", { partition: { name: "old", partition: { state: ["DOWN"] } } }),
  ];
  const { nodes, findings } = readNodes({ sinfo });
  const seen = nodes.map(({ name, cpus, gpus, partitions, isIdle }) => [
    name,
    cpus,
    gpus.left,
    [...partitions],
    isIdle,
  ]);
  expect(seen).toEqual([
    ["a", 64, 4, ["gpu", "all"], true],
    ["b", 64, 4, ["gpu"], true],
    ["c", 60, 3, ["gpu"], false],
    ["d", 4, 0, ["gpu"], false],
    ["e", 4, 0, ["gpu"], false],
    ["f", 64, 4, [], true],
  ]);
  expect(findings.map(({ verdict, kind, name }) => [verdict, kind, name])).toEqual([
    ["stricter", "node", "d"],
    ["stricter", "node", "e"],
    ["left out", "partition", "old"],
  ]);
});

test("what is in use of GPUs is not there, in whatever way it is told", () => {
  const gpus = (more: object) => {
    const { nodes, findings } = readNodes({ nodes: [node("a", more)] });
    return [nodes[0].gpus.type, nodes[0].gpus.left, findings.map(({ what }) => what)];
  };
  expect(gpus({ gres_used: "", tres_used: "cpu=8,mem=1G,gres/gpu=3,gres/gpu:a100=3" })).toEqual([
    "a100",
    1,
    [],
  ]);
  expect(gpus({ gres_used: "gpu:a100:2(IDX:0,3)" })).toEqual(["a100", 2, []]);
  expect(gpus({ gres: "gpu:(null):2(S:0)", gres_used: "gpu:(null):1(IDX:1)" })).toEqual([
    "",
    1,
    [],
  ]);
  expect(
    gpus({ gres: "gpu:a100:4,gpu:v100:2", gres_used: "gpu:a100:1(IDX:0),gpu:v100:2(IDX:4-5)" }),
  ).toEqual(["a100", 3, ["its 2 GPUs of type v100 are not there"]]);
  expect(
    gpus({
      gres: "gpu:a100:4,shard:a100:8",
      gres_used: "gpu:a100:0(IDX:N/A),shard:a100:2(1/2,1/2,0/2,0/2)",
    }),
  ).toEqual(["a100", 2, ["each part of a GPU that is in use counts as a whole one"]]);
});
