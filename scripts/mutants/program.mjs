/** One-line changes, each of which some test must notice: see run.mjs. */
export const program = [
  {
    file: "src/program/whole-multipliers.ts",
    tests: ["test/program/proven-bound.test.ts"],
    kinds: ["formulation"],
    changes: [["program.lower.map(Math.floor)", "program.lower.map(Math.ceil)"]],
  },
  {
    file: "src/solvers/dual-value.ts",
    tests: ["test/solvers/dual-value.test.ts"],
    changes: [
      ["const TINY = 1e-8;", "const TINY = 1e-2;"],
      ["value -= Math.abs(reduced[j]) * Math.max(1, Math.abs(x[j]))", "value -= 0"],
      ["if (x === undefined || Math.abs", "if (x !== undefined && Math.abs"],
      ["multiplier > 0 ? rowLower[i] : rowUpper[i]", "rowLower[i]"],
    ],
  },
  {
    file: "src/program/proven-bound.ts",
    tests: ["test/program/proven-bound.test.ts"],
    kinds: ["formulation"],
    changes: [["if (program.integer[column] !== 1) return false;", ""]],
  },

  {
    file: "src/program/admit.ts",
    tests: ["test/program/admit.test.ts"],
    changes: [
      ["rounded > program.upper[column]", "rounded > program.upper[column] + 1"],
      ["const slack = exact ? 0 :", "const slack = exact ? 0.5 :"],
      ["TOLERANCE.rowAbsolute +", "0.5 +"],
      ["Math.abs(value - rounded) > TOLERANCE.integrality", "Math.abs(value - rounded) > 0.4"],
      ["lower - value <= columnSlack(lower)", "lower - value <= 0.5"],
      ["activity < lower || activity > upper", "activity < lower"],
      ["activity >= lower - slack && ", ""],
    ],
  },
];
