import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const instance = `${folder.path}/serving.json`;
const host = { id: "host", capacity: { cpu: 4 }, fixed_price: 1 };
const written = (count: number) =>
  writeFileSync(
    instance,
    JSON.stringify({
      mode: "placement",
      robust: 1,
      resources: [{ ...host, count }],
      tasks: [{ id: "web", count: 8, demand: { cpu: 1 } }],
    }),
  );

test("solve says what the plan survives, verify tries it, and finds what a CSV file lacks", async () => {
  written(3);
  const [json, csv] = [`${folder.path}/plan.json`, `${folder.path}/plan.csv`];
  const solved = await berth(["solve", instance, "-q", "-o", json]);
  expect(solved.status).toBe(0);
  expect(solved.stdout).toMatch(/Survives the loss of any one of 3 resources\./);
  expect(solved.stdout).toMatch(/0 of 8 cpu stay free/);
  const kept = await berth(["verify", instance, json, "--certificate"]);
  expect(kept.stdout).toMatch(/^The plan keeps every rule/);
  expect(kept.stdout).not.toMatch(/recoveries/);
  expect((await berth(["solve", instance, "-q", "-o", csv])).status).toBe(0);
  const found = await berth(["verify", instance, csv]);
  expect(found.status).toBe(0);
  expect(found.stdout).toMatch(/keeps every rule[\s\S]*came without recoveries; Berth found one/);
});

test("verify names the loss from which there is no recovery", async () => {
  written(3);
  const csv = `${folder.path}/spread.csv`;
  // Without the first host its four go to the one and the three places that the others have left.
  const rows = [4, 3, 1].flatMap((many, h) => Array.from({ length: many }, () => `host#${h + 1}`));
  const text = rows.map((name, i) => `web#${i + 1},${name},0`).join("\n");
  writeFileSync(csv, `task,resource,start_ms\n${text}\n`);
  expect((await berth(["verify", instance, csv])).status).toBe(0);
  writeFileSync(
    instance,
    readFileSync(instance, "utf8").replace(
      '"count":8',
      '"count":8,"separate":"web","optional":true',
    ),
  );
  writeFileSync(csv, "task,resource,start_ms\nweb#1,host#1,0\nweb#2,host#2,0\nweb#3,host#3,0\n");
  const refused = await berth(["verify", instance, csv, "--json"]);
  expect(refused.status).toBe(1);
  const { ok, notes, violations } = JSON.parse(refused.stdout);
  expect(ok).toBe(false);
  expect(notes).toEqual(["The plan came without recoveries, and there is none for host#1."]);
  expect(violations).toContainEqual({
    rule: "robust",
    message: "without host#1: no recovery is given",
  });
});

test("what cannot survive is infeasible, and export writes the program with all losses", async () => {
  written(2);
  const solved = await berth(["solve", instance, "-q"]);
  expect(solved.status).toBe(2);
  expect(solved.stdout).toMatch(/Without host#1 the tasks need at least 8 cpu and 4 is left/);
  written(3);
  const { stdout } = await berth(["export", instance, "--format", "lp"]);
  expect(stdout).toMatch(/y\[host#2,0,2\]|y_host/);
});

test("over time: starts stay, a CSV file gets its recoveries back, and a replan of what has begun leaves losses out", async () => {
  const [night, plain] = [`${folder.path}/night.json`, `${folder.path}/plain.json`];
  const document = {
    mode: "batch",
    resources: [{ id: "host", count: 3, capacity: { cpu: 2 } }],
    tasks: [{ id: "job", count: 8, demand: { cpu: 1 }, runtime: "1h" }],
  };
  writeFileSync(plain, JSON.stringify(document));
  writeFileSync(night, JSON.stringify({ ...document, robust: 1 }));
  const [json, csv] = [`${folder.path}/night-plan.json`, `${folder.path}/night-plan.csv`];
  const solved = await berth(["solve", night, "-q", "--work-limit", "20", "-o", json]);
  expect(solved.status).toBe(0);
  // Four at once on what is left of three hosts.
  expect(solved.stdout).toMatch(/makespan +2h +2h +0 % +optimal/);
  expect(solved.stdout).toMatch(
    /any one of 3 resources;\s+what was planned there keeps its\s+start/,
  );
  expect(solved.stdout).toMatch(/host#\d +job#\d +0s - 1h +█/);
  const { assignments, recoveries } = JSON.parse(readFileSync(json, "utf8"));
  expect(recoveries.length).toBeGreaterThan(1);
  const rows = assignments.map(
    ({ task, resource, start_ms }: { task: string; resource: string; start_ms: number }) =>
      `${task},${resource},${start_ms}`,
  );
  writeFileSync(csv, `task,resource,start_ms\n${rows.join("\n")}\n`);
  expect((await berth(["verify", night, csv])).stdout).toMatch(
    /keeps every rule[\s\S]*Berth found one/,
  );
  const replan = ["replan", night, "--from", json, "--now", "30m", "--down", "host#2", "-q"];
  const replanned = await berth([
    ...replan,
    "-o",
    `${folder.path}/next.json`,
    "--work-limit",
    "20",
  ]);
  expect(replanned.status).toBe(0);
  expect(replanned.stdout).toMatch(
    /What has begun has no recovery from a loss: robust is left\s+out/,
  );
  const checked = await berth(["verify", night, `${folder.path}/next.json`, "--from", json]);
  expect(checked.status).toBe(0);
  expect(checked.stdout).toMatch(/keeps every rule[\s\S]*Losses are not tried/);
  const changed = await berth([...replan, "--changed", plain, "--method", "greedy"]);
  expect(changed.status).toBe(0);
});
