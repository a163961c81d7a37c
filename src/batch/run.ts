import { defined } from "../util/defined.ts";
import { LEAST } from "./divide.ts";
import { type Recorded, recordOf, type UnitRecord } from "./record.ts";
import { resultLine } from "./results.ts";
import { isUnchanged, keyOf, resumeUnit } from "./resume.ts";
import {
  type Allotment,
  allot,
  type BatchLimits,
  isDone,
  isOpen,
  isWorthwhile,
  type Standing,
  spentTime,
  usedIn,
} from "./rounds.ts";
import type { Store } from "./store.ts";
import type { BatchJob, BatchUnit, Executor, JobResult, Start } from "./types.ts";

/** A job that has not stopped this long after the deadline of the batch is ended, ms. */
const GRACE = 5000;

/** Results for other texts of an instance in a row, after which it counts as a fault. */
const MOST_STALE = 3;

/** Who wants to know how a batch goes. */
export interface BatchHooks {
  /** Stops the batch: running jobs keep what they have, no others begin. */
  readonly signal: AbortSignal;
  /** So many of the units are finished or half-way there from an earlier run. */
  readonly onResume?: (known: number) => void;
  readonly onRound?: (round: number, jobs: number) => void;
  readonly onRecord?: (unit: BatchUnit, record: UnitRecord) => void;
  /** Milliseconds of a clock that never goes back. Default: that of this process. */
  readonly now?: () => number;
}

/**
 * Plans all units in rounds (`divide` has the rule) and keeps every result in the store, so that a killed run goes on where
 * it stopped. Returns each unit with what is known of it; without a record if it never got its turn.
 * Under a work limit without a time limit equal units, options and limits give equal results, broken off or not.
 * Throws UsageError if the store cannot be written; whatever the jobs do is in the records.
 */
export async function runBatch(
  units: readonly BatchUnit[],
  limits: BatchLimits,
  executor: Executor,
  store: Store,
  hooks: BatchHooks,
): Promise<readonly Standing[]> {
  const batch = new Batch(limits, executor, store, hooks);
  await batch.resume(units);
  await batch.run();
  return batch.standings;
}

class Batch {
  readonly #limits: BatchLimits;
  readonly #executor: Executor;
  readonly #store: Store;
  readonly #hooks: BatchHooks;
  readonly #keys: string[] = [];
  readonly #standings: Standing[] = [];
  #deadline: number | undefined;
  #failed = false;

  constructor(limits: BatchLimits, executor: Executor, store: Store, hooks: BatchHooks) {
    this.#limits = limits;
    this.#executor = executor;
    this.#store = store;
    this.#hooks = hooks;
  }

  get standings(): readonly Standing[] {
    return this.#standings;
  }

