/** One-line changes, each of which some test must notice: see run.mjs. */
export const certificatesOverTime = [
  {
    file: "src/plan/certificate/over-time/measures.ts",
    tests: [
      "test/plan/certificate/over-time-worked.test.ts",
      "test/plan/certificate/measures.test.ts",
    ],
    kinds: ["critical-path", "energy-prices", "busy-prices", "late-prices", "rent-prices"],
    changes: [
      ["BigInt(parts + 1)", "BigInt(parts + 2)"],
      ["BigInt(limit) - 1n) / BigInt(limit) - 1n", "BigInt(limit) - 1n) / BigInt(limit)"],
      ["size: () => parts,", "size: () => parts - 1,"],
      ["(scaled + BigInt(limit) - 1n) /", "(scaled + BigInt(limit)) /"],
      ["if (one > 0 && measure.refuses?.(r))", "if (false)"],
      ["Math.max(0, Number(pieces))", "Number(pieces)"],
      ["isAlone(t, r) ? capacity(r) :", "rules.exclusiveTask[t] === 1 ? 2 * capacity(r) :"],
    ],
  },
  {
    file: "src/plan/certificate/over-time/rent-prices.ts",
    tests: [
      "test/plan/certificate/over-time-worked.test.ts",
      "test/plan/certificate/measures.test.ts",
    ],
    kinds: ["rent-prices"],
    changes: [
      ["const doubled = 2n * sum - used * scale * per;", "const doubled = 2n * sum;"],
      [
        "const used = copies < pieces ? copies : pieces;",
        "const used = copies < pieces ? pieces : copies;",
      ],
      ["pieces += times;", "pieces += BigInt(count);"],
      [
        "if (fullRate(measures, r) > scale * BigInt(paid))",
        "if (fullRate(measures, r) > scale * BigInt(paid) + 1n)",
      ],
      [
        "const times = BigInt(count) * BigInt(workers[t]);",
        "const times = BigInt(count) * BigInt(workers[t] + 1);",
      ],
      ["if (!must[t] || count === 0)", "if (count === 0)"],
      [
        "if (!must[t] || count === 0)",
        "pieces += BigInt(must[t] ? 0 : count);\n    if (!must[t] || count === 0)",
      ],
      ["((doubled + unit - 1n) / unit)", "((doubled + unit) / unit)"],
    ],
  },
  {
    file: "src/plan/certificate/over-time/late-prices.ts",
    tests: [
      "test/plan/certificate/over-time-worked.test.ts",
      "test/plan/certificate/measures.test.ts",
    ],
    kinds: ["late-prices"],
    changes: [
      ["> due) continue;", ">= due)\n                continue;"],
      ["head[t] + least[t] > due", "head[t] + least[t] >= due"],
      ["a.weight * b.work, b.weight * a.work", "b.weight * a.work, a.weight * b.work"],
      ["if (due > at) return;", ""],
      ["!must[t] || due", "due"],
    ],
  },
  {
    file: "src/plan/certificate/over-time/busy-prices.ts",
    tests: [
      "test/plan/certificate/over-time-worked.test.ts",
      "test/plan/certificate/measures.test.ts",
    ],
    kinds: ["busy-prices"],
    changes: [
      ["if (slope[t] > weight)", "if (slope[t] > weight + 1)"],
      [
        "first.busy += done * (2n * clock + done);",
        "first.busy += done * (2n * clock + 2n * done);",
      ],
      ["a.slope * b.work > b.slope * a.work", "a.slope * b.work < b.slope * a.work"],
      ["sum += rate * slope * copies * least;", "sum += 2n * rate * slope * copies * least;"],
      ["grid = commonDivisor(grid, due ?? 0);", ""],
      ["weights = commonDivisor(weights, weight);", "weights = Math.max(weights, weight);"],
    ],
  },
  {
    file: "src/plan/certificate/over-time/critical-path.ts",
    tests: [
      "test/plan/certificate/over-time-worked.test.ts",
      "test/plan/certificate/measures.test.ts",
    ],
    kinds: ["critical-path", "energy-prices", "busy-prices", "late-prices", "rent-prices"],
    changes: [["must[t] && task.count > 0", "task.count > 0"]],
  },
  {
    file: "src/plan/certificate/over-time/energy-prices.ts",
    tests: [
      "test/plan/certificate/over-time-worked.test.ts",
      "test/plan/certificate/measures.test.ts",
    ],
    kinds: ["energy-prices"],
    changes: [
      ["needed <= offered", "needed < offered"],
      ["const time = Math.min(left, right);", "const time = Math.max(left, right);"],
      ["last - (tail[t] - least[t])", "last - tail[t]"],
      ["if (until > refuted || from >= until)", "if (from >= until)"],
      ["if (start + runtime > end)", "if (start + runtime >= end)"],
    ],
  },
  {
    file: "src/instance/facts/grid.ts",
    tests: [
      "test/plan/certificate/over-time-worked.test.ts",
      "test/plan/certificate/measures.test.ts",
    ],
    kinds: ["critical-path", "energy-prices", "busy-prices", "late-prices", "rent-prices"],
    changes: [
      ["for (const { release } of tasks) take(release);", ""],
      ["for (const { lag } of precedence) take(lag);", ""],
      ["setup.forEach(take);", ""],
      ["isTangled ? 1 : ", ""],
      ["for (const { from } of resources) take(from);", ""],
      ["for (const time of [from, until]) take(time);", "take(until);"],
    ],
  },
  {
    file: "src/instance/facts/heads.ts",
    tests: [
      "test/plan/certificate/over-time-worked.test.ts",
      "test/plan/certificate/measures.test.ts",
    ],
    kinds: ["critical-path", "energy-prices", "busy-prices", "late-prices", "rent-prices"],
    changes: [
      ["if (isThere(next) && must[next])", "if (isThere(next))"],
      ["head[t] + least[t] + lag", "head[t] + least[t] + lag + 1"],
      [
        "first = Math.min(first, Math.max(release, resources[r].from))",
        "first = Math.min(first, Math.max(release, resources[r].from + 1))",
      ],
    ],
  },
];
