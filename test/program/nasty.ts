import type { Program } from "../../src/program/types.ts";
import { dense } from "../solvers/programs.ts";

const INF = Number.POSITIVE_INFINITY;

/** Programs that readers of texts have stumbled over, each small. */
export const NASTY: Readonly<Record<string, Program>> = {
  "ranges, free, negative and fixed columns": dense(
    [
      [-INF, INF, 1],
      [-INF, -2, -1.5],
      [-5, -3, 0, "i"],
      [4, 4, 0.1],
      [0, INF, 0, "i"],
      [0, 1, 7, "i"],
      [2, INF, 1e-7],
    ],
    [
      [-1, [1, 0, -2.5], 3],
      [2, [0, 1, 1], 2],
      [-INF, [1, 1], -4],
      [-7, [0, 0, 0, 0, 1, 1, 1], INF],
    ],
    -12.25,
  ),
  "an empty objective": dense(
    [
      [0, 1, 0],
      [0, 2, 0, "i"],
    ],
    [[1, [1, 1], INF]],
  ),
  "empty columns and rows": dense(
    [
      [0, 1, 0],
      [0, 9, 0, "i"],
    ],
    [
      [-1, [0, 0], 1],
      [-INF, [0], 3],
    ],
  ),
  "a column in free rows only": dense(
    [
      [0, 1, 0],
      [0, 3, 1],
    ],
    [
      [-INF, [1], INF],
      [1, [0, 1], INF],
    ],
  ),
  "no rows": dense([[-1, 1, 1]]),
  "long decimals": dense([[0, 1 / 3, 0.1 + 0.2]], [[-1e-7 / 3, [Math.PI], 2 ** 53]], 1 / 7),
  "ranges whose width is not exact": dense(
    [[0, 1, 1]],
    [
      [-0.1, [1], 0.2],
      [1e-3, [1], 0.7],
    ],
  ),
  "large integers": dense(
    [[-(2 ** 53), 2 ** 53, 2 ** 53 - 1, "i"]],
    [[1 - 2 ** 53, [1], 2 ** 53 - 1]],
  ),
};
