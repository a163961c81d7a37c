import loader, { type Highs } from "highs";
import { describe, expect, test } from "vitest";
import { ProgramBuilder } from "../../src/program/builder.ts";
import { lpLines, writeLp } from "../../src/program/lp-text.ts";
import { mpsLines, writeMps } from "../../src/program/mps-text.ts";
import type { Program } from "../../src/program/types.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { dense, randomProgram } from "../solvers/programs.ts";
import { drawn } from "../support/drawn.ts";
import { NASTY } from "./nasty.ts";

const INF = Number.POSITIVE_INFINITY;
const highs = await (loader as unknown as typeof loader.default)();
const formats = [
  ["lp", writeLp],
  ["mps", writeMps],
] as const;

/** Everything a text must carry, with each range row as the pair of one-sided rows it stands for. */
interface Facts {
  readonly columns: readonly unknown[];
  readonly rows: ReadonlySet<string>;
  readonly offset: number;
}

function factsOf(program: Program): Facts {
  const rows: string[] = [];
  for (let i = 0; i < program.rows; i++) {
    const entries: [number, number][] = [];
    for (let k = program.rowStart[i]; k < program.rowStart[i + 1]; k++) {
      entries.push([program.columnIndex[k], program.coefficient[k]]);
    }
    entries.sort(([a], [b]) => a - b);
    const [lower, upper] = [program.rowLower[i], program.rowUpper[i]];
    // A side that says nothing may be left out or put in.
    const isEmpty = entries.length === 0;
    if (lower > (isEmpty ? 0 : -INF)) rows.push(`${JSON.stringify(entries)} >= ${lower}`);
    if (upper < (isEmpty ? 0 : INF)) rows.push(`${JSON.stringify(entries)} <= ${upper}`);
  }
  const { lower, upper, objective, integer, offset } = program;
  const columns = Array.from(objective, (price, j) => [lower[j], upper[j], price, integer[j]]);
  return { columns, rows: new Set(rows), offset };
}

/** The program that HiGHS reads from the text of another: without the last column, if that is fixed at 1 and a constant. */
function factsRead(format: "lp" | "mps", text: string, hasConstant: boolean): Facts {
  const read = readBack(highs, format, text);
  const { columns, rows, offset } = factsOf(read);
  if (!hasConstant) return { columns, rows, offset };
  const constant = read.objective[read.columns - 1];
  expect(columns.at(-1)).toEqual([1, 1, constant, 0]);
  expect([...read.columnIndex]).not.toContain(read.columns - 1);
  return { columns: columns.slice(0, -1), rows, offset: offset + constant };
}

/** What HiGHS reads from a text. */
function readBack(highs: Highs, format: "lp" | "mps", data: string): Program {
  return highs.withModel((model) => {
    model.options.set({ output_flag: false, small_matrix_value: 1e-12, large_matrix_value: 1e17 });
    model.readModel({ format, data });
    const read = model.getModel("csr");
    return {
      columns: read.numCols,
      rows: read.numRows,
      objective: read.colCost,
      offset: read.offset,
      lower: read.colLower,
      upper: read.colUpper,
      integer: Uint8Array.from(read.integrality),
      rowLower: read.rowLower,
      rowUpper: read.rowUpper,
      rowStart: read.matrix.starts,
      columnIndex: read.matrix.indices,
      coefficient: read.matrix.values,
    };
  });
}

