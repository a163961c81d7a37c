import { expect, test } from "vitest";
import { lostNodes } from "../../../../src/io/kubernetes/api/lost-nodes.ts";
import type { ApiRequest } from "../../../../src/io/kubernetes/api/request.ts";

const node = (ready: string) => ({
  status: {
    conditions: [
      { type: "MemoryPressure", status: "False" },
      { type: "Ready", status: ready },
    ],
  },
});

test("nodes that are gone or not ready are told, each asked for once", async () => {
  const nodes = new Map([
    ["a", node("True")],
    ["b", node("Unknown")],
  ]);
  const asked: string[] = [];
  const request: ApiRequest = async (_, path) => {
    asked.push(path);
    const found = nodes.get(path.slice("/api/v1/nodes/".length));
    return { status: found === undefined ? 404 : 200, text: "", body: found };
  };
  expect([...(await lostNodes(request, ["a", "b", "c", "a"]))]).toEqual([
    ["b", "not ready"],
    ["c", "gone"],
  ]);
  expect(asked).toHaveLength(3);
  const busy: ApiRequest = async () => ({ status: 500, text: "", body: {} });
  await expect(lostNodes(busy, ["a"])).rejects.toThrow(/answered 500/);
});
