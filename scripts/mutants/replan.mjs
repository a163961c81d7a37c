/** One-line changes, each of which some test must notice: see run.mjs. */
export const replan = [
  {
    file: "src/replan/lost-work.ts",
    tests: ["test/replan/lost-work.test.ts"],
    changes: [
      ['fate[task] !== "lost"', 'fate[task] === "lost"'],
      ["now - start, runtime", "now, runtime"],
    ],
  },
  {
    file: "src/replan/began.ts",
    tests: ["test/replan"],
    changes: [["end <= deadline", "end <= deadline + 1"]],
  },
];
