import type { Program, SolveEvent, SolveOptions, SolveResult } from "../program/types.ts";

/** What a worker is asked; the program comes without its name functions, which cannot be cloned. */
export interface WorkerJob {
  readonly solver: string;
  readonly program: Program;
  readonly options: SolveOptions;
  /** One shared Int32: anything but 0 asks to stop. */
  readonly stop: Int32Array;
}

/** What a worker answers: any number of events, then one result or one error. */
export type WorkerAnswer =
  | { readonly event: SolveEvent }
  | { readonly result: SolveResult }
  | { readonly error: { readonly name: string; readonly message: string } };
