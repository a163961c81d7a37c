/** One-line changes of what chooses hosts, fills them and proves it: see run.mjs. */
export const opening = [
  {
    file: "src/exact/boxes/cover.ts",
    tests: ["test/exact/boxes/cover.test.ts"],
    changes: [
      [
        "best === undefined ? Infinity : best.value - 1;",
        "best === undefined ? Infinity : best.value - 4;",
      ],
      ["if (sum < rowLower[i]) return undefined;", ""],
      [
        "value > BigInt(refuted) * BigInt(leaf?.weight ?? 0)",
        "value >= BigInt(refuted) * BigInt(leaf?.weight ?? 0)",
      ],
      ["lower[column] = at + 1;", "lower[column] = at + 2;"],
      [
        "if (isOver) return { ...(best && { best }), isWhole: false };",
        "if (isOver) return { ...(best && { best }), isWhole: true };",
      ],
    ],
  },
  {
    file: "src/exact/boxes/dual-simplex.ts",
    tests: ["test/exact/boxes/cover.test.ts"],
    changes: [
      ["this.#at[this.#basis[row]] = isBelow ? 0 : 1;", "this.#at[this.#basis[row]] = 0;"],
      [
        "const helps = (isBelow ? -pivot : pivot) * (at === 0 ? 1 : -1);",
        "const helps = isBelow ? -pivot : pivot;",
      ],
    ],
  },
  {
    file: "src/exact/packing/overload.ts",
    tests: ["test/exact/packing/overload.test.ts"],
    changes: [
      ["if (this.#load[k] > this.#capacity[k]) this.#weight[k] *= RISE;", ""],
      ["if (total === 0) {", "if (total < 1) {"],
    ],
  },
  {
    file: "src/exact/packing/openings.ts",
    tests: ["test/exact/packing/rented.test.ts"],
    changes: [
      ["add([r, column], [1, -(open[r] + 1)], 0);", "add([r, column], [1, -open[r] - 2], 0);"],
    ],
  },
  {
    file: "src/exact/packing/tight-rows.ts",
    tests: ["test/exact/packing/rented.test.ts"],
    changes: [["if (atMost >= shown) return shown;", "return shown;"]],
  },
  {
    file: "src/alternatives/forced.ts",
    tests: ["test/alternatives"],
    changes: [
      ["t === own && place.entries.length > 0", "false"],
      [
        "const cut = splitEntries(withoutLosses(instance), {",
        "const cut = splitEntries(instance, {",
      ],
    ],
  },
  {
    file: "src/alternatives/alone.ts",
    tests: ["test/alternatives"],
    changes: [["return i >= 0 && own[i] < other[i];", "return i >= 0 && own[i] > other[i];"]],
  },
  {
    file: "src/whatif/worth.ts",
    tests: ["test/whatif/worth.test.ts"],
    changes: [
      ["most: Math.max(0, value - bound)", "most: 0"],
      [
        "else [low, best] = [refuted, bound];",
        "else [low, best] = [refuted, certificate.refuted];",
      ],
    ],
  },
  {
    file: "src/plan/contributions.ts",
    tests: ["test/report/split.test.ts"],
    changes: [
      ["if (!counts(instance, plan, objective, pieces[0])) continue;", ""],
      [
        "sum.transfers += factor * transfersOf(instance, plan);",
        "sum.transfers += transfersOf(instance, plan);",
      ],
    ],
  },
];
