import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { doorOf, walk } from "./support/door.ts";

const FOREIGN = resolve(import.meta.dirname, "../../instances/foreign");

test("what the README shows of Slurm plans what squeue prints, and writes a script for its jobs", async () => {
  const folder = join(process.env.BERTH_SYSTEMS_WORK ?? "", "door-slurm");
  mkdirSync(folder);
  const programs = {
    scontrol: `cat ${join(FOREIGN, "slurm-nodes.json")}`,
    squeue: `cat ${join(FOREIGN, "slurm-queue.json")}`,
  };
  const ran = await walk(doorOf("slurm"), folder, {}, programs);
  expect(ran.map(({ status }) => status).join(), JSON.stringify(ran.at(-1))).toBe("0,0,0,0");
  expect(readFileSync(join(folder, "changes.sh"), "utf8")).toMatch(/^plan \d+ gpu1 \d+$/m);
});
