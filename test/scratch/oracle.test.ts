import { expect, test } from "vitest";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { type ColumnSpec, dense, type RowSpec, randomProgram } from "../solvers/programs.ts";

const INF = Infinity;
function structured(random: ReturnType<typeof makeRandom>) {
  const nInt = random.int(1, 3),
    nReal = random.int(1, 4),
    n = nInt + nReal;
  const cols: ColumnSpec[] = [];
  for (let j = 0; j < nInt; j++) cols.push([0, random.int(1, 3), random.int(-3, 3), "i"]);
  for (let j = 0; j < nReal; j++) {
    const b = random.int(0, 3);
    cols.push([
      b === 0 ? -INF : random.int(-2, 1),
      b === 1 ? INF : random.int(2, 5) + (random.int(0, 5) === 0 ? 0.5 : 0),
      random.int(-3, 3),
    ]);
  }
  const rows: RowSpec[] = [];
  const mode = random.int(0, 3);
  for (let i = 0; i < random.int(1, 5); i++) {
    const a = new Array(n).fill(0);
    for (let j = 0; j < nInt; j++) a[j] = random.int(0, 1) ? random.int(-5, 5) : 0;
    if (mode === 0) {
      a[nInt + random.int(0, nReal - 1)] = random.int(0, 1) ? 1 : -1;
    } else if (mode === 1) {
      const p = nInt + random.int(0, nReal - 1),
        q = nInt + random.int(0, nReal - 1);
      a[p] = 1;
      if (q !== p) a[q] = -1;
    } else if (mode === 2) {
      for (let j = nInt; j < n; j++) a[j] = random.int(-1, 1);
    } else {
      a[nInt + random.int(0, nReal - 1)] = random.int(0, 1) ? random.int(1, 3) : -random.int(1, 3);
      if (random.int(0, 1)) a[nInt + random.int(0, nReal - 1)] = -1;
    }
    const side = random.int(-6, 8),
      k = random.int(0, 3);
    rows.push(
      k === 0
        ? [side, a, INF]
        : k === 1
          ? [-INF, a, side]
          : k === 2
            ? [side, a, side + random.int(0, 3)]
            : [-INF, a, side + (random.int(0, 4) === 0 ? 0.5 : 0)],
    );
  }
  return dense(cols, rows, random.int(-2, 2));
}
test("oracle", async () => {
  const [h, c] = [await findSolver("highs"), await findSolver("cpsat")];
  const random = makeRandom(Number(process.env.SEED ?? 1));
  const tally: Record<string, number> = {};
  for (let trial = 0; trial < Number(process.env.N ?? 1000); trial++) {
    const which = trial % 4;
    const program =
      which === 0
        ? randomProgram(random, { integer: [0.5, 1][trial % 8 === 0 ? 0 : 1], unbounded: true })
        : structured(random);
    const b = await c.solve(program, {}, {});
    const key = `${which ? "s" : "r"} ${b.termination}${program.integer.includes(0) ? " real" : ""}`;
    tally[key] = (tally[key] ?? 0) + 1;
    if (b.termination === "unsupported") continue;
    const a = await h.solve(program, {}, {});
    const v = (x?: number) => (x === undefined ? undefined : Math.round(x * 1e4) / 1e4 + 0);
    expect({
      trial,
      t: b.termination,
      v: v(b.point?.value),
      d: b.termination === "optimal" ? v(b.dualBound) : undefined,
    }).toEqual({
      trial,
      t: a.termination,
      v: v(a.point?.value),
      d: a.termination === "optimal" ? v(a.point?.value) : undefined,
    });
  }
  console.log(tally);
}, 600000);
