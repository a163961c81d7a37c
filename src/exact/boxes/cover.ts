import { wholeMultipliers } from "../../program/whole-multipliers.ts";
import type { BoxTree } from "../../util/box-tree.ts";
import { dualityBound, type Multipliers, type WholeProgram } from "../../util/duality.ts";
import { DualSimplex } from "./dual-simplex.ts";

/** How far a value may be from a whole number and still count as one. */
const WHOLE = 1e-6;
/** Entries of tableaux that are gone through between two looks at the clock, and that are held at once at most. */
const BREATH = 2e6;
const MOST_HELD = 2e7;

/** A whole point of a program and its objective. */
export interface CoverPoint {
  readonly x: Float64Array;
  readonly value: number;
}

/** What `leastCover` came to. */
export interface LeastCover {
  /** The best point that was found. */
  readonly best?: CoverPoint;
  /** True if the search came to its end: the best point is an optimum, as floating point has it, or there is none. */
  readonly isWhole: boolean;
}

/**
 * The least whole point of min c x, A x >= b within boxes, with whole c >= 0: branch and bound over dense linear programs (Land and Doig 1960, DOI
 * 10.2307/1910129), for few rows. Yields now and then, to look at the clock; ends after so many nodes.
 */
export function* leastCover(
  program: WholeProgram,
  nodes: number,
): Generator<void, LeastCover, void> {
  let best: CoverPoint | undefined;
  let [left, work] = [nodes, 0];
  if (sizeOf(program) > MOST_HELD) return { isWhole: false };
  const open: DualSimplex[] = [new DualSimplex(program)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const isOver = left-- <= 0 || node.size * open.length > MOST_HELD;
    if (isOver) return { ...(best && { best }), isWhole: false };
    const end = node.solve();
    work += node.size * (1 + node.pivots);
    if (work > BREATH) {
      yield;
      work = 0;
    }
    if (end === "stuck") return { ...(best && { best }), isWhole: false };
    if (end === "empty") continue;
    const { point } = node;
    const most = best === undefined ? Infinity : best.value - 1;
    if (costAt(program, point) > most + WHOLE) continue;
    const rounded = roundedUp(program, point);
    if (rounded !== undefined && rounded.value <= most) best = rounded;
    const column = mostFractional(program, point);
    if (column < 0) continue;
    const at = Math.floor(point[column] + WHOLE);
    const below = new DualSimplex(node);
    below.narrow(column, -Infinity, at);
    node.narrow(column, at + 1, Infinity);
    open.push(below, node);
  }
  return { ...(best && { best }), isWhole: true };
}

/**
 * A tree of boxes that proves, in whole numbers, that no whole point of the program has an objective of at most `refuted`; undefined if there is such a
 * point, or the nodes do not suffice. Yields as `leastCover`.
 */
export function* proveCover(
  program: WholeProgram,
  refuted: number,
  nodes: number,
): Generator<void, BoxTree | undefined, void> {
  let [left, work] = [nodes, 0];
  if (sizeOf(program) > MOST_HELD) return undefined;
  const lower = Float64Array.from(program.lower);
  const upper = Float64Array.from(program.upper);
  const box = { ...program, lower, upper };
  function* prove(node: DualSimplex, depth: number): Generator<void, BoxTree | undefined, void> {
    if (left-- <= 0 || node.size * depth > MOST_HELD) return undefined;
    const end = node.solve();
    work += node.size * (1 + node.pivots);
    if (work > BREATH) {
      yield;
      work = 0;
    }
    const leaf = leafOf(box, node, end, refuted);
    if (leaf !== undefined) return leaf;
    if (end !== "optimal") return undefined;
    const column = mostFractional(program, node.point);
    if (column < 0) return undefined;
    const at = Math.floor(node.point[column] + WHOLE);
    const half = new DualSimplex(node);
    const [low, high] = [lower[column], upper[column]];
    half.narrow(column, -Infinity, at);
    upper[column] = at;
    const below = yield* prove(half, depth + 1);
    upper[column] = high;
    if (below === undefined) return undefined;
    node.narrow(column, at + 1, Infinity);
    lower[column] = at + 1;
    const above = yield* prove(node, depth + 1);
    lower[column] = low;
    return above && { column, at, below, above };
  }
  return yield* prove(new DualSimplex(program), 1);
}

/** Multipliers that end a box, in whole numbers: they bound the objective above `refuted` or refute the box. */
function leafOf(
  box: WholeProgram,
  node: DualSimplex,
  end: "optimal" | "empty" | "stuck",
  refuted: number,
): Multipliers | undefined {
  if (end === "stuck") return undefined;
  const { multipliers } = node;
  if (end === "optimal") {
    const leaf = wholeMultipliers(box, multipliers);
    const value = leaf && dualityBound(box, leaf);
    const isEnough = value !== undefined && value > BigInt(refuted) * BigInt(leaf?.weight ?? 0);
    return isEnough ? leaf : undefined;
  }
  for (const sign of [1, -1]) {
    const rays = multipliers.map((one) => Math.max(0, sign * one));
    const leaf = wholeMultipliers(box, rays, 0);
    if (leaf !== undefined && (dualityBound(box, leaf) ?? 0n) > 0n) return leaf;
  }
  return undefined;
}

/** Entries of the tableau of a program. */
function sizeOf({ rows, columns }: WholeProgram): number {
  return rows * (rows + columns);
}

function costAt({ objective, columns }: WholeProgram, x: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += objective[j] * x[j];
  return sum;
}

/** The point with everything rounded up, if that keeps all rows. */
function roundedUp(program: WholeProgram, point: Float64Array): CoverPoint | undefined {
  const { rows, rowStart, columnIndex, coefficient, rowLower, upper } = program;
  const x = point.map((one, j) => Math.min(upper[j], Math.ceil(one - WHOLE)) + 0);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) sum += coefficient[k] * x[columnIndex[k]];
    if (sum < rowLower[i]) return undefined;
  }
  return { x, value: costAt(program, x) };
}

/** The column that is farthest from whole, in what it costs to round it; -1 if all are whole. */
function mostFractional({ objective, columns }: WholeProgram, x: Float64Array): number {
  let [found, most] = [-1, 0];
  for (let j = 0; j < columns; j++) {
    const part = Math.min(x[j] - Math.floor(x[j]), Math.ceil(x[j]) - x[j]);
    if (part < WHOLE) continue;
    const size = part * (1 + objective[j]);
    if (size > most) [found, most] = [j, size];
  }
  return found;
}
