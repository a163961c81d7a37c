/** One-line changes, each of which some test must notice: see run.mjs. */
export const methods = [
  {
    file: "src/exact/gap/penalties.ts",
    tests: ["test/exact/gap/prove.test.ts", "test/plan/certificate-search.test.ts"],
    changes: [["elsewhere - without[e] > slack", "elsewhere - without[e] >= slack"]],
  },
  {
    file: "src/exact/gap/search.ts",
    tests: ["test/exact/gap/prove.test.ts"],
    changes: [["value > enough", "value >= enough"]],
  },
  {
    file: "src/exact/gap/prove.ts",
    tests: ["test/exact/gap/prove.test.ts"],
    changes: [
      ["const bound = limit + 1 + total;", "const bound = limit + 2 + total;"],
      [
        "Math.min(Math.ceil(value / scale), upper()) - 1",
        "Math.min(Math.ceil(value / scale), upper())",
      ],
    ],
  },
  {
    file: "src/exact/makespan/decide.ts",
    tests: ["test/exact/makespan/prove.test.ts"],
    changes: [["core.capacity.map(() => limit)", "core.capacity.map(() => limit - 1)"]],
  },
  {
    file: "src/exact/identical/reachable.ts",
    tests: [
      "test/exact/identical/reachable.test.ts",
      "test/exact/identical/decide.test.ts",
      "test/exact/identical/solve.test.ts",
    ],
    changes: [["return sum <= limit ? sum : undefined;", "return sum < limit ? sum : undefined;"]],
  },
  {
    file: "src/exact/stages/choose.ts",
    tests: ["test/exact/stages/choose.test.ts", "test/planner/stages.test.ts"],
    changes: [["worth(t, r) >= forest.best[state]", "worth(t, r) <= forest.best[state]"]],
  },
  {
    file: "src/cores/gap.ts",
    tests: ["test/cores"],
    changes: [
      ["Math.floor(range / step) + 1", "Math.floor(range / step / 2)"],
      ["const once = -price * sum.given.at_most;", "const once = 0;"],
      ["if (total <= capacity[r]) continue;", "if (total <= capacity[r] + 1) continue;"],
      ["Math.floor(capacity[r] / divisor)", "Math.ceil(capacity[r] / divisor)"],
    ],
  },
  {
    file: "src/cores/sums.ts",
    tests: ["test/cores"],
    changes: [
      ["least[Math.floor(e / R)] > slack ? 0 : one", "least[Math.floor(e / R)] >= slack ? 0 : one"],
      ["return slack < 0 ? undefined : kept;", "return kept;"],
    ],
  },
  {
    file: "src/cores/core.ts",
    tests: ["test/cores"],
    changes: [["return total > capacity[r];", "return total > capacity[r] + 1;"]],
  },
  {
    file: "src/plan/whole-plan.ts",
    tests: ["test/plan/whole-plan.test.ts"],
    changes: [["(r) => resources[r].from", "() => 0"]],
  },
];
