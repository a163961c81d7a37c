import { afterEach, expect, test } from "vitest";
import { exchange } from "../../../../src/io/apply/exchange.ts";
import { type Applied, applyInOrder } from "../../../../src/io/apply/in-order.ts";
import type { ClusterAccess } from "../../../../src/io/kubernetes/api/access.ts";
import { type PatchedChange, sendPatch } from "../../../../src/io/kubernetes/api/apply.ts";
import { apiRequest } from "../../../../src/io/kubernetes/api/request.ts";
import { changeList, type ListedChange } from "../../../../src/io/kubernetes/out/files.ts";
import { GPU, job, type Loose } from "../imported.ts";
import { node, yaml } from "../manifests.ts";
import { outbound } from "../out/outbound.ts";
import { startApiServer, type Trouble } from "./api-server.ts";

const TEXT =
  node("a0", GPU) + job("j", "suspend: true, parallelism: 1", "", 'resourceVersion: "7"');
const MADE = outbound(TEXT, [["team/j", "a0"]]);
const [CHANGE] = changeList(MADE, { name: "x" }).changes;
const [{ patch: PATCH }] = MADE.changes;
const TOKEN = "s3cret-token-of-somebody";

let server: Awaited<ReturnType<typeof startApiServer>>;
afterEach(() => server.stop());

async function started(troubles: readonly Trouble[] = [], text = TEXT) {
  server = await startApiServer(yaml(text));
  server.troubles.push(...troubles);
  const access: ClusterAccess = {
    server: new URL(server.url),
    context: "test",
    options: async () => ({ headers: { Authorization: `Bearer ${TOKEN}` } }),
  };
  const waits: number[] = [];
  const wait = async (ms: number) => void waits.push(ms);
  const applyEach = async (
    list: readonly ListedChange[],
    isDryRun = false,
    patch: Loose = PATCH,
  ) => {
    const request = apiRequest(access);
    const attempt = (one: PatchedChange) => sendPatch(one, { request, isDryRun });
    const setting = { attempt, wait, notYet: () => undefined };
    const results: Applied<PatchedChange>[] = [];
    const changes = list.map((change) => ({ change, patch }));
    for await (const one of applyInOrder(changes, setting)) results.push(one);
    return results;
  };
  const apply = async (isDryRun = false) => (await applyEach([CHANGE], isDryRun))[0];
  const held = (): Loose => server.memory.objects.get("Job team/j");
  return { apply, applyEach, waits, held };
}

const written = () => server.seen.filter(({ method }) => method === "PATCH");

