/** One-line changes, each of which some test must notice: see run.mjs. */
export const traits = [
  {
    file: "src/plan/traits.ts",
    tests: ["test/contract/new-rule.test.ts", "test/contract/traits.test.ts"],
    changes: [
      ["missing.length === 0)", "missing.length <= 1)"],
      ['!(isRelaxation && kind === "forbids")', "!isRelaxation"],
      ['!(isRelaxation && kind === "forbids")', "true"],
      ["isRelaxation: false", "isRelaxation: true"],
      [".filter(({ isIn }) => isIn(instance))", ".filter(() => false)"],
    ],
  },
  {
    file: "src/plan/rules/separate.ts",
    tests: ["test/contract/traits.test.ts"],
    changes: [["(instance) => instance.separate.length > 0", "() => false"]],
  },
  {
    file: "src/cores/packing.ts",
    tests: ["test/contract/traits.test.ts"],
    changes: ["separate", "budget", "replicas"].map((trait) => [
      'handling("placement", "optional", "devices", "across", "earlier-objectives")',
      `handling("placement", "optional", "devices", "across", "earlier-objectives", "${trait}")`,
    ]),
  },
  {
    file: "src/plan/certificate/check.ts",
    tests: ["test/plan/certificate/search.test.ts"],
    changes: ["replicas", "divisible"].map((trait) => [
      'relaxing("placement", "sequence", "optional", "transfers")',
      `relaxing("placement", "sequence", "optional", "transfers", "${trait}")`,
    ]),
  },
  {
    file: "src/instance/read/names.ts",
    tests: ["test/contract/new-rule.test.ts"],
    changes: [["names.add(value)", "names.add(null)"]],
  },
];
