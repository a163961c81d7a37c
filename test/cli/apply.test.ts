import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { documentsOf } from "../../src/io/kubernetes/objects/texts.ts";
import { startApiServer } from "../io/kubernetes/api/api-server.ts";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const CLUSTER = "instances/foreign/cluster.yaml";
const at = (name: string) => join(folder.path, name);
const isInstalled = existsSync("node_modules/@kubernetes/client-node");
let server: Awaited<ReturnType<typeof startApiServer>>;

beforeAll(async () => {
  server = await startApiServer(documentsOf({ text: readFileSync(CLUSTER, "utf8"), source: "c" }));
  folder.put(
    "kubeconfig",
    `{ current-context: c, contexts: [{ name: c, context: { cluster: c, user: u } }], clusters: [{ name: c, cluster: { server: "${server.url}" } }], users: [{ name: u, user: { token: s3cret-token } }] }`,
  );
  await berth(["import", "kubernetes", CLUSTER, "-o", at("night.yaml")]);
  await berth(["solve", at("night.yaml"), "-q", "-o", at("plan.json")]);
  const plan = [at("night.yaml"), at("plan.json"), CLUSTER, "-o", at("changes")];
  expect((await berth(["export-plan", "kubernetes", ...plan])).status).toBe(6);
});
afterAll(() => server.stop());

const apply = (...flags: readonly string[]) =>
  berth(["apply", "kubernetes", at("changes"), "--kubeconfig", at("kubeconfig"), ...flags]);

test("look, apply, apply again; what changed meanwhile is refused, and the rest goes on", async () => {
  if (!isInstalled) {
    const ran = await apply("--dry-run");
    expect([ran.status, ran.stdout]).toEqual([1, ""]);
    expect(ran.stderr).toMatch(
      /needs the package @kubernetes\/client-node, which is not installed/,
    );
    return;
  }
  const looked = await apply("--dry-run");
  expect(looked.stdout.match(/^would apply: /gm)).toHaveLength(3);
  expect(server.memory.objects.get("Job team/embed").spec.suspend).toBe(true);
  server.memory.put(server.memory.objects.get("Job team/train"));
  const ran = await apply("--yes");
  expect(ran.status).toBe(6);
  expect(ran.stdout).toMatch(/^applied: Job team\/embed: the cluster took it$/m);
  expect(ran.stdout).toMatch(/^refused: Job team\/train: it changed since the import/m);
  expect(ran.stderr).toMatch(/Of 3 changes: 2 applied, 1 refused\./);
  expect(`${ran.stdout}${ran.stderr}`).not.toContain("s3cret");
  expect(server.memory.objects.get("JobSet team/tune").spec.suspend).toBe(false);
  const again = await apply("--yes", "--json", "--namespace", "team");
  const { results } = JSON.parse(again.stdout);
  expect(results.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
    "done",
    "refused",
    "done",
  ]);
  const none = await apply("--yes", "--namespace", "other");
  expect([none.status, none.stdout]).toEqual([0, ""]);
  expect(none.stderr).toMatch(/Of 3 changes: 3 not meant \(--namespace, --selector\)\./);
  const few = await apply("--yes", "--selector", "team!=vision,kueue.x-k8s.io/queue-name");
  expect([few.status, few.stdout]).toEqual([0, ""]);
  const wrong = await apply("--yes", "--selector", "a b");
  expect([wrong.status, wrong.stdout]).toEqual([1, ""]);
  expect(wrong.stderr).toMatch(/as kubectl -l takes it/);
  const every = await apply("--yes", "--json", "--selector", "!no-such-label");
  expect(JSON.parse(every.stdout).results).toHaveLength(3);
});

