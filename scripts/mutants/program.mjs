/** One-line changes, each of which some test must notice: see run.mjs. */
export const program = [
  {
    file: "src/program/whole-multipliers.ts",
    tests: ["test/program/proven-bound.test.ts"],
    kinds: ["formulation"],
    changes: [["program.lower.map(Math.floor)", "program.lower.map(Math.ceil)"]],
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
