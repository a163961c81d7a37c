import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { poolExecutor, slotsFor } from "../batch/pool.ts";
import { workOn } from "../batch/queue/worker.ts";
import { asUsage } from "../io/system-error.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { parseThreads, parseTimeLimit } from "./options.ts";
import { tell } from "./print.ts";

/** Default of `--idle`, ms. */
const IDLE = 600_000;

interface WorkFlags {
  readonly threads?: number;
  readonly idle?: number;
  readonly quiet?: boolean;
}

/** `berth work FOLDER`: plans what `berth batch --queue FOLDER` hands out, on any machine that sees the folder. */
export function workCommand(program: Command): void {
  program
    .command("work")
    .description("plan what a batch on this or another machine hands out over a shared folder")
    .argument("<folder>", "the folder given to berth batch --queue; it may not be there yet")
    .option("--threads <n>", "threads to keep busy (default: as many as processors)", parseThreads)
    .option("--idle <duration>", "end after so long without a job (default: 10m)", parseTimeLimit)
    .option("-q, --quiet", "do not name what was planned")
    .action(work);
}

async function work(folder: string, { threads, idle = IDLE, quiet }: WorkFlags): Promise<void> {
  const say = quiet === true ? () => {} : tell;
  const interrupt = listenForInterrupt(say);
  // Which limits a job has is known when it comes; those of time keep two threads busy.
  const executor = poolExecutor(slotsFor(threads ?? availableParallelism(), false));
  interrupt.begin(() => "what was begun is left to other workers.");
  try {
    const { signal } = interrupt;
    const done = await workOn(folder, executor, {
      signal,
      idle,
      onDone: (name) => say(`Done: ${name}.`),
      onRefused: (name, why) => tell(`Left to other workers: ${name}: ${why}.`),
    });
    say(`${done} done here.`);
  } catch (error) {
    throw asUsage(error, folder, "read");
  } finally {
    interrupt.end();
    await executor.end();
  }
}