test("without files the cluster itself is read, to the same instance and the same changes", async () => {
  const access = ["--kubeconfig", at("kubeconfig")];
  const read = await berth(["import", "kubernetes", "-o", at("live.yaml"), ...access]);
  if (!isInstalled) return expect(read.status).toBe(1);
  expect([read.status, read.stdout]).toEqual([0, ""]);
  expect(read.stderr).toMatch(/^Cluster http:\/\/127.*: reading what it has\.$/m);
  const made = await berth([
    "export-plan",
    "kubernetes",
    at("night.yaml"),
    at("plan.json"),
    ...access,
  ]);
  expect(made.stderr).toMatch(/^not written: Job team\/train: it changed since the import/m);
  const both = await berth(["import", "kubernetes", CLUSTER, ...access]);
  expect(both.status).toBe(1);
  expect(both.stderr).toMatch(/Maybe name no files: then the cluster is read/);
});

test("a change waits for its time", async () => {
  if (!isInstalled) return expect((await apply("--yes")).status).toBe(1);
  const file = at("changes/plan.json");
  const list = JSON.parse(readFileSync(file, "utf8"));
  list.changes[2].start_ms = 3_600_000;
  writeFileSync(file, JSON.stringify(list));
  expect((await apply("--yes")).stdout).toMatch(/^later: JobSet .*--since does$/m);
  const soon = new Date(Date.now() - 60_000).toISOString();
  expect((await apply("--yes", "--since", soon)).stdout).toMatch(
    /^later: JobSet .* apply again then$/m,
  );
  expect((await apply("--yes", "--all")).stdout).toMatch(/^done: JobSet /m);
  const long = new Date(Date.now() - 7_200_000).toISOString();
  expect((await apply("--yes", "--since", long)).stdout).toMatch(/^done: JobSet /m);
});

test("nothing is sent without a word, nor from a folder that is not whole", async () => {
  for (const flags of [[], ["--dry-run", "--yes"]]) {
    const ran = await apply(...flags);
    expect([ran.status, ran.stdout]).toEqual([1, ""]);
    expect(ran.stderr).toMatch(/--dry-run first/);
  }
  const seen = server.seen.length;
  const patch = at("changes/020-team-train.json");
  const good = readFileSync(patch, "utf8");
  for (const [bad, why] of [
    [good.replace("77b0", "77b9"), /its uid is "77b9", in plan\.json "77b0"/],
    [good.replace('"spec"', '"data"'), /Unrecognized key/],
    [good.replace(/"berth.dev\/plan": "\w+"/, '"berth.dev/plan": "other"'), /another plan/],
    ["[]", /020-team-train\.json/],
  ] as const) {
    writeFileSync(patch, bad);
    const ran = await apply("--yes");
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(why);
  }
  writeFileSync(patch, good);
  const list = readFileSync(at("changes/plan.json"), "utf8");
  for (const [bad, why] of [
    [list.replace("020-team-train.json", "../plan.json"), /changes\/1\/file|plan\.json/],
    [
      list.replace(/"name": ?"train"/, '"name":"train/../x"'),
      /its name is none that a cluster gives/,
    ],
    ["{}", /berth_changes/],
  ] as const) {
    writeFileSync(at("changes/plan.json"), bad);
    const ran = await apply("--yes");
    expect([ran.status, ran.stdout]).toEqual([1, ""]);
    expect(ran.stderr).toMatch(why);
  }
  expect(server.seen).toHaveLength(seen);
});

test("a namespace that is none reaches no address, and a file behind it is not taken for one", async () => {
  const imported = ["import", "kubernetes", "--kubeconfig", at("kubeconfig"), "--namespace"];
  const seen = server.seen.length;
  for (const name of ["../../nodes?x=", "Team", "", "night.yaml"]) {
    for (const ran of [
      await berth([...imported, name]),
      await apply("--yes", "--namespace", name),
    ]) {
      expect([ran.status, ran.stdout]).toEqual([1, ""]);
      expect(ran.stderr).toMatch(/A namespace has small letters/);
    }
  }
  expect(server.seen).toHaveLength(seen);
});
