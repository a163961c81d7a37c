import { formulate } from "../../models/formulate.ts";
import {
  makeSurveyor,
  type Neighbourhood,
  type Surveyor,
} from "../heuristics/lns/neighbourhood.ts";
import { Steering } from "../heuristics/lns/steering.ts";
import type { SolveTermination } from "../program/types.ts";
import { solveInWorker } from "../solvers/in-worker.ts";
import { SolverError } from "../util/errors.ts";
import { makeRandom, type Random } from "../util/random.ts";
import { breathe } from "./clock.ts";
import { goalReached, type LevelTask } from "./method.ts";
import { admittedLimits, lostInRounding } from "./milp.ts";
import { shortfallNote } from "./shortfall.ts";

/** Milliseconds for one neighbourhood. */
const LIMIT = 800;
/** Solves that broke, after which there are no more. */
const MOST_FAULTS = 3;
/** Parts in a row that no program or no solver took, after which there are no more: all sizes are at their least by then. */
const MOST_MISSES = 40;

/** How the program of a part ended: "missed" if there was none, or none that the solver takes. */
type End = "solved" | "stopped" | "missed";

const ENDS: Readonly<Partial<Record<SolveTermination, End>>> = {
  optimal: "solved",
  "gap-reached": "solved",
  unsupported: "missed",
};

/**
 * Large-neighbourhood search (Shaw 1998, DOI 10.1007/3-540-49481-2_30): frees a part of the incumbent, leaves the rest
 * where it is, and hands the integer program of that part to the solver in a thread of its own. Every rule and every
 * limit of earlier levels stands in that program, and every plan passes the verifier.
 */
export class NeighbourhoodSearch {
  readonly #task: LevelTask;
  readonly #random: Random;
  readonly #surveyor: Surveyor;
  readonly #steering = new Steering();
  #faults = 0;
  #misses = 0;
  /** Why the solver or the formulation had nothing to say of the last part. */
  #reason = "";

  constructor(task: LevelTask) {
    this.#task = task;
    this.#random = makeRandom(task.seed);
    this.#surveyor = makeSurveyor(task.incumbent.instance, task.incumbent.target);
  }

  /** False if there is nothing more to expect: no plan to start from, no formulation, a solver that declines or breaks. */
  get canGoOn(): boolean {
    const held = this.#task.incumbent.plan !== undefined;
    return held && this.#faults < MOST_FAULTS && this.#misses < MOST_MISSES;
  }

  /** One neighbourhood; true if it brought a better plan. `signal` ends it early. */
  async step(signal: AbortSignal): Promise<boolean> {
    const { incumbent, goal, clock } = this.#task;
    const held = incumbent.plan?.plan;
    if (held === undefined || goalReached(incumbent, goal) || clock.stopped() !== undefined)
      return false;
    const { kind, size } = this.#steering.choose(this.#random);
    const part = this.#surveyor.free(held, kind, size, this.#random);
    const before = incumbent.value ?? Number.POSITIVE_INFINITY;
    const end = await this.#solve(part, signal);
    this.#misses = end === "missed" ? this.#misses + 1 : 0;
    // Nothing was waited for: timers, signals and the other thread's messages must get in between all the same.
    if (end === "missed") await breathe();
    if (!this.canGoOn) this.#task.tell(`There are no more neighbourhoods: ${this.#reason}`);
    const better = (incumbent.value ?? Number.POSITIVE_INFINITY) < before;
    if (!signal.aborted) this.#steering.learn({ kind, better, solved: end === "solved" });
    return better;
  }

  async #solve({ scope }: Neighbourhood, signal: AbortSignal): Promise<End> {
    const { incumbent, clock, solver, seed } = this.#task;
    const { instance, target, plan } = incumbent;
    if (plan === undefined) return "missed";
    const encoding = formulate(instance, target, admittedLimits(incumbent), scope);
    // Too many order columns in this part; a smaller one may do.
    if ("unsupported" in encoding) {
      this.#reason = encoding.unsupported;
      return "missed";
    }
    try {
      const result = await solveInWorker(
        solver,
        encoding.program,
        {
          gap: 0,
          seed,
          start: encoding.encode(plan.plan),
          timeLimit: Math.min(LIMIT, clock.left() ?? LIMIT),
        },
        { signal },
      );
      if (result.point !== undefined) {
        const found = encoding.decode(result.point.x);
        if (!lostInRounding(instance, found)) incumbent.offer(found, "large neighbourhood");
      }
      const { shortfall } = result;
      if (shortfall !== undefined) {
        this.#reason = shortfallNote(solver, "the program of a part", encoding.program, shortfall);
      }
      return ENDS[result.termination] ?? "stopped";
    } catch (error) {
      if (!(error instanceof SolverError)) throw error;
      this.#faults++;
      this.#reason = error.message;
      return "stopped";
    }
  }
}
