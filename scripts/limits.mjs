// Runs large shapes under short time limits and tells by how much each command passed its limit: a run should end within
// the limit and a second, or a tenth of the limit if that is more, with a plan. `node scripts/limits.mjs [seconds] [shape...]`
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const cli = resolve(import.meta.dirname, "..", "dist", "cli.js");
let state = 12345;

/** A whole number from `least` to `most`, the same in every run. */
function whole(least, most) {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return least + Math.floor((state / 2 ** 32) * (most - least + 1));
}
const list = (count, entry) => Array.from({ length: count }, (_, i) => entry(i));

/** By name: a document; none of them is one that a method was tuned for. */
const SHAPES = {
  "sequence of 20,000 x 1,000": () => ({
    mode: "batch",
    exclusive: true,
    objectives: ["makespan", "cost"],
    resources: list(1000, (i) => ({
      id: `r${i}`,
      capacity: { cpu: whole(8, 64) },
      price: `${whole(1, 400) / 100}/h`,
      speed: whole(10, 30) / 10,
    })),
    tasks: list(20_000, (i) => ({
      id: `t${i}`,
      demand: { cpu: whole(1, 8) },
      runtime: `${whole(1, 600)}m`,
    })),
  }),
  "schedule of 2,000 x 100": () => ({
    mode: "batch",
    objectives: ["makespan"],
    resources: list(100, (i) => ({
      id: `h${i}`,
      capacity: { cpu: 32 * whole(1, 2) },
      devices: { gpu: 4 * whole(1, 2) },
    })),
    tasks: list(2000, (i) => ({
      id: `t${i}`,
      demand: { cpu: whole(1, 16), gpu: [0.5, 1, 1, 2, 4][i % 5] },
      runtime: `${whole(5, 300)}m`,
      release: `${whole(0, 300)}m`,
    })),
  }),
  "placement that survives each of 1,500": () => ({
    mode: "placement",
    objectives: ["cost"],
    robust: 1,
    resources: list(1500, (i) => ({
      id: `h${i}`,
      capacity: { cpu: 16 * whole(1, 2), mem: whole(20, 60) },
      price: `${whole(1, 9)}/h`,
    })),
    tasks: list(3000, (i) => ({ id: `t${i}`, demand: { cpu: whole(1, 8), mem: whole(1, 12) } })),
  }),
  "four objectives of 1,500 x 200": () => ({
    mode: "placement",
    objectives: ["balance", "cost", "completion-time", "makespan"],
    resources: list(200, (i) => ({ id: `h${i}`, capacity: { cpu: 64, mem: 64 }, price: "1/h" })),
    tasks: list(1500, (i) => ({
      id: `t${i}`,
      demand: { cpu: whole(1, 4), mem: whole(1, 4) },
      runtime: `${whole(1, 9)}h`,
      cost: list(200, () => whole(1, 99)),
    })),
  }),
  "a chain of 8,000": () => ({
    mode: "batch",
    objectives: ["makespan"],
    resources: [{ id: "h", capacity: { cpu: 4 } }],
    tasks: list(8000, (i) => ({
      id: `t${i}`,
      demand: { cpu: 1 },
      runtime: "1m",
      ...(i > 0 && { after: [`t${i - 1}`] }),
    })),
  }),
  "one task on 10,000,000": () => ({
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "a", count: 10_000_000, capacity: { cpu: 4 } }],
    tasks: [{ id: "t", demand: { cpu: 1 }, cost: 1 }],
  }),
  "1,000 copies of 1,000,000 devices": () => ({
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "a", count: 1000, devices: { gpu: 1_000_000 } }],
    tasks: [
      { id: "t", count: 3, demand: { gpu: 0.5 }, cost: 1 },
      { id: "u", demand: { gpu: 900_000 }, cost: 1 },
    ],
  }),
};

const [seconds = "5", ...chosen] = process.argv.slice(2);
const limit = Number(seconds);
const allowed = Math.max(1, 0.1 * limit);
const folder = mkdtempSync(join(tmpdir(), "berth-limits-"));
try {
  for (const [name, shape] of Object.entries(SHAPES)) {
    if (chosen.length > 0 && !chosen.some((word) => name.includes(word))) continue;
    const file = join(folder, "instance.json");
    writeFileSync(file, JSON.stringify(shape()));
    const began = performance.now();
    const { status } = spawnSync(
      process.execPath,
      [cli, "solve", file, "-q", "--time-limit", `${limit}s`],
      { maxBuffer: 2 ** 30 },
    );
    const taken = (performance.now() - began) / 1000;
    const isKept = taken <= limit + allowed && status === 0;
    const overrun = (taken - limit).toFixed(1);
    console.log(
      `${isKept ? "kept  " : "BROKEN"}  ${name}: ${taken.toFixed(1)} s (${overrun} s past ${limit} s), exit ${status}`,
    );
    if (!isKept) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
