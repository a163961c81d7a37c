import { expect, test } from "vitest";
import { type Cluster, eviction, PLAN, places, restart } from "./begun-moves.ts";
import { livePod } from "./moving-cluster.ts";

test("a pod is evicted once, and its new one is waited for; a dry run changes nothing", async () => {
  const { cluster, send } = eviction();
  expect(await send(true)).toMatchObject({ verdict: "would apply" });
  expect(cluster.sent).toEqual([]);
  expect(await send()).toMatchObject({ verdict: "applied" });
  expect(places(cluster)).toEqual(["web n1", "web n1"]);
  expect(await send()).toMatchObject({ verdict: "done" });
  expect(cluster.sent).toEqual(["POST /api/v1/namespaces/team/pods/x/eviction"]);
});

test("a budget is waited for, as long as patience lasts", async () => {
  const { cluster, send } = eviction();
  cluster.kept = 3;
  expect(await send()).toMatchObject({ verdict: "applied" });
  expect(cluster.sent).toHaveLength(4);
  const kept = eviction();
  kept.cluster.kept = Infinity;
  const why = "its disruption budget does not let it go: the budget needs 1";
  expect(await kept.send(true)).toMatchObject({ verdict: "would apply", what: `not now: ${why}` });
  expect(await kept.send()).toEqual({ verdict: "failed", what: why, cut: "blocked" });
  expect(places(kept.cluster)).toEqual(["web n0", "web n1"]);
});

test.each([
  [
    "cordoned",
    (c: Cluster) => {
      c.nodes.get("n1").spec.unschedulable = true;
    },
    /n1 is cordoned now/,
  ],
  [
    "not ready",
    (c: Cluster) => {
      c.nodes.get("n1").status.conditions = [{ type: "Ready", status: "Unknown" }];
    },
    /not ready now/,
  ],
  ["gone", (c: Cluster) => void c.nodes.delete("n1"), /n1 is not there any more/],
  [
    "full",
    (c: Cluster) => void c.pods.set("z", livePod("z", "n1", "other")),
    /n1 has no room for it now: too little cpu/,
  ],
  [
    "elsewhere",
    (c: Cluster) => {
      c.pods.get("x").spec.nodeName = "n2";
    },
    /it is on n2 now/,
  ],
])("nothing is evicted that has no place to go: %s", async (_, change, why) => {
  const { cluster, send } = eviction();
  change(cluster);
  expect(await send()).toMatchObject({
    verdict: "refused",
    what: expect.stringMatching(why),
    cut: "blocked",
  });
  expect(cluster.sent).toEqual([]);
});

test("a new pod that is elsewhere is told at once, and one that never runs in the end", async () => {
  const { cluster, send } = eviction();
  cluster.goesTo = "n2";
  const what = "the new one is on n2, and the plan has it on n1";
  expect(await send()).toEqual({ verdict: "failed", what, cut: "blocked" });
  const again = await send();
  expect(again).toMatchObject({
    verdict: "failed",
    what: expect.stringMatching(/no other one runs on n1 yet/),
  });
  const ended = eviction();
  ended.cluster.pods.get("x").status.phase = "Succeeded";
  expect(await ended.send()).toEqual({ verdict: "done", what: "it has ended" });
});

test("what may not be done is told by its right", async () => {
  const { cluster, send } = eviction();
  const { request } = cluster;
  for (const [part, why] of [
    ["eviction", /an eviction is not allowed: no/],
    ["/nodes/", /get of nodes is not allowed: no/],
    ["/pods?", /list of pods is not allowed: no/],
  ] as const) {
    cluster.request = async (method, path, body) =>
      path.includes(part)
        ? { status: 403, text: "", body: { message: "no" } }
        : request(method, path, body);
    expect(await send()).toMatchObject({ verdict: "failed", what: expect.stringMatching(why) });
  }
});

test("an object is held, placed anew and let go; done before, nothing is sent", async () => {
  const { cluster, send } = restart();
  expect(await send(true)).toMatchObject({ verdict: "would apply" });
  expect(cluster.sent).toEqual([]);
  expect(await send()).toEqual({ verdict: "applied", what: "it runs on n1" });
  expect(places(cluster)).toEqual(["j n1", "j n1"]);
  expect(cluster.jobs.get("j").metadata.annotations).toEqual({ "berth.dev/plan": PLAN });
  expect(cluster.early).toBe(0);
  expect(await send()).toMatchObject({ verdict: "done" });
  expect(cluster.sent).toHaveLength(2);
});

