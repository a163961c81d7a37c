import { type BoxTree, boxTreeBound, type WholeFraction } from "../util/box-tree.ts";
import type { Program } from "./types.ts";
import { wholeMultipliers, wholeRelaxation } from "./whole-multipliers.ts";

/** A lower bound on a program's optimum and the multipliers that prove it. */
export interface ProvenBound {
  readonly bound: WholeFraction;
  readonly proof: BoxTree;
}

/**
 * The bound that a solver's row duals prove of its program, in exact integers, whatever they are: undefined if
 * they prove nothing or the objective is not whole. O(nonzeros).
 */
export function provenBound(program: Program, duals: Float64Array): ProvenBound | undefined {
  const whole = wholeRelaxation(program);
  const proof = whole && wholeMultipliers(whole, duals);
  const bound = proof && treeBound(program, proof);
  return proof === undefined || bound === undefined ? undefined : { bound, proof };
}

/**
 * The bound that a tree of boxes with multipliers proves of a program, offset included; undefined if it proves none
 * or splits a column that may be fractional. O(leaves x nonzeros).
 */
export function treeBound(program: Program, proof: BoxTree): WholeFraction | undefined {
  const whole = wholeRelaxation(program);
  if (whole === undefined || !Number.isSafeInteger(program.offset)) return undefined;
  if (!splitsIntegers(program, proof)) return undefined;
  const bound = boxTreeBound(whole, proof);
  if (bound === undefined || bound === "empty") return undefined;
  const { numerator, denominator } = bound;
  return { numerator: numerator + BigInt(program.offset) * denominator, denominator };
}

function splitsIntegers(program: Program, proof: BoxTree): boolean {
  if (!("column" in proof)) return true;
  const { column, below, above } = proof;
  if (program.integer[column] !== 1) return false;
  return splitsIntegers(program, below) && splitsIntegers(program, above);
}
