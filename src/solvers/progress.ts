import { admit } from "../program/admit.ts";
import { boundAgrees } from "../program/tolerances.ts";
import type { AdmittedPoint, Program, SolveHooks } from "../program/types.ts";
import { SolverError } from "../util/errors.ts";

/** The best admitted point and the best bound of a solve so far; reports each improvement once. */
export class SolverProgress {
  readonly #solver: string;
  readonly #program: Program;
  readonly #hooks: SolveHooks;
  #point: AdmittedPoint | undefined;
  #dualBound: number | undefined;

  constructor(solver: string, program: Program, hooks: SolveHooks) {
    this.#solver = solver;
    this.#program = program;
    this.#hooks = hooks;
  }

  get point(): AdmittedPoint | undefined {
    return this.#point;
  }

  /** Never above the point's value. */
  get dualBound(): number | undefined {
    if (this.#dualBound === undefined || this.#point === undefined) return this.#dualBound;
    return Math.min(this.#dualBound, this.#point.value);
  }

  /** Admits a raw point and keeps it if it is the best; returns why it was rejected, if it was. */
  offer(x: Float64Array): string | undefined {
    const admitted = admit(this.#program, x);
    if ("rejected" in admitted) return admitted.rejected;
    if (this.#point === undefined || admitted.value < this.#point.value) {
      this.#point = admitted;
      this.#check();
      this.#hooks.onEvent?.({ point: admitted });
    }
    return undefined;
  }

  /** Keeps a claimed lower bound if it is the best; an infinite one or NaN says nothing. */
  raise(bound: number): void {
    if (!Number.isFinite(bound) || bound <= (this.#dualBound ?? Number.NEGATIVE_INFINITY)) return;
    this.#dualBound = bound;
    this.#check();
    this.#hooks.onEvent?.({ dualBound: this.dualBound ?? bound });
  }

  /** What a result holds and knows so far. */
  held(): { readonly point?: AdmittedPoint; readonly dualBound?: number } {
    const { point, dualBound } = this;
    return { ...(point && { point }), ...(dualBound !== undefined && { dualBound }) };
  }

  #check(): void {
    if (this.#point === undefined || this.#dualBound === undefined) return;
    if (boundAgrees(this.#dualBound, this.#point.value)) return;
    throw new SolverError(
      `${this.#solver} claims the lower bound ${this.#dualBound}, above the value ${this.#point.value} ` +
        `of a point that keeps every row (${programSize(this.#program)}).`,
    );
  }
}

/** The size of a program, for errors. */
export function programSize(program: Program): string {
  return `${program.columns} columns, ${program.rows} rows, ${program.coefficient.length} nonzeros`;
}