test.each([
  ["evict", eviction],
  ["restart", restart],
])("killed after any request and run again: the same end: %s", async (_, begin) => {
  const whole = begin();
  await whole.send();
  const end = places(whole.cluster);
  for (let k = 0; k < whole.cluster.asked() + 1; k++) {
    const { cluster, send } = begin();
    cluster.killedAfter = k;
    await send().catch(() => undefined);
    cluster.killedAfter = Infinity;
    expect(["applied", "done"]).toContain(((await send()) as { verdict: string }).verdict);
    expect(places(cluster)).toEqual(end);
    expect(cluster.sent.length).toBeLessThanOrEqual(whole.cluster.sent.length);
  }
});

test.each([
  [
    "its pods are others",
    (c: Cluster) => {
      c.pods.get("j-a").metadata.uid = "other";
    },
    /its pods are not those/,
  ],
  [
    "held by others",
    (c: Cluster) => {
      c.jobs.get("j").spec.suspend = true;
    },
    /held by others/,
  ],
  [
    "another object",
    (c: Cluster) => {
      c.jobs.get("j").metadata.uid = "other";
    },
    /another object has its name/,
  ],
  [
    "an older cluster",
    (c: Cluster) => {
      c.minor = "33";
    },
    /from Kubernetes 1\.36 on, and this is 1\.33/,
  ],
  [
    "no room",
    (c: Cluster) => void c.pods.set("z", livePod("z", "n1", "other")),
    /n1 has no room for it now/,
  ],
  [
    "a budget",
    (c: Cluster) =>
      void c.budgets.push({
        metadata: { name: "b" },
        spec: { selector: { matchLabels: { app: "j" } } },
        status: { disruptionsAllowed: 1 },
      }),
    /budget b lets 1 of its pods go, and 2 would/,
  ],
])("nothing is held that could not be placed anew: %s", async (_, change, why) => {
  const { cluster, send } = restart();
  change(cluster);
  const { verdict, what } = (await send()) as { verdict: string; what: string };
  expect(["refused", "failed"]).toContain(verdict);
  expect(what).toMatch(why);
  expect(cluster.sent).toEqual([]);
});

test("pods that wait for a dead node are placed anew, and what never goes from there is in nobody's way", async () => {
  const { cluster, send } = restart("waits");
  const stuck = livePod("j-old", "n0", "j");
  stuck.metadata.deletionTimestamp = "now";
  stuck.ending = Infinity;
  cluster.pods.set("j-old", stuck);
  expect(await send(true)).toMatchObject({ verdict: "would apply" });
  expect(await send()).toEqual({ verdict: "applied", what: "it runs on n1" });
  expect(places(cluster)).toEqual(["j n0", "j n1", "j n1"]);
  // They need the room like any other.
  const full = restart("waits");
  full.cluster.pods.set("z", livePod("z", "n1", "other"));
  expect(await full.send()).toMatchObject({
    verdict: "refused",
    what: expect.stringMatching(/n1 has no room for it now: too little cpu/),
  });
  // One that the move is of is waited for, wherever it hangs.
  const hangs = restart();
  hangs.cluster.pods.get("j-a").ending = Infinity;
  expect(await hangs.send()).toMatchObject({
    verdict: "failed",
    what: "it is held, and its pods are not gone from n0: apply again to go on",
  });
});

test("a budget of others, or one that lets all go, is no hindrance", async () => {
  const { cluster, send } = restart();
  const budget = (app: string, disruptionsAllowed: number) => ({
    ...{ metadata: { name: "b" }, spec: { selector: { matchLabels: { app } } } },
    status: { disruptionsAllowed },
  });
  cluster.budgets.push(budget("j", 2), budget("web", 0));
  expect(await send()).toMatchObject({ verdict: "applied" });
});

test("what the cluster does not let be placed anew is let go again as it was", async () => {
  const { cluster, send } = restart();
  const refused = Array<number>(20).fill(422);
  cluster.refusals.push(200, ...refused);
  const { request } = cluster;
  // The way back is free.
  cluster.request = async (method, path, body) => {
    const isBack =
      method === "PATCH" &&
      JSON.stringify(body) ===
        JSON.stringify({
          metadata: { annotations: { "berth.dev/moving": null } },
          spec: { suspend: false },
        });
    if (isBack) cluster.refusals.length = 0;
    return request(method, path, body);
  };
  const { verdict, what } = (await send()) as { verdict: string; what: string };
  expect(verdict).toBe("failed");
  expect(what).toMatch(/422 when asked to place it anew: no; it was let go again as it was$/);
  expect(cluster.jobs.get("j").spec.suspend).toBe(false);
  await cluster.wait();
  expect(places(cluster)).toEqual(["j n0", "j n0"]);
});
