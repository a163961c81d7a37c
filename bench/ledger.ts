import type { Job } from "./job.ts";
import type { Measured } from "./measure.ts";
import { PEERS } from "./peers/registry.ts";
import type { Answer, PeerName, Row, RowSpec } from "./rows.ts";

/** The programs that measure, by digest: equal digests are equal programs. */
export interface Programs {
  /** Berth with everything in it, and the rules that need no solver. */
  readonly berth: string;
  /** What peers are given to solve, and their packages. */
  readonly peers: string;
}

/**
 * Measurements that have been made, by what was asked and which program did it: none is made twice, be it in an earlier
 * run, in another set or in the other form.
 */
export class Ledger {
  readonly #made = new Map<string, Measured>();
  readonly #programs: Programs;

  constructor(programs: Programs, earlier: Iterable<Row> = []) {
    this.#programs = programs;
    for (const { spec, scale, berth, peers } of earlier) {
      const add = (job: Job, answer: Measured["answer"]) => {
        if ("absent" in answer || answer.program !== this.programOf(job.runner)) return;
        this.#made.set(keyOf(job), { answer, ...(scale !== undefined && { scale }) });
      };
      for (const [i, answer] of berth.entries()) add(jobOf(spec, "berth", i + 1), answer);
      for (const [name, answer] of Object.entries(peers)) {
        add(jobOf(spec, name as PeerName, 1), answer);
      }
    }
  }

  /** Digest of what does a job. */
  programOf(runner: Job["runner"]): string {
    const isPackage = runner !== "berth" && !isRule(runner);
    return isPackage ? this.#programs.peers : this.#programs.berth;
  }

  /** True if nothing of a row is left to measure; absent peers are asked again, which takes no time. */
  has(spec: RowSpec): boolean {
    return jobsOf(spec).every((job) => this.#made.has(keyOf(job)));
  }

  /** The measurement of a job, made now by `measure` if it has not been made. */
  async take(job: Job, measure: (job: Job) => Promise<Measured>): Promise<Measured> {
    const key = keyOf(job);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const measured = await measure(job);
    const { answer } = measured;
    if ("absent" in answer) return measured;
    const signed: Answer = { ...answer, program: this.programOf(job.runner) };
    const made = { ...measured, answer: signed };
    this.#made.set(key, made);
    return made;
  }
}

/** True for what needs no solver. */
function isRule(peer: PeerName): boolean {
  const { from, isNative } = PEERS[peer];
  return from === undefined && isNative !== true;
}

/** All that a row asks: Berth's runs, then each peer. */
function jobsOf(spec: RowSpec): readonly Job[] {
  const runs = Array.from({ length: spec.runs }, (_, i) => jobOf(spec, "berth", i + 1));
  return [...runs, ...spec.peers.map((peer) => jobOf(spec, peer, 1))];
}

/** What one process is to do for a row; `run` counts from 1. */
export function jobOf(spec: RowSpec, runner: Job["runner"], run: number): Job {
  const { source, objective, limit, seed = 1, method = "auto", without, stopAt = 0, goal } = spec;
  return {
    runner,
    source,
    ...(objective === undefined ? {} : { objective }),
    limit,
    seed: seed + run - 1,
    method,
    ...(runner === "berth" && without !== undefined && { without }),
    stopAt,
    goalGap: goal.kind === "gap" ? goal.atMost : stopAt,
  };
}

function keyOf({ method, stopAt, goalGap, ...asked }: Job): string {
  return JSON.stringify(asked.runner === "berth" ? { ...asked, method, stopAt, goalGap } : asked);
}
