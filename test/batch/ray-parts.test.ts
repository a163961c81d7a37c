import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type RayBatch, rayParts } from "../../src/batch/ray-parts.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

const folder = testFolder();

const BATCH: RayBatch = {
  instances: "/nights/mon day's",
  output: "/nights/out $(x)",
  flags: ["--objective", "cost:2%, makespan", "--seed", "7"],
  files: [],
  parts: 3,
  cpu: 2,
};

/** Runs what a job would run, with a berth that writes down its words and exits with a code. */
function ran(entrypoint: string, code: number) {
  const said = `${folder.path}/said`;
  const script = `#!/bin/sh\nfor word; do echo "$word"; done > "${said}"\nexit ${code}\n`;
  chmodSync(folder.put("berth", script), 0o755);
  const env = { PATH: `${folder.path}:${process.env.PATH}` };
  const { status } = spawnSync("/bin/sh", ["-c", entrypoint], { env });
  return { words: readFileSync(said, "utf8").trimEnd().split("\n"), status };
}

test("each job plans its part into a folder of its own, with the words as they were typed", () => {
  const parts = rayParts(BATCH);
  expect(parts.map(({ name }) => name)).toEqual(["part 1/3", "part 2/3", "part 3/3"]);
  expect(ran(parts[1].body.entrypoint, 0)).toEqual({
    status: 0,
    words: [
      ...["batch", "/nights/mon day's", "--objective", "cost:2%, makespan", "--seed", "7"],
      ...["--shard", "2/3", "-o", "/nights/out $(x)/part-2"],
    ],
  });
  expect(parts[1].body.entrypoint_num_cpus).toBe(2);
});

test("infeasible and unplanned instances are results, all else fails the job", () => {
  const [{ body }] = rayParts(BATCH);
  const codes = [0, 1, 2, 3, 4, 143];
  expect(codes.map((code) => ran(body.entrypoint, code).status)).toEqual([0, 1, 0, 0, 4, 143]);
});

test("the same batch has the same ids, another one has others", () => {
  const ids = (batch: RayBatch, attempt?: number) =>
    rayParts(batch, attempt).map(({ body }) => body.submission_id);
  expect(ids({ ...BATCH })).toEqual(ids(BATCH));
  const others = [
    ...[ids(BATCH), ids(BATCH, 2), ids({ ...BATCH, flags: [] }), ids({ ...BATCH, parts: 4 })],
    ...[ids({ ...BATCH, output: "/nights/o" }), ids({ ...BATCH, instances: "/nights/t" })],
  ].flat();
  expect(new Set(others).size).toBe(others.length);
  for (const id of others) expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);
});

test("paths that nodes would take for others are refused", async () => {
  for (const bad of [
    { ...BATCH, instances: "nights" },
    { ...BATCH, output: "./out" },
    { ...BATCH, files: ["/a", "m.json"] },
  ]) {
    const { name, message } = await thrownBy(() => rayParts(bad));
    expect([name, message]).toEqual(["UsageError", expect.stringMatching(/from the root/)]);
  }
});
