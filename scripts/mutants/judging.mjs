/** One-line changes of what explains, varies and compares: see run.mjs. */
export const judging = [
  {
    file: "src/explain/conflict.ts",
    tests: ["test/explain/conflict.test.ts", "test/explain/worked.test.ts"],
    changes: [
      ['isNeeded: without.kind === "plan"', "isNeeded: true"],
      ['if (without.kind === "none") {', 'if (without.kind !== "plan") {'],
      ["if (fewer.copies?.count === 1) without = whole;", ""],
      ["fewest[i] = copies.atMost(none);", "fewest[i] = copies.atMost(plan);"],
    ],
  },
  {
    file: "src/explain/repair.ts",
    tests: ["test/explain"],
    changes: [
      ["isLeast: enough - none <= 1", "isLeast: true"],
      ["Math.min(value - 1, Math.max(from, found.bound - 1))", "value - 1"],
      ["else passed = k;", "else passed = none = k;"],
    ],
  },
  {
    file: "src/explain/left-out.ts",
    tests: ["test/explain"],
    changes: [
      ["task.value = task.optional === true ? 0 : 1;", "task.value = 1;"],
      ["Math.floor(-value / level.target.perUnit)", "placed.size"],
    ],
  },
  {
    file: "src/explain/requirements/later.ts",
    tests: ["test/explain"],
    changes: [
      ["if (instance.budget !== undefined) return 1;", ""],
      ["end + longest + lag", "longest"],
    ],
  },
  {
    file: "src/explain/alike.ts",
    tests: ["test/explain"],
    changes: [["named.has(String(entry.id)) ? entry : rest", "rest"]],
  },
  {
    file: "src/whatif/whatif.ts",
    tests: ["test/whatif"],
    changes: [
      ['if (part.kind === "utilization") return !part.isRange;', ""],
      ["if (drops && partsCost(instance)) return false;", ""],
      ["if (j !== i && !(this.#isMonotone && isEasier", "if (j !== i && !(isEasier"],
      ["isAlike(target, variants[0].target) && ", ""],
      ["checkApart(axes);", ""],
    ],
  },
  {
    file: "src/whatif/saving.ts",
    tests: ["test/whatif"],
    changes: [
      [
        "const low = difference(from.bound, to.value);",
        "const low = difference(from.value, to.value);",
      ],
      [
        "const high = difference(from.value, to.bound);",
        "const high = difference(from.value, to.value);",
      ],
      ["isMonotone && isEasier(to.cell, from.cell)", "isMonotone"],
    ],
  },
  {
    file: "src/whatif/cells.ts",
    tests: ["test/whatif"],
    changes: [["ease >= a.steps[i].ease", "ease <= a.steps[i].ease"]],
  },
  {
    file: "src/compare/bounds.ts",
    tests: ["test/compare"],
    changes: [
      ['proof === "ours" && given.length === 0', "given.length === 0"],
      ["(checked.given ?? []).length === 0", "true"],
    ],
  },
  {
    file: "src/compare/profile.ts",
    tests: ["test/compare"],
    changes: [
      ["if (own === best) return 1;", ""],
      ["ratio <= most", "ratio < most"],
      ['target.sense === "max" ? wanted / reached : reached / wanted', "reached / wanted"],
    ],
  },
  {
    file: "src/heuristics/comparators/gpu/hosts.ts",
    tests: ["test/heuristics"],
    changes: [
      ["devices[devices.length - 1] >= need", "true"],
      ["room !== devices[i - 1] ? [i] : []", "true ? [i] : []"],
    ],
  },
  {
    file: "src/hunt/judge.ts",
    tests: ["test/hunt"],
    changes: [
      ["proof?.value !== optimum", "proof === undefined"],
      [
        "if (atMost !== undefined && isLess(atMost)) return { atMost };",
        "if (atMost !== undefined) return { atMost };",
      ],
      ["< leastOptimum * target.perUnit", "< leastOptimum"],
    ],
  },
  {
    file: "src/hunt/shrink.ts",
    tests: ["test/hunt"],
    changes: [["sizeOrder(sizeOf(edited), sizeOf(document)) >= 0", "false"]],
  },
];
