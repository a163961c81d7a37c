import { expect, test } from "vitest";
import { podsOf } from "../../../../src/io/kubernetes/api/moves/own-pods.ts";
import { Denied } from "../../../../src/io/kubernetes/api/moves/pods.ts";
import type { ListedMove } from "../../../../src/io/kubernetes/out/files.ts";
import type { Loose } from "../imported.ts";
import { livePod } from "./moving-cluster.ts";

const MOVE: ListedMove = {
  ...{ way: "restart", apiVersion: "ray.io/v1", kind: "RayJob", resource: "rayjobs", name: "r" },
  ...{ namespace: "team", uid: "uid-r", owner: "uid-r", wanted: { n1: 1 }, start_ms: 0 },
  ...{ kubectl: "", file: "f", pods: [{ name: "old", uid: "uid-old", from: "n0", to: "n1" }] },
};

const cluster = (name: string, owner: string): Loose => ({
  metadata: { name, uid: `uid-${name}`, ownerReferences: [{ uid: owner }] },
});

/** Lists of one object a page, by the last word of their address. */
function lists(all: Readonly<Record<string, readonly Loose[]>>, status = 200) {
  const asked: string[] = [];
  const request = async (_: string, path: string) => {
    const { pathname, searchParams } = new URL(path, "http://x");
    asked.push(`${pathname} ${searchParams.get("labelSelector") ?? ""}`.trim());
    const items = all[pathname.split("/").at(-1)!];
    const i = Number(searchParams.get("continue") ?? 0);
    const metadata = i + 1 < items.length ? { continue: String(i + 1) } : {};
    return { status, text: "", body: { metadata, items: items.slice(i, i + 1), message: "no" } };
  };
  return { asked, request };
}

test("the pods of a RayJob: of the clusters that are its own, and of the one that is gone", async () => {
  const { request, asked } = lists({
    rayclusters: [cluster("theirs", "uid-x"), cluster("new", "uid-r")],
    pods: [livePod("old", "n0", "gone"), livePod("a", "n1", "theirs"), livePod("b", "n1", "new")],
  });
  expect((await podsOf(MOVE, request)).map(({ uid }) => uid)).toEqual(["uid-old", "uid-b"]);
  expect(new Set(asked)).toEqual(
    new Set([
      "/api/v1/namespaces/team/pods ray.io/node-type in (head,worker)",
      "/apis/ray.io/v1/namespaces/team/rayclusters",
    ]),
  );
});

test("the pods of a PyTorchJob are those of its label", async () => {
  const { request, asked } = lists({ pods: [livePod("a", "n1", "t")] });
  const move = { ...MOVE, apiVersion: "kubeflow.org/v1", kind: "PyTorchJob", name: "t" };
  expect(await podsOf(move, request)).toHaveLength(1);
  expect(asked).toEqual(["/api/v1/namespaces/team/pods training.kubeflow.org/job-name=t"]);
});

test("a list that may not be read is told by its name", async () => {
  const { request } = lists({ rayclusters: [], pods: [] }, 403);
  await expect(podsOf(MOVE, request)).rejects.toThrow(Denied);
  await expect(podsOf(MOVE, request)).rejects.toThrow("list of pods is not allowed: no");
});
