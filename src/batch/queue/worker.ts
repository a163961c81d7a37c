import { access } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BatchJob, Executor } from "../types.ts";
import { idsIn, pathOf, read, withOwnPaths, write } from "./layout.ts";
import { type Claim, claim, RENEWAL } from "./lease.ts";

/** Looking for jobs: from short to long while there are none, ms. */
const LOOK = { least: 10, most: 500, growth: 1.5 } as const;

/** Whether a job is still wanted is looked at this often, ms. */
const WATCH = 250;

export interface WorkOptions {
  /** Ends it: running jobs give what they have. */
  readonly signal: AbortSignal;
  /** Milliseconds without any job after which it ends. */
  readonly idle: number;
  readonly onDone?: (name: string) => void;
}

/**
 * Plans the jobs of a shared folder as long as there are any, `executor.slots` at once, each in `executor`. Ends when the
 * folder's jobs that it has seen are gone (the batch is finished), after `idle` ms without a job, or by the signal. Returns how
 * many jobs it finished. A result is written only while its job is claimed by this worker.
 */
export async function workOn(
  folder: string,
  executor: Executor,
  { signal, idle, onDone }: WorkOptions,
): Promise<number> {
  let finished = 0;
  const running = new Map<string, Promise<void>>();
  let [wait, isSeen, lastJob] = [LOOK.least as number, false, performance.now()];
  while (!signal.aborted) {
    const isThere = await exists(join(folder, "jobs"));
    if (isSeen && !isThere) break;
    isSeen ||= isThere;
    let isNew = false;
    for (const id of await wanted(folder, running)) {
      if (running.size >= executor.slots || signal.aborted) break;
      const held = await claim(folder, id);
      if (held === undefined) continue;
      isNew = true;
      const turn = takeTurn(folder, id, held, executor, signal).then((name) => {
        running.delete(id);
        lastJob = performance.now();
        wait = LOOK.least;
        if (name === undefined) return;
        finished++;
        onDone?.(name);
      });
      running.set(id, turn);
    }
    if (running.size > 0 || isNew) lastJob = performance.now();
    if (performance.now() - lastJob > idle) break;
    wait = isNew ? LOOK.least : Math.min(LOOK.most, wait * LOOK.growth);
    await Promise.race([sleep(wait), ...running.values()]);
  }
  await Promise.all(running.values());
  return finished;
}

/** Jobs that nobody has claimed, from anywhere in the list on, so that workers seldom want the same. */
async function wanted(
  folder: string,
  running: ReadonlyMap<string, unknown>,
): Promise<readonly string[]> {
  const jobs = await idsIn(folder, "jobs");
  if (jobs.length === 0) return [];
  const claimed = new Set(await idsIn(folder, "claims"));
  const open = jobs.filter((id) => !claimed.has(id) && !running.has(id));
  const from = Math.floor(Math.random() * open.length);
  return [...open.slice(from), ...open.slice(0, from)];
}

/** Plans one job that was claimed; its name if the result was written. */
async function takeTurn(
  folder: string,
  id: string,
  held: Claim,
  executor: Executor,
  signal: AbortSignal,
): Promise<string | undefined> {
  // Claimed after it was finished and its claim removed, it is not there any more.
  const text = await read(folder, "jobs", id);
  if (text === undefined) {
    await held.release();
    return undefined;
  }
  const job = withOwnPaths(folder, JSON.parse(text) as BatchJob);
  const stop = stopOf(signal);
  let isWanted = true;
  const watch = watching(folder, id, held, (why) => {
    if (why === "withdrawn") isWanted = false;
    stop.abort();
  });
  try {
    const result = await executor.run(job, stop.signal);
    // What its own end cut short is planned by another worker.
    const isCut = signal.aborted && !(await exists(pathOf(folder, "stops", id)));
    if (isCut || !isWanted || !(await held.isHeld())) {
      await held.release();
      return undefined;
    }
    await write(folder, "results", id, JSON.stringify(result));
    await held.close();
    return job.name;
  } catch (error) {
    await held.release();
    // The batch ended meanwhile, and the folder with it.
    if (!(await exists(pathOf(folder, "jobs", id)))) return undefined;
    throw error;
  } finally {
    watch.end();
  }
}

/** Aborted with a signal, or by itself. */
function stopOf(signal: AbortSignal): AbortController {
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);
  return { signal: both, abort: () => own.abort() };
}

/** Renews the claim, and tells when the job is to stop. */
function watching(
  folder: string,
  id: string,
  held: Claim,
  tell: (why: "stopped" | "withdrawn") => void,
): { end(): void } {
  let renewed = performance.now();
  let isBusy = false;
  const look = async () => {
    if (isBusy) return;
    isBusy = true;
    try {
      if (performance.now() - renewed > RENEWAL) {
        renewed = performance.now();
        await held.renew();
      }
      if (!(await exists(pathOf(folder, "jobs", id))) || !(await held.isHeld())) tell("withdrawn");
      else if (await exists(pathOf(folder, "stops", id))) tell("stopped");
    } catch {
      // The folder is not to be reached for the moment; whoever waits for the result decides.
    } finally {
      isBusy = false;
    }
  };
  const timer = setInterval(() => void look(), WATCH);
  return { end: () => clearInterval(timer) };
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
