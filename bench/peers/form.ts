import { formulate } from "../../models/formulate.ts";
import type { Target } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import type { Plan } from "../../src/plan/types.ts";
import type { Program } from "../../src/program/types.ts";

/** A program that stands for an instance under a target, and the ways back. Shared by all peers. */
export interface PeerForm {
  readonly program: Program;
  /** The plan that a point means, unverified; undefined where its counts cannot be dealt out to copies. */
  planOf(x: Float64Array): Plan | undefined;
  /** A bound on the target's internal value from a bound on the program. */
  liftBound(bound: number): number;
}

/** Columns beyond which no peer's heap (2 GiB) could hold the program. */
export const MOST_COLUMNS = 2_000_000;

/** The program of `models/`, one binary for each pair of copies; or the reason why there is none. */
export function plainForm(instance: Instance, target: Target): PeerForm | string {
  const pairs = instance.taskOfCopy.length * instance.resourceOfCopy.length;
  if (pairs > MOST_COLUMNS) return `the plain program has ${pairs.toLocaleString("en")} columns`;
  const encoding = formulate(instance, target, []);
  if ("unsupported" in encoding) return encoding.unsupported;
  return { program: encoding.program, planOf: encoding.decode, liftBound: encoding.liftBound };
}