describe.each(formats)("%s text", (format, write) => {
  test.each(Object.entries(NASTY))("reads back as it was: %s", (_, program) => {
    expect(factsRead(format, write(program), program.offset !== 0)).toEqual(factsOf(program));
  });

  test("reads back as it was: random programs", () => {
    const random = makeRandom(21);
    for (let trial = 0; trial < drawn(300); trial++) {
      const program = randomProgram(random, { integer: 0.5, unbounded: true });
      expect(factsRead(format, write(program), program.offset !== 0)).toEqual(factsOf(program));
    }
  });

  test("a program without columns stays feasible or not", () => {
    for (const [lower, status] of [
      [-1, highs.constants.modelStatus.optimal],
      [1, highs.constants.modelStatus.infeasible],
    ] as const) {
      const text = write(dense([[3, 3, 0]], [[lower, [0], 2]]));
      expect(
        highs.withModel({ format, data: text }, (model) => {
          model.options.set("output_flag", false);
          return model.run().modelStatus;
        }),
      ).toBe(status);
    }
    for (const offset of [0, 5]) {
      const none = dense([], [[-1, [], 1]], offset);
      expect(factsRead(format, write(none), true)).toEqual(factsOf(none));
    }
  });

  test("the optimum survives for another solver", async () => {
    const glpk = await findSolver("glpk");
    const random = makeRandom(22);
    for (let trial = 0; trial < drawn(40); trial++) {
      const program = randomProgram(random, { integer: 0.5, unbounded: false });
      const [own, read] = [program, readBack(highs, format, write(program))];
      const [a, b] = await Promise.all([own, read].map((p) => glpk.solve(p, {}, {})));
      expect([b.termination, b.point?.value]).toEqual([a.termination, a.point?.value]);
    }
  });

  test("names that would break the text stay in comments", () => {
    const builder = new ProgramBuilder();
    builder.addColumn({ upper: 1, objective: 1, name: "free x-y\nend\u2028*<=" });
    builder.addRow({ lower: 1, columns: [0], coefficients: [1], name: "ENDATA\r\nst" });
    const program = builder.build();
    const text = write(program);
    expect(text).toContain("c0 = free x-y\\u000aend\\u2028*<=\n");
    expect(text).toContain("r0 = ENDATA\\u000d\\u000ast\n");
    expect(factsRead(format, text, false)).toEqual(factsOf(program));
  });

  test("long names go on in short comments and are not lost", () => {
    const builder = new ProgramBuilder();
    const name = `${"a/very.long-name:".repeat(300)}é𝔸`;
    builder.addColumn({ upper: 1, objective: -1, name });
    builder.addColumn({ objective: 1, name: "" });
    const program = builder.build();
    const text = write(program);
    const lines = text.split("\n");
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThan(255);
    const from = lines.findIndex((line) => line.includes(" c0 = "));
    const to = lines.findIndex((line) => line.includes(" c1 = "));
    const parts = lines.slice(from, to).map((line) => line.replace(/^[*\\] (?:c0 = | {2}\+ )/, ""));
    expect(parts.join("")).toBe(name);
    expect(factsRead(format, text, false)).toEqual(factsOf(program));
  });

  test("lines are short and the text is theirs", () => {
    const wide = dense(
      Array.from({ length: 500 }, () => [0, 1, 1] as const),
      [[1, new Array(500).fill(-0.123456789), INF]],
    );
    const lines = [...(format === "lp" ? lpLines : mpsLines)(wide)];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80);
    expect(write(wide)).toBe(`${lines.join("\n")}\n`);
  });

  test("sections and bounds are those that every reader knows", () => {
    const text = write(
      dense(
        [
          [-5, INF, 1, "i"],
          [0, 1, 1],
        ],
        [[1, [1, 1], 3]],
      ),
    );
    expect(text).not.toMatch(/^RANGES/m);
    if (format === "mps") expect(text).toContain(" PL BND c0\n LO BND c0 -5\n");
  });

  test("golden", async () => {
    const builder = new ProgramBuilder();
    builder.addColumn({ upper: 1, integer: true, objective: 3, name: "x[train,a100]" });
    builder.addColumn({ upper: 1, integer: true, name: "x[train,h100]" });
    builder.addColumn({ lower: -INF, objective: -0.5, name: "slack" });
    builder.addColumn({ lower: -2, upper: 7.5, name: "shift" });
    builder.addColumn({ integer: true, name: "count" });
    builder.addRow({ lower: 1, upper: 1, columns: [0, 1], coefficients: [1, 1], name: "assign" });
    builder.addRow({ upper: 80, columns: [0, 1, 2], coefficients: [40, 60, -1], name: "memory" });
    builder.addRow({
      lower: -1,
      upper: 4,
      columns: [2, 3],
      coefficients: [1, -2.5],
      name: "range",
    });
    builder.addRow({ columns: [3], coefficients: [1], name: "free" });
    builder.addOffset(10);
    await expect(write(builder.build())).toMatchFileSnapshot(`./golden/tiny.${format}`);
  });
});
