import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { indexedJob } from "../../src/batch/indexed-job.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

const ASKED = {
  instances: "nights/mon day",
  output: "nights/out $(x)",
  flags: ["--objective", "cost:2%, makespan"],
  files: [],
  parts: 3,
  image: "example/berth:1",
  claim: "nights",
  cpu: 2,
  memory: "4Gi",
};

interface Container {
  readonly command: readonly [string, ...string[]];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

const containerOf = (job: object) =>
  (job as { spec: { template: { spec: { containers: [Container] } } } }).spec.template.spec
    .containers[0];

/** Runs what a pod with an index would run, with a berth that writes down its words and exits with a code. */
function pod(
  index: number,
  code: number,
): { readonly words: readonly string[]; readonly status: number | null } {
  const { command, args, env } = containerOf(indexedJob(ASKED));
  const said = `${folder.path}/said`;
  chmodSync(
    folder.put("berth", `#!/bin/sh\nfor word; do echo "$word"; done > "${said}"\nexit ${code}\n`),
    0o755,
  );
  const given = Object.fromEntries(env.map(({ name, value }) => [name, value]));
  const { status } = spawnSync(command[0], [...command.slice(1), ...args], {
    env: {
      ...given,
      JOB_COMPLETION_INDEX: String(index),
      PATH: `${folder.path}:${process.env.PATH}`,
    },
  });
  return { words: readFileSync(said, "utf8").trimEnd().split("\n"), status };
}

test("each index plans its part into a folder of its own, with the words as they were typed", () => {
  for (const index of [0, 2]) {
    expect(pod(index, 0)).toEqual({
      status: 0,
      words: [
        ...["batch", "nights/mon day", "--objective", "cost:2%, makespan"],
        ...["--shard", `${index + 1}/3`, "-o", `nights/out $(x)/part-${index + 1}`],
      ],
    });
  }
});

test("what is infeasible or without a plan is a result; other ends are failures with their code", () => {
  expect([0, 1, 2, 3, 4, 137, 143].map((code) => pod(0, code).status)).toEqual([
    0, 1, 0, 0, 4, 137, 143,
  ]);
});

test("a pod that is to end passes it on and waits, and its part is not complete", async () => {
  const { command, args, env } = containerOf(indexedJob(ASKED));
  const put = `#!/bin/sh\ntrap 'echo kept > "${folder.path}/kept"; exit 0' TERM\necho > "${folder.path}/begun"\nwhile :; do sleep 0.05; done\n`;
  chmodSync(folder.put("berth", put), 0o755);
  const given = Object.fromEntries(env.map(({ name, value }) => [name, value]));
  const child = spawn(command[0], [...command.slice(1), ...args], {
    env: { ...given, JOB_COMPLETION_INDEX: "0", PATH: `${folder.path}:${process.env.PATH}` },
  });
  const end = new Promise((done) => child.on("close", done));
  while (!existsSync(`${folder.path}/begun`)) await new Promise((next) => setTimeout(next, 10));
  child.kill("SIGTERM");
  expect(await end).toBe(143);
  expect(readFileSync(`${folder.path}/kept`, "utf8")).toBe("kept\n");
});

test("a queue of Kueue holds the job until it is its turn", () => {
  expect(indexedJob(ASKED)).toMatchObject({ metadata: { name: "berth-nights-out-x" } });
  expect(JSON.stringify(indexedJob(ASKED))).not.toMatch(/suspend|kueue/);
  expect(indexedJob({ ...ASKED, localQueue: "research" })).toMatchObject({
    metadata: { labels: { "kueue.x-k8s.io/queue-name": "research" } },
    spec: { suspend: true, completionMode: "Indexed", completions: 3 },
  });
  expect(indexedJob({ ...ASKED, output: "é/-" })).toMatchObject({
    metadata: { name: "berth-batch" },
  });
});

test("names that Kubernetes would refuse and paths outside the volume are told", () => {
  for (const [wrong, says] of [
    [{ claim: "My Claim" }, /--claim expects the name/],
    [{ localQueue: "_" }, /--local-queue expects the name/],
    [{ memory: "4 GB" }, /--memory expects an amount/],
    [{ image: "" }, /--image expects/],
    [{ instances: "/etc" }, /"\/etc" does not lie in the volume/],
    [{ output: "a/../../b" }, /does not lie in the volume/],
    [{ files: ["/home/m.json"] }, /"\/home\/m.json" does not lie/],
    [{ localQueue: "a..b" }, /--local-queue/],
    [{ localQueue: "a".repeat(64) }, /--local-queue/],
    [{ memory: "0" }, /--memory/],
  ] as const) {
    expect(() => indexedJob({ ...ASKED, ...wrong })).toThrow(says);
  }
});
