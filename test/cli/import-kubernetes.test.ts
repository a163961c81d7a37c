import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EVERYTHING } from "../io/kubernetes/manifests.ts";
import { berth, spawned } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const CLUSTER = "instances/foreign/cluster.yaml";

test("a cluster becomes an instance that plans, with what each row stands for beside it", async () => {
  const instance = join(folder.path, "night.yaml");
  const ran = await berth(["import", "kubernetes", CLUSTER, "-o", instance]);
  expect(ran.status).toBe(0);
  expect(ran.stdout).toBe("");
  expect(ran.stderr).toMatch(/3 nodes became 3 resources, 6 pods 4 tasks; 1 pod only takes room/);
  expect(ran.stderr).toMatch(/The runtime of team\/embed is the longest/);
  const origin = JSON.parse(readFileSync(join(folder.path, "night.origin.json"), "utf8"));
  expect(origin.tasks["team/train"][0]).toMatchObject({ kind: "Job", uid: "77b0", pods: 2 });
  const solved = JSON.parse((await berth(["solve", instance, "--json", "-q"])).stdout);
  // train and embed side by side; then work, which waits for prepare.
  expect(solved.objectives[0]).toMatchObject({ value: 9_000_000, termination: "optimal" });
});

test("what runs is an earlier plan: a node that goes down moves what must move", async () => {
  const [instance, earlier] = ["moves.yaml", "now.json"].map((name) => join(folder.path, name));
  const imported = await berth([
    ...["import", "kubernetes", CLUSTER, "--mode", "placement"],
    ...["--earlier", earlier, "-o", instance],
  ]);
  expect(imported.status).toBe(0);
  // All at once they need 20 devices of 16.
  const stays = await berth(["replan", instance, "--from", earlier, "--json", "-q"]);
  expect(stays.status).toBe(2);
  const optional = await berth([
    ...["import", "kubernetes", CLUSTER, "--mode", "placement", "--optional"],
    ...["--earlier", earlier, "-o", instance],
  ]);
  expect(optional.status).toBe(0);
  const down = ["--down", "a100-1", "--json", "-q"];
  const replanned = JSON.parse(
    (await berth(["replan", instance, "--from", earlier, ...down])).stdout,
  );
  const serve = replanned.plan.assignments.find(
    ({ task }: { task: string }) => task === "team/serve-0",
  );
  expect(serve.resource).toBe("a100-0");
});

test("several files, standard input, one JSON document", () => {
  const ran = spawned(["import", "kubernetes", "-", "--json"], readFileSync(CLUSTER, "utf8"));
  const { instance, origin, findings, written } = JSON.parse(ran.stdout);
  expect(instance.tasks).toHaveLength(4);
  expect(Object.keys(origin.tasks)).toHaveLength(4);
  expect([findings, written]).toEqual([[], true]);
});

test("--strict writes nothing if something cannot be said", async () => {
  const file = folder.put("everything.yaml", EVERYTHING);
  const output = join(folder.path, "strict.yaml");
  const ran = await berth(["import", "kubernetes", file, "-o", output, "--strict", "--json"]);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toMatch(/ignored: Pod team\/gated: the volume data/);
  expect(JSON.parse(ran.stdout)).toMatchObject({ written: false });
  expect(existsSync(output)).toBe(false);
  expect((await berth(["import", "kubernetes", file, "-o", output])).status).toBe(0);
});

test("runtimes come from a file, whose faults are told by place", async () => {
  const output = join(folder.path, "timed.yaml");
  const runtimes = folder.put("runtimes.yaml", "team/embed: 20m\n");
  const args = ["import", "kubernetes", CLUSTER, "-o", output, "--runtimes"];
  expect((await berth([...args, runtimes])).status).toBe(0);
  expect(readFileSync(output, "utf8")).toMatch(/id: team\/embed, .*runtime: 20m/);
  const wrong = await berth([...args, folder.put("wrong.yaml", "team/embed: soon\n")]);
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toMatch(/\/team~1embed \(line 1, column \d+\): expected a duration/);
});

test("wrong usage is told before anything is read", async () => {
  const refused = async (...args: readonly string[]) => {
    const ran = await berth(["import", "kubernetes", ...args]);
    expect(ran.status).toBe(1);
    return ran.stderr;
  };
  expect(await refused("-", "-")).toMatch(/can be read only once/);
  expect(await refused(CLUSTER, "--now", "noon")).toMatch(/a time with its zone/);
  expect(await refused(CLUSTER, "--json", "-o", "-")).toMatch(/both print on standard output/);
  const same = join(folder.path, "same.json");
  expect(await refused(CLUSTER, "--earlier", same, "--origin", same)).toMatch(/are the same/);
  expect(await refused(CLUSTER, "-o", CLUSTER)).toMatch(/is read by this command/);
  expect(await refused("nowhere.yaml")).toMatch(/nowhere\.yaml/);
  expect(await refused(folder.put("cut.json", '{"kind": '))).toMatch(/cut\.json, line 1/);
});

test("names from a cluster are shown, not obeyed", async () => {
  const file = folder.put(
    "hostile.yaml",
    `${EVERYTHING}---\napiVersion: v1\nkind: "Odd\\e[31m"\nmetadata: { name: x }\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: "a\\e[2J", namespace: team }\n`,
  );
  const ran = await berth(["import", "kubernetes", file]);
  expect(ran.status).toBe(1);
  expect(ran.stderr).not.toContain("\u001b");
  expect(ran.stderr).toMatch(/\\u001b/);
});
