/** Tests of what holds plans and bounds of a level, and of what offers them. */
const INCUMBENT = [
  "test/planner/incumbent-worked.test.ts",
  "test/planner/incumbent.test.ts",
  "test/planner/plan.test.ts",
  "test/planner/drive.test.ts",
  "test/planner/methods-alone.test.ts",
];

/** One-line changes, each of which some test must notice: see run.mjs. */
export const planner = [
  {
    file: "src/planner/incumbent.ts",
    tests: [...INCUMBENT, "test/planner/priority.test.ts"],
    changes: [["if (this.#breaksLimit(plan)) return false;", ""]],
  },
  {
    file: "src/planner/incumbent.ts",
    tests: [
      ...INCUMBENT,
      "test/check/verify-plan-file.test.ts",
      "test/check/statements.test.ts",
      "test/check/order.test.ts",
    ],
    changes: [["given: found.given ?? this.#conditionsOf(found)", "given: found.given ?? []"]],
  },
  {
    file: "src/planner/incumbent.ts",
    tests: INCUMBENT,
    changes: [
      ["if (this.#bound.value <= this.#value) return;", "return;"],
      [
        "this.#value !== undefined && value >= this.#value",
        "this.#value !== undefined && value > this.#value",
      ],
      ['proof === "claimed" ? 0 :', ""],
    ],
  },
  {
    file: "src/planner/incumbent.ts",
    tests: [...INCUMBENT, "test/fuzz/fuzz.test.ts"],
    changes: [
      [
        'if (bound.proof !== "ours" || this.limits.length > 0) return;',
        'if (bound.proof !== "ours") return;',
      ],
    ],
  },
  {
    file: "src/planner/earlier.ts",
    tests: ["test/planner/earlier.test.ts"],
    changes: [["if (looser) return [];", ""]],
  },
  {
    file: "src/planner/earlier.ts",
    tests: [
      "test/planner/incumbent-worked.test.ts",
      "test/planner/incumbent.test.ts",
      "test/planner/earlier.test.ts",
      "test/planner/plan.test.ts",
    ],
    changes: [["BigInt(Math.abs(value))", "BigInt(value)"]],
  },
  {
    file: "src/planner/plan.ts",
    tests: [
      "test/planner/incumbent-worked.test.ts",
      "test/planner/incumbent.test.ts",
      "test/planner/plan.test.ts",
      "test/planner/priority.test.ts",
    ],
    changes: [
      ["atMost: value + allowance(target, value)", "atMost: value + 2 * allowance(target, value)"],
    ],
  },
  {
    file: "src/planner/plan.ts",
    tests: ["test/planner/plan.test.ts", "test/report"],
    changes: [
      ["Math.min(held, value ?? Infinity)", "value ?? held"],
      ["surpassed === undefined ? incumbent.value : value", "incumbent.value"],
      ["surpassed ??= level.termination", ""],
      ["(surpassed ?? termination)", "termination"],
    ],
  },
  {
    file: "src/planner/plan.ts",
    tests: ["test/planner/plan.test.ts"],
    changes: [
      [
        'if (incumbent.closed) return "optimal";',
        'if (incumbent.bound !== undefined) return "optimal";',
      ],
    ],
  },
  {
    file: "src/planner/plan.ts",
    tests: ["test/planner/clock.test.ts", "test/planner/plan.test.ts"],
    changes: [["later.length === 0", "later.length >= 0"]],
  },
  {
    file: "src/planner/clock.ts",
    tests: ["test/planner/clock.test.ts"],
    changes: [["left - Math.ceil(share * limit)", "left"]],
  },
  {
    file: "src/planner/drive.ts",
    tests: [
      "test/planner/drive.test.ts",
      "test/planner/methods-alone.test.ts",
      "test/planner/clock.test.ts",
    ],
    changes: [["clock.spend(value.work ?? 1);", ""]],
  },
  {
    file: "src/planner/drive.ts",
    tests: [
      "test/planner/drive.test.ts",
      "test/planner/methods-alone.test.ts",
      "test/planner/plan.test.ts",
    ],
    changes: [["infeasible !== undefined && incumbent.plan === undefined", "false"]],
  },
  {
    file: "src/planner/robust/surrogate.ts",
    tests: [
      "test/planner/robust-surrogate.test.ts",
      "test/planner/robust.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [
      ["if (real.plan === undefined) real.refute(sentence);", ""],
      ['certificate?.kind === "formulation" ? plain : bound', "bound"],
      ["...(part === undefined && relaxing(real))", "...relaxing(real)"],
    ],
  },
];
