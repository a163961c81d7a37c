import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { poolExecutor, slotsFor } from "../batch/pool.ts";
import { type WorkOptions, workOn } from "../batch/queue/worker.ts";
import { isRedisAddress } from "../batch/redis/address.ts";
import { workOnRedis } from "../batch/redis/worker.ts";
import type { Executor } from "../batch/types.ts";
import { asUsage } from "../io/system-error.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { parseThreads, parseTimeLimit } from "./options.ts";
import { tell } from "./print.ts";
import { PLAIN, redisAddress } from "./queue-option.ts";

/** Default of `--idle`, ms. */
const IDLE = 600_000;

interface WorkFlags {
  readonly threads?: number;
  readonly idle?: number;
  readonly allowPlain?: boolean;
  readonly quiet?: boolean;
}

/** `berth work FOLDER|redis://...`: plans what `berth batch --queue` hands out there, on any machine that reaches it. */
export function workCommand(program: Command): void {
  program
    .command("work")
    .description("plan what a batch on this or another machine hands out")
    .argument("<queue>", "what berth batch --queue was given; a folder may not be there yet")
    .option("--threads <n>", "threads to keep busy (default: as many as processors)", parseThreads)
    .option("--idle <duration>", "end after so long without a job (default: 10m)", parseTimeLimit)
    .option("--allow-plain", PLAIN)
    .option("-q, --quiet", "do not name what was planned")
    .action(work);
}

async function work(queue: string, flags: WorkFlags): Promise<void> {
  const { threads, idle = IDLE, quiet } = flags;
  const workAt = workerOf(queue, flags);
  const say = quiet === true ? () => {} : tell;
  const interrupt = listenForInterrupt(say);
  // Which limits a job has is known when it comes; those of time keep two threads busy.
  const executor = poolExecutor(slotsFor(threads ?? availableParallelism(), false));
  interrupt.begin(() => "what was begun is left to other workers.");
  try {
    const { signal } = interrupt;
    const done = await workAt(executor, {
      signal,
      idle,
      onDone: (name) => say(`Done: ${name}.`),
      onRefused: (name, why) => tell(`Left to other workers: ${name}: ${why}.`),
    });
    say(`${done} done here.`);
  } finally {
    interrupt.end();
    await executor.end();
  }
}

type WorkAt = (executor: Executor, options: WorkOptions) => Promise<number>;

function workerOf(queue: string, { allowPlain }: WorkFlags): WorkAt {
  if (isRedisAddress(queue)) {
    const address = redisAddress(queue, allowPlain === true);
    return (executor, options) => workOnRedis(address, executor, options);
  }
  return async (executor, options) => {
    try {
      return await workOn(queue, executor, options);
    } catch (error) {
      throw asUsage(error, queue, "read");
    }
  };
}
