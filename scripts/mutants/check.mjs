/** One-line changes, each of which some test must notice: see run.mjs. */
export const check = [
  {
    file: "src/plan/certificate/sum.ts",
    tests: ["test/plan/certificate"],
    changes: [["index >= terms.length || seen.has(index)", "index >= terms.length"]],
  },
  {
    file: "src/check/order.ts",
    tests: ["test/check/order.test.ts", "test/check/verify-plan-file.test.ts"],
    changes: [
      ["value <= within(target, least)", "true"],
      ["atMost(limit, target) >= within(target, most)", "atMost(limit, target) >= most"],
    ],
  },
];
