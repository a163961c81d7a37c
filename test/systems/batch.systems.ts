import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { queueExecutor } from "../../src/batch/queue/executor.ts";
import { workOn } from "../../src/batch/queue/worker.ts";
import { countedOver, idle, jobsIn, never } from "../batch/fake-workers.ts";

const folder = join(process.env.BERTH_SYSTEMS_WORK ?? "", "batch");

test("10,000 jobs over a shared folder and three workers: each is done once, and answered", async () => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "queue");
  const file = join(folder, "tiny.json");
  writeFileSync(file, "{}");
  const { jobOf } = jobsIn({ put: () => file });
  const queue = await queueExecutor(path, { slots: 32 });
  await countedOver(queue, 10_000, jobOf, (executor) =>
    workOn(path, executor, { signal: never, idle }),
  );
  expect(existsSync(path)).toBe(false);
}, 600_000);
