import { expect, test } from "vitest";
import { cpSatModel } from "../../bench/peers/cp-sat-model.ts";
import { ProgramBuilder } from "../../src/program/builder.ts";

test("choices become constraints of their own, other rows stay linear", () => {
  const builder = new ProgramBuilder();
  const [a, b] = [1, 2].map(() => builder.addColumn({ upper: 1, integer: true }));
  builder.addRow({ lower: 1, upper: 1, columns: [a, b], coefficients: [1, 1] });
  builder.addRow({ upper: 1, columns: [a, b], coefficients: [1, 1] });
  builder.addRow({ upper: 7, columns: [a, b], coefficients: [3, 5] });
  builder.addObjective(b, 4);
  const model = cpSatModel(builder.build());
  expect(model).toMatchObject({
    variables: [{ domain: [0, 1] }, { domain: [0, 1] }],
    constraints: [
      { exactlyOne: { literals: [0, 1] } },
      { atMostOne: { literals: [0, 1] } },
      { linear: { vars: [0, 1], coeffs: [3, 5] } },
    ],
    objective: { vars: [1], coeffs: [4], offset: 0 },
  });
});

/** S >= 3 a + 5 b and C >= S + 2 a, as a carried sum below a makespan. */
function chain(factor: number, lower?: number) {
  const builder = new ProgramBuilder();
  const [a, b] = [1, 2].map(() => builder.addColumn({ upper: 1, integer: true }));
  const [S, C] = [1, 2].map(() => builder.addColumn({}));
  builder.addRow({ upper: 0, columns: [S, a, C], coefficients: [1, 2, -1] });
  builder.addRow({
    ...(lower === undefined ? {} : { lower }),
    upper: 0,
    columns: [a, b, S],
    coefficients: [3, 5, factor],
  });
  builder.addObjective(C, 1);
  return cpSatModel(builder.build());
}

test("real columns that carry sums get the most they could need", () => {
  expect(chain(-1)).toMatchObject({
    variables: [{ domain: [0, 1] }, { domain: [0, 1] }, { domain: [0, 8] }, { domain: [0, 10] }],
  });
});

test("real columns that may need to be broken are refused", () => {
  expect(chain(-2)).toMatch(/whole columns/);
  expect(chain(-1, -100)).toMatch(/whole columns/);
  const builder = new ProgramBuilder();
  const x = builder.addColumn({ upper: 1, integer: true });
  builder.addRow({ upper: 1.5, columns: [x], coefficients: [0.5] });
  expect(cpSatModel(builder.build())).toMatch(/whole numbers/);
});

test("a column that is only rounded up may have any factor", () => {
  const builder = new ProgramBuilder();
  const n = builder.addColumn({ upper: 10, integer: true });
  const C = builder.addColumn({});
  builder.addRow({ upper: 0, columns: [n, C], coefficients: [7, -4] });
  builder.addObjective(C, 1);
  expect(cpSatModel(builder.build())).toMatchObject({ variables: [{}, { domain: [0, 18] }] });
});
