/** One-line changes, each of which some test must notice: see run.mjs. */
export const batch = [
  {
    file: "src/batch/divide.ts",
    tests: ["test/batch/divide.test.ts"],
    changes: [
      ["if (pot * (gain(i) / sum) < least) break;", ""],
      ["gain(b) - gain(a) || a - b", "gain(a) - gain(b) || a - b"],
      ["left -= used;", ""],
    ],
  },
  {
    file: "src/batch/rounds.ts",
    tests: ["test/batch"],
    changes: [
      [
        "known.round < round) left -= 1000 * known.seconds",
        "known.round <= round) left -= 1000 * known.seconds",
      ],
      ["(known) => known < round", "(known) => known <= round"],
    ],
  },
  {
    file: "src/batch/resume.ts",
    tests: ["test/batch"],
    changes: [
      ["record.key === key && ", ""],
      ["read === undefined || sha256(read.text) !== input.sha256", "read === undefined"],
    ],
  },
];
