import { takeRows } from "../../src/learn/features/frame.ts";
import { historyOf, measurementsOf } from "../../src/learn/history.ts";
import { askModel } from "../../src/learn/runtime/model.ts";
import { trainRuntimes } from "../../src/learn/runtime/train.ts";
import { makeRandom } from "../../src/util/random.ts";
import type { LearnResults } from "./types.ts";

const ROWS = 100_000;
const NUMBERS = 28;
const CELLS = 1_000_000;

/** Training on 100,000 rows of 28 numbers, a family and a kind, from rows to model; then p50 and p90 of a million cells. */
export function measureSpeed(): LearnResults["speed"] {
  const random = makeRandom(7);
  const rows = Array.from({ length: ROWS }, () => row(random));
  const began = performance.now();
  const history = historyOf(measurementsOf(rows, (i) => `/${i}`));
  const { model } = trainRuntimes(history, 1);
  const trained = performance.now();
  const cells = Int32Array.from({ length: CELLS }, (_, i) => i % ROWS);
  const asked = takeRows(history.frame, cells);
  const ready = performance.now();
  askModel(model, asked);
  const said = performance.now();
  return {
    rows: ROWS,
    features: NUMBERS + 2,
    trainSeconds: (trained - began) / 1000,
    cells: CELLS,
    predictSeconds: (said - ready) / 1000,
  };
}

function row(random: ReturnType<typeof makeRandom>): object {
  const [kind, family] = [random.int(0, 9), random.int(0, 19)];
  const numbers = Array.from({ length: NUMBERS }, () => random.unit());
  const told = numbers
    .slice(0, 8)
    .reduce((sum, x, j) => sum + Math.sin(3 * x + j) * (j % 2 === 0 ? 1 : x), 0);
  const log = 0.2 * kind + Math.sin(family) + told + 0.1 * (random.unit() - 0.5);
  return {
    kind: `k${kind}`,
    family: `f${family}`,
    ...Object.fromEntries(numbers.map((x, j) => [`x${j}`, x])),
    throughput: Math.exp(-log),
  };
}
