import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { berth, spawned } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const CLUSTER = "instances/foreign/cluster.yaml";
const at = (name: string) => join(folder.path, name);
const EXPORT = ["export-plan", "kubernetes"];
const NIGHT = () => [at("night.yaml"), at("plan.json")];

beforeAll(async () => {
  await berth(["import", "kubernetes", CLUSTER, "-o", at("night.yaml")]);
  const start = readFileSync(at("night.yaml"), "utf8").replace(
    "mode: batch",
    'mode: batch\nstart: "2026-11-30T18:00Z"',
  );
  folder.put("dated.yaml", start);
  const solved = await berth(["solve", at("night.yaml"), "-q", "-o", at("plan.json")]);
  expect(solved.status).toBe(0);
});

test("a plan becomes files in the order of their names, with a list that says how to send them", async () => {
  const out = at("changes");
  const ran = await berth([...EXPORT, ...NIGHT(), CLUSTER, "-o", out]);
  // The second part of the JobSet waits for a device longer than for the first part.
  expect(ran.status).toBe(6);
  expect(ran.stderr).toMatch(/^looser: JobSet team\/tune: work: it starts once what it waits for/m);
  expect(ran.stderr).toMatch(/3 changes: written to /);
  expect(ran.stdout).toMatch(/^Job team\/embed, at once\n {2}~ spec.suspend: true -> false\n/);
  const files = readdirSync(out).sort();
  expect(files).toEqual([
    "010-team-embed.json",
    "020-team-train.json",
    "030-team-tune.json",
    "plan.json",
  ]);
  const list = JSON.parse(readFileSync(join(out, "plan.json"), "utf8"));
  expect(list.changes.map(({ kubectl }: { kubectl: string }) => kubectl)[2]).toBe(
    "kubectl patch jobsets.jobset.x-k8s.io tune -n team --type merge --patch-file 030-team-tune.json",
  );
  const patch = JSON.parse(readFileSync(join(out, files[1]), "utf8"));
  expect(patch.metadata).toEqual({
    uid: "77b0",
    resourceVersion: "91",
    annotations: { "berth.dev/plan": list.plan, "berth.dev/pinned": "kubernetes.io/hostname" },
  });
  const again = await berth([...EXPORT, ...NIGHT(), CLUSTER, "-o", out]);
  expect([again.status, again.stdout]).toEqual([1, ""]);
  expect(again.stderr).toMatch(/is not empty, and changes of two plans must not be mixed/);
});

test("without a folder the changes are shown, and what is lost ends with 6", async () => {
  const changed = folder.put(
    "changed.yaml",
    readFileSync(CLUSTER, "utf8").replace('resourceVersion: "91"', 'resourceVersion: "95"'),
  );
  const ran = await berth([...EXPORT, ...NIGHT(), changed, "--json"]);
  expect(ran.status).toBe(6);
  expect(ran.stderr).toMatch(/^not written: Job team\/train: it changed since the import/m);
  const { changes, findings } = JSON.parse(ran.stdout);
  expect(changes.map(({ name }: { name: string }) => name)).toEqual(["embed", "tune"]);
  expect(changes[0].patch.spec.suspend).toBe(false);
  expect(findings).toMatchObject([
    { verdict: "not written", kind: "Job", name: "train" },
    { verdict: "looser", kind: "JobSet", name: "tune" },
  ]);
});

test("the objects may come from standard input, and what begins at a time says it", async () => {
  const origin = ["--origin", at("night.origin.json")];
  const ran = await berth([...EXPORT, at("dated.yaml"), at("plan.json"), CLUSTER, ...origin]);
  // The plan says that it is of another instance: one without a start.
  expect(ran.status).toBe(1);
  expect(ran.stderr).toMatch(/is not what it says/);
  const bare = JSON.parse(readFileSync(at("plan.json"), "utf8"));
  const plan = folder.put(
    "bare.json",
    JSON.stringify({ berth_plan: 1, objectives: [], assignments: bare.assignments }),
  );
  const dated = spawned(
    [...EXPORT, at("dated.yaml"), plan, "-", ...origin, "--json"],
    readFileSync(CLUSTER, "utf8"),
  );
  expect(JSON.parse(dated.stdout).changes[0].at).toBe("2026-11-30T18:00:00.000Z");
});

test("a plan that breaks a rule is not written", async () => {
  const plan = JSON.parse(readFileSync(at("plan.json"), "utf8"));
  for (const one of plan.assignments) one.resource = "cpu-0";
  const broken = folder.put("broken.json", JSON.stringify(plan));
  const ran = await berth([...EXPORT, at("night.yaml"), broken, CLUSTER, "-o", at("never")]);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toMatch(/is not written to the cluster/);
  expect(readdirSync(folder.path)).not.toContain("never");
});

test.each([
  [["a.yaml", "b.json", "-", "-"], /Standard input can be read only once/],
  [["-", "b.json", "c.yaml"], /does not exist|nothing beside it/],
])("wrong usage is told: %j", async (args, why) => {
  const ran = await berth([...EXPORT, ...args]);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toMatch(why);
});

test("an origin of something else, or none at all, is told", async () => {
  const other = folder.put("other.origin.json", JSON.stringify({ berth_origin: 2 }));
  const old = await berth([...EXPORT, ...NIGHT(), CLUSTER, "--origin", other]);
  expect(old.stderr).toMatch(/\(berth_origin: 1\), got berth_origin: 2/);
  const origin = JSON.parse(readFileSync(at("night.origin.json"), "utf8"));
  origin.tasks["team/train"][0].copies = 3;
  const unfit = folder.put("unfit.origin.json", JSON.stringify(origin));
  const ran = await berth([...EXPORT, ...NIGHT(), CLUSTER, "--origin", unfit]);
  expect([old.status, ran.status]).toEqual([1, 1]);
  expect(ran.stderr).toMatch(/the task "team\/train" with 3 copies, the instance does not/);
  const text = JSON.stringify({ ...origin, tasks: { a: [{ kind: "Job" }] } });
  const wrong = await berth([
    ...[...EXPORT, ...NIGHT(), CLUSTER],
    ...["--origin", folder.put("wrong.origin.json", text)],
  ]);
  expect(wrong.stderr).toMatch(/\/tasks\/a\/0\/apiVersion/);
  mkdirSync(at("empty"));
  const missing = await berth([...EXPORT, ...NIGHT(), CLUSTER, "--origin", at("empty/x.json")]);
  expect(missing.stderr).toMatch(/x\.json does not exist/);
});
