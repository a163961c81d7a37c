import type { Program } from "../../src/program/types.ts";
import { dense } from "./programs.ts";

const INF = Number.POSITIVE_INFINITY;

/** Each with its optimum or how it must end; hand arithmetic. */
export const CASES: Readonly<
  Record<string, readonly [Program, number | "infeasible" | "unbounded"]>
> = {
  "an LP at a vertex": [
    dense(
      [
        [0, 4, -1],
        [0, INF, -1],
      ],
      [[-INF, [1, 2], 10]],
    ),
    -7,
  ],
  "a knapsack": [
    dense(
      [
        [0, 1, -5, "i"],
        [0, 1, -4, "i"],
        [0, 1, -3, "i"],
      ],
      [[-INF, [2, 3, 1], 3]],
    ),
    -8,
  ],
  "an integer row with a gcd that leaves nothing": [
    dense(
      [
        [0, 1, 1, "i"],
        [0, 1, 1, "i"],
      ],
      [[1, [2, 2], 1]],
    ),
    "infeasible",
  ],
  "an infeasible LP": [dense([[0, 1, 1]], [[2, [1], 3]]), "infeasible"],
  "rows that contradict": [
    dense(
      [[-INF, INF, 0]],
      [
        [1, [1], INF],
        [-INF, [1], 0],
      ],
    ),
    "infeasible",
  ],
  "an empty row out of reach": [dense([[0, 1, 1]], [[1, [0], 2]]), "infeasible"],
  "an integer column between integers": [dense([[0.2, 0.8, 1, "i"]]), "infeasible"],
  "an unbounded LP": [
    dense(
      [
        [0, INF, -1],
        [0, INF, 0],
      ],
      [[0, [1, -1], 0]],
    ),
    "unbounded",
  ],
  "an unbounded LP without rows": [dense([[-INF, 3, 2]]), "unbounded"],
  "an unbounded relaxation without points": [
    dense(
      [
        [0, INF, -1],
        [0, INF, 0],
        [0, 1, 0, "i"],
      ],
      [
        [0, [1, -1], 0],
        [1, [0, 0, 2], 1],
      ],
    ),
    "infeasible",
  ],
  "an unbounded mixed program": [
    dense(
      [
        [0, INF, -1],
        [0, 1, 0, "i"],
      ],
      [[0, [1, 1], INF]],
    ),
    "unbounded",
  ],
  "an infeasible program with an unbounded objective": [
    dense(
      [
        [0, INF, -1],
        [0, INF, 0],
      ],
      [[-INF, [0, 1], -1]],
    ),
    "infeasible",
  ],
  "an equality": [
    dense(
      [
        [0, 5, 1],
        [0, 5, 2],
      ],
      [[3, [1, 1], 3]],
    ),
    3,
  ],
  "a free column": [dense([[-INF, INF, 1]], [[-4, [1], INF]]), -4],
  "a column with an upper bound only": [dense([[-INF, -2, -3]], [[-9, [1], INF]]), 6],
  "negative integers": [dense([[-5, -2, 3, "i"]], [[-9, [2], INF]]), -12],
  "a fixed column": [
    dense(
      [
        [2, 2, 7],
        [0, 3, 1],
      ],
      [[4, [1, 1], INF]],
    ),
    16,
  ],
  "a fixed integer column": [dense([[-3, -3, 7, "i"]]), -21],
  "no columns": [dense([], [[-1, [], 1]], 5), 5],
  "no columns, an impossible row": [dense([], [[1, [], 1]]), "infeasible"],
  "nothing at all": [dense([]), 0],
  "no rows": [
    dense([
      [0, 5, 1],
      [0, 5, -1, "i"],
    ]),
    -5,
  ],
  "no objective": [dense([[0, 5, 0, "i"]], [[2, [1], 3]]), 0],
  "an offset": [dense([[1, 5, 1]], [], -100), -99],
  "a duplicate row": [
    dense(
      [[0, 9, -1]],
      [
        [-INF, [1], 3],
        [-INF, [1], 3],
        [-INF, [2], 6],
      ],
    ),
    -3,
  ],
  "a range row": [
    dense(
      [
        [0, 9, 1],
        [0, 9, 1],
      ],
      [[2, [1, 1], 4]],
    ),
    2,
  ],
  "a range row from above": [
    dense(
      [
        [0, 9, -1],
        [0, 9, -1],
      ],
      [[2, [1, 1], 4]],
    ),
    -4,
  ],
  "a negative range row": [dense([[-9, 9, -1]], [[-4, [-2], 3]]), -2],
  "a free row": [dense([[-3, 1, 1]], [[-INF, [1], INF]]), -3],
  "a degenerate vertex": [
    dense(
      [
        [0, INF, -1],
        [0, INF, -1],
      ],
      [
        [-INF, [1, 0], 1],
        [-INF, [0, 1], 1],
        [-INF, [1, 1], 2],
        [-INF, [2, 1], 3],
      ],
    ),
    -2,
  ],
  // 7 units are needed; each switch opens 4 at a price of 10: two switches.
  "a big-M switch": [
    dense(
      [
        [0, 1e4, 1],
        [0, 1, 10, "i"],
        [0, 4, 0],
        [0, 4, 0],
        [0, 1, 10, "i"],
      ],
      [
        [7, [0, 0, 1, 1], INF],
        [-INF, [0, -1e4, 1], 0],
        [-INF, [0, 0, 0, 1, -1e4], 0],
      ],
    ),
    20,
  ],
  "a mixed program": [
    dense(
      [
        [0, 10, -1],
        [0, 3, -2, "i"],
      ],
      [[-INF, [1, 2], 5.5]],
    ),
    -5.5,
  ],
  "large integers": [
    dense(
      [
        [0, 3, -1_000_000_007, "i"],
        [0, 3, -1, "i"],
      ],
      [[-INF, [1, 1], 4]],
    ),
    -3_000_000_022,
  ],
};