test("a change is taken once, and a repeat finds it done", async () => {
  const { apply, held } = await started();
  expect(await apply(true)).toMatchObject({ verdict: "would apply" });
  expect(held().spec.suspend).toBe(true);
  expect(await apply()).toMatchObject({ verdict: "applied" });
  expect(held()).toMatchObject({
    metadata: { annotations: { "berth.dev/plan": MADE.plan } },
    spec: {
      suspend: false,
      template: { spec: { nodeSelector: { "kubernetes.io/hostname": "a0" } } },
    },
  });
  expect(await apply()).toMatchObject({ verdict: "done" });
  expect(written().map(({ path }) => path)).toEqual([
    "/apis/batch/v1/namespaces/team/jobs/j?fieldManager=berth&fieldValidation=Strict&dryRun=All",
    "/apis/batch/v1/namespaces/team/jobs/j?fieldManager=berth&fieldValidation=Strict",
  ]);
  expect(server.seen.every(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true);
});

test.each([
  ["another version", TEXT.replace('"7"', '"8"'), "refused", /resourceVersion 7 then, 8 now/],
  ["another object", TEXT.replace("uid-j", "uid-k"), "refused", /another object has its name/],
  ["no object", node("a0", GPU), "refused", /not there any more/],
])("what is not as it was is not touched: %s", async (_, text, verdict, why) => {
  const { apply } = await started([], text);
  const { verdict: found, what } = await apply();
  expect(found).toBe(verdict);
  expect(what).toMatch(why);
  expect(written()).toEqual([]);
});

test("a change between the look and the patch is an answer, not a fault", async () => {
  const { apply, held } = await started();
  const old = server.memory.patch;
  server.memory.patch = (...args) => {
    held().metadata.resourceVersion = "8";
    return old(...args);
  };
  expect(await apply()).toMatchObject({
    verdict: "refused",
    what: "it changed at this moment: the object has been modified",
  });
  expect(held().spec.suspend).toBe(true);
});

const BUSY: Trouble = { status: 429, retryAfter: 3 };

test("what passes is tried again, as late as the cluster asks", async () => {
  const { apply, waits } = await started([
    BUSY,
    { status: 500, message: "etcd" },
    "half an answer",
  ]);
  expect(await apply()).toMatchObject({ verdict: "applied" });
  expect(waits).toEqual([3000, 1000, 2000]);
  expect(written()).toHaveLength(1);
});

test("a patch that was taken without an answer is not sent twice", async () => {
  const ok: Trouble[] = [];
  const { apply } = await started(ok);
  // The first request is the look at the object, the second the patch.
  const looked = server.troubles;
  looked.shift = (() => {
    const answers: (Trouble | undefined)[] = [undefined, "no answer, but taken"];
    return () => answers.shift();
  })() as typeof looked.shift;
  expect(await apply()).toMatchObject({ verdict: "done" });
  expect(written()).toHaveLength(1);
});

test("what does not pass is given up, with what the cluster said", async () => {
  const { apply, waits } = await started(Array<Trouble>(5).fill({ status: 503, message: "down" }));
  const { verdict, what } = await apply();
  expect(verdict).toBe("failed");
  expect(what).toBe("the cluster answered 503: down, 5 times; apply again to see what was taken");
  expect(waits).toHaveLength(4);
});

test.each([
  [401, /does not know who asks: no/],
  [403, /get is not allowed: no/],
  [422, /answered 422: no/],
])("a plain no is not asked again: %i", async (status, why) => {
  const { apply, waits } = await started([{ status, message: "no" }]);
  const { verdict, what } = await apply();
  expect([verdict, waits]).toEqual(["failed", []]);
  expect(what).toMatch(why);
});

test("no cluster at all is told without credentials, and nothing more is sent", async () => {
  const { applyEach, waits } = await started();
  await server.stop();
  const [one, two] = await applyEach([CHANGE, CHANGE]);
  expect([one.verdict, two.verdict]).toEqual(["failed", "not sent"]);
  expect(one.what).toMatch(/ECONNREFUSED/);
  expect(one.what).not.toContain(TOKEN);
  expect(waits).toEqual([500, 1000, 2000, 4000]);
  server = await startApiServer([]);
});

test("a plain no to one is not one to the next, but who is not known is known to none", async () => {
  const no: Trouble = { status: 422, message: "no" };
  const { applyEach } = await started([no]);
  const verdicts = (await applyEach([CHANGE, CHANGE])).map(({ verdict }) => verdict);
  expect(verdicts).toEqual(["failed", "applied"]);
  server.troubles.push({ status: 401 });
  const unknown = (await applyEach([CHANGE, CHANGE])).map(({ verdict }) => verdict);
  expect(unknown).toEqual(["failed", "not sent"]);
});

test("an object that has a part of a plan has not all of it", async () => {
  const { applyEach, held } = await started();
  server.memory.patch("Job", "team", "j", {
    metadata: { resourceVersion: "7", annotations: { "berth.dev/plan": "p" } },
  });
  const { resourceVersion } = held().metadata;
  const annotations = { "berth.dev/plan": "p", "berth.dev/more": "m" };
  const patch = { metadata: { resourceVersion, annotations } };
  const [sent] = await applyEach([{ ...CHANGE, resourceVersion }], false, patch);
  expect(sent).toMatchObject({ verdict: "applied" });
  expect(held().metadata.annotations["berth.dev/more"]).toBe("m");
});

test("credentials are in no message, whoever wrote it", async () => {
  await started();
  const options = {
    headers: { Authorization: `Bearer ${TOKEN}` },
    lookup: (
      _: string,
      __: object,
      done: (error: Error, address: string, family: number) => void,
    ) => done(new Error(`no way with ${TOKEN}`), "", 4),
  };
  const asked = exchange(new URL("http://nowhere.invalid"), options, { method: "GET", path: "/" });
  await expect(asked).rejects.toThrow(/^no way with \*\*\*$/);
});

test("a field that the API does not know is refused by it, and told", async () => {
  const { applyEach, held } = await started();
  const patch: Loose = structuredClone(PATCH);
  patch.spec.template.spec.nodeSelectors = {};
  const [one] = await applyEach([CHANGE], false, patch);
  expect(one.verdict).toBe("failed");
  expect(one.what).toMatch(/400.*unknown field "spec\.template\.spec\.nodeSelectors"/);
  expect(held().spec.suspend).toBe(true);
});
