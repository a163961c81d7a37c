import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { readCluster } from "../../../../src/io/kubernetes/api/read-cluster.ts";
import { apiRequest } from "../../../../src/io/kubernetes/api/request.ts";
import { importKubernetes } from "../../../../src/io/kubernetes/import.ts";
import type { Document } from "../../../../src/io/kubernetes/objects/objects.ts";
import { documentsOf } from "../../../../src/io/kubernetes/objects/texts.ts";
import { UsageError } from "../../../../src/util/errors.ts";
import { GPU, job } from "../imported.ts";
import { node, yaml } from "../manifests.ts";
import { startApiServer } from "./api-server.ts";

const CLUSTER = documentsOf({
  text: readFileSync("instances/foreign/cluster.yaml", "utf8"),
  source: "cluster",
});
const OPTIONS = { name: "x", isOptional: false, withRunning: true, runtimes: new Map() };
const TEXT =
  node("a0", GPU) + node("a1", GPU) + node("a2", GPU) + job("j", "suspend: true", "", "");

let server: Awaited<ReturnType<typeof startApiServer>>;
afterEach(() => server.stop());

async function started(documents: readonly Document[]) {
  server = await startApiServer(documents);
  const request = apiRequest({
    server: new URL(server.url),
    context: "c",
    options: async () => ({}),
  });
  const waits: number[] = [];
  const wait = async (ms: number) => void waits.push(ms);
  const read = (namespaces?: readonly string[]) =>
    readCluster({ request, wait, ...(namespaces !== undefined && { namespaces }) });
  return { read, waits };
}

const imported = (documents: readonly Document[]) => importKubernetes(documents, OPTIONS);

test("a cluster that is read gives the instance of its files, whatever the pages and versions", async () => {
  const { read } = await started(CLUSTER);
  const { documents, findings } = await read();
  expect(findings).toEqual([]);
  const held = [...server.memory.objects.values()].map((value) => ({ value, source: "s" }));
  expect(imported(documents)).toEqual(imported(held));
  expect(imported(documents).document).toEqual(imported(CLUSTER).document);
  expect(server.seen.every(({ method }) => method === "GET")).toBe(true);
  expect(server.seen.some(({ path }) => path.includes("continue="))).toBe(true);
});

test("what passes is tried again, and a list that is out of date is begun anew", async () => {
  const { read, waits } = await started(yaml(TEXT));
  server.troubles.push({ status: 429, retryAfter: 7 }, { status: 503 }, "half an answer");
  server.outdate(2);
  const { documents } = await read();
  expect(waits).toEqual([7000, 1000, 2000]);
  expect(imported(documents)).toEqual(imported(yaml(TEXT).map((one) => ({ ...one, source: "s" }))));
});

test("a list whose pages go round is told, and no wait is longer than half a minute", async () => {
  const page = { items: [], metadata: { continue: "same" } };
  const waits: number[] = [];
  const request = async (_: string, path: string) => {
    const body = path === "/apis" ? { groups: [] } : page;
    const status = waits.length === 0 ? 429 : 200;
    return { status, body, text: "", ...(status === 429 && { retryAfter: 1e12 }) };
  };
  const wait = async (ms: number) => void waits.push(ms);
  server = await startApiServer([]);
  await expect(readCluster({ request, wait })).rejects.toThrow(/list of kind Node never ends/);
  expect(waits).toEqual([30_000]);
});

test("what never passes is told", async () => {
  const { read } = await started(yaml(TEXT));
  server.outdate(1000);
  server.troubles.push(...Array.from({ length: 5 }, () => ({ status: 503, message: "so busy" })));
  await expect(read()).rejects.toThrow(/does not say what it has: so busy \(503\)/);
  await expect(read()).rejects.toThrow(/does not list kind Node: the continue token is too old/);
  server.troubles.push(...Array.from({ length: 5 }, () => "half an answer" as const));
  await expect(read()).rejects.toThrow(/does not answer/);
});

test("without nodes and pods there is no instance; other kinds that are hidden are told", async () => {
  const { read } = await started(yaml(TEXT));
  server.hidden.add("Pod");
  await expect(read()).rejects.toThrow(UsageError);
  await expect(read()).rejects.toThrow(/kind Pod: pods is forbidden \(403\)/);
  server.hidden.delete("Pod");
  server.hidden.add("Job");
  const lost = { verdict: "left out", kind: "Job", name: "*" };
  expect((await read()).findings).toEqual([
    { ...lost, what: "the cluster does not let you list them" },
  ]);
  const own = await read(["team"]);
  expect(own.findings).toMatchObject([lost]);
  expect(own.findings[0].what).toMatch(/those of other namespaces$/);
  expect(imported(own.documents)).toEqual(imported(yaml(TEXT)));
  server.hidden.add("team");
  expect((await read(["team"])).findings[0].what).toMatch(/other namespaces and team$/);
});

test("a kind of another group with the same name is another kind", async () => {
  const other =
    "apiVersion: batch.volcano.sh/v1alpha1\nkind: Job\nmetadata: { name: j, namespace: team }\n---\n";
  const { read } = await started(yaml(TEXT));
  const { documents } = await read();
  const both = imported([...yaml(other), ...documents]);
  expect(both.document).toEqual(imported(documents).document);
  expect(both.notes).toContain("Not read, beyond the pods that they have: 1 Job.batch.volcano.sh.");
});

test("only what waits in the namespaces that are asked for is planned", async () => {
  const text = `${TEXT}${job("k", "suspend: true", "", "").replaceAll("namespace: team", "namespace: other")}`;
  const { read } = await started(yaml(text));
  const { documents } = await read();
  const { origin, notes } = importKubernetes(documents, {
    ...OPTIONS,
    namespaces: new Set(["team"]),
  });
  expect(Object.keys(origin.tasks)).toEqual(["team/j"]);
  expect(notes).toContain(
    "1 object that waits is in other namespaces or not selected, and not planned.",
  );
});