  /** What earlier runs took counts: the limit is one for all of them. */
  async resume(units: readonly BatchUnit[]): Promise<void> {
    const began = this.#now();
    const keys = new Map<string, Promise<string>>();
    for (const unit of units) {
      const options = JSON.stringify(unit.options);
      const found = keys.get(options) ?? keyOf(unit.options, this.#limits.workLimit);
      keys.set(options, found);
      const key = await found;
      this.#keys.push(key);
      this.#standings.push({ unit, record: await resumeUnit(this.#store, unit, key) });
    }
    this.#hooks.onResume?.(this.#standings.filter(({ record }) => record !== undefined).length);
    const { timeLimit } = this.#limits;
    if (timeLimit === undefined) return;
    this.#deadline = began + timeLimit - spentTime(this.#standings) / this.#executor.slots;
  }

  async run(): Promise<void> {
    const { signal, onRound } = this.#hooks;
    await this.#writeResults();
    for (let round = 1; !signal.aborted; round++) {
      const open = this.#open(round);
      const shares = allot(
        round,
        open.map((i) => this.#standings[i]),
        this.#standings,
        this.#limits,
        this.#wall(),
        this.#executor.slots,
      );
      const missing = open.map((unit, k) => ({ unit, share: shares[k] }));
      const jobs = missing.filter(
        ({ unit, share }) => !isDone(this.#standings[unit], round) && isWorthwhile(share),
      );
      const isKnown = open.some((i) => isDone(this.#standings[i], round));
      if (jobs.length === 0 && !isKnown) return;
      if (jobs.length > 0) {
        onRound?.(round, jobs.length);
        await this.#runJobs(round, jobs);
        await this.#writeResults();
      }
      if (this.#isIdle(round)) return;
    }
  }

  #open(round: number): number[] {
    return this.#standings.flatMap((standing, i) => (isOpen(standing, round) ? [i] : []));
  }

  /** True if a round used next to nothing of what there is: another would be the same. */
  #isIdle(round: number): boolean {
    const { work, milliseconds } = usedIn(this.#standings, round);
    return this.#limits.workLimit === undefined ? milliseconds < LEAST.milliseconds : work === 0;
  }

  /** Milliseconds of wall clock that are left. */
  #wall(): number | undefined {
    if (this.#deadline === undefined) return undefined;
    return Math.max(0, Math.floor(this.#deadline - this.#now()));
  }

  #now(): number {
    return (this.#hooks.now ?? performance.now.bind(performance))();
  }

  /** The longest first, so that none of them is left over at the end. */
  async #runJobs(round: number, jobs: readonly Turn[]): Promise<void> {
    const size = ({ share }: Turn) => share.timeLimit ?? share.workLimit ?? 0;
    const queue = [...jobs].sort((a, b) => size(b) - size(a) || a.unit - b.unit);
    const lane = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        if (this.#hooks.signal.aborted || this.#failed) return;
        await this.#runJob(round, next);
      }
    };
    const lanes = Array.from({ length: Math.min(this.#executor.slots, jobs.length) }, lane);
    try {
      await Promise.all(lanes);
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  async #runJob(round: number, { unit: index, share }: Turn): Promise<void> {
    const { unit, record } = this.#standings[index];
    const wall = this.#wall();
    if (wall === 0) return;
    const start = record === undefined ? undefined : await this.#startOf(record);
    const job = jobOf(unit, share, wall, start, this.#keys[index]);
    const result = await this.#resultOf(unit, job);
    if (this.#failed || this.#isBrokenOff(result)) return;
    const recorded: Recorded = recordOf(unit, this.#keys[index], round, record, result);
    await this.#store.save(recorded, record);
    await this.#executor.settled?.(job);
    this.#standings[index] = { unit, record: recorded.record };
    this.#hooks.onRecord?.(unit, recorded.record);
  }

  /** A result for the texts that stand here: elsewhere they may be others, or have been when a worker read them. */
  async #resultOf(unit: BatchUnit, job: BatchJob): Promise<JobResult> {
    const { isElsewhere } = this.#executor;
    for (let time = 1; ; time++) {
      const result = await this.#executor.run(job, this.#hooks.signal);
      const isOurs = isElsewhere !== true || result.kind !== "outcome";
      if (isOurs || (await isUnchanged(unit, result))) return result;
      await this.#executor.settled?.(job);
      if (time === MOST_STALE) {
        const message = `Workers read another content of ${unit.file} than stands here.`;
        return { kind: "fault", message, distrust: true, seconds: result.seconds };
      }
    }
  }

  /** Under a work limit half a round is none: the next run does it again, from where this one began. */
  #isBrokenOff(result: JobResult): boolean {
    if (this.#limits.workLimit === undefined || !this.#hooks.signal.aborted) return false;
    const interrupted = result.kind === "outcome" && result.termination === "interrupted";
    return interrupted || result.kind === "stopped";
  }

  async #startOf(record: UnitRecord): Promise<Start | undefined> {
    const { levels, inputs, plan } = record;
    if (levels.length === 0) return undefined;
    return {
      levels,
      inputs,
      ...(plan === undefined ? {} : { plan: await this.#store.readPlan(record) }),
    };
  }

  async #writeResults(): Promise<void> {
    await this.#store.writeResults(this.#standings.map(resultLine));
  }
}

/** A unit by its place in the list, and what it may use. */
interface Turn {
  readonly unit: number;
  readonly share: Allotment;
}

function jobOf(
  { name, file, found, options }: BatchUnit,
  { timeLimit, workLimit }: Allotment,
  wall: number | undefined,
  start: Start | undefined,
  key: string,
): BatchJob {
  const time = timeLimit === undefined ? undefined : Math.min(timeLimit, wall ?? Infinity);
  const hardLimit = wall === undefined ? undefined : wall + GRACE;
  return defined({ name, file, found, options, timeLimit: time, workLimit, hardLimit, start, key });
}
