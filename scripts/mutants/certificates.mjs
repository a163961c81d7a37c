/** One-line changes, each of which some test must notice: see run.mjs. */
export const certificates = [
  {
    file: "src/plan/certificate/least-forest.ts",
    tests: ["test/plan/certificate"],
    changes: [
      ["instance.tasks[t].optional ? 0n : undefined", "undefined"],
      ["leaves ? g * sites + h : h * sites + g", "g * sites + h"],
    ],
  },
  {
    file: "src/plan/certificate/check.ts",
    tests: [
      "test/plan/certificate/reachable-sums.test.ts",
      "test/plan/certificate-search.test.ts",
      "test/plan/certificate/check.test.ts",
      "test/plan/certificate/limits-worked.test.ts",
    ],
    changes: [
      [
        'const SEARCHES = [relaxing("placement", "sequence", "transfers")]',
        'const SEARCHES = [relaxing("placement", "sequence", "transfers", "optional")]',
      ],
      [
        'const SEARCHES = [relaxing("placement", "sequence", "transfers")]',
        'const SEARCHES = [relaxing("placement", "sequence", "transfers", "replicas")]',
      ],
      [
        'const SEARCHES = [relaxing("placement", "sequence", "transfers")]',
        'const SEARCHES = [relaxing("placement", "sequence", "transfers", "divisible")]',
      ],
      ["checked.given !== undefined", "false"],
    ],
  },
  {
    file: "src/plan/certificate/reachable-sums.ts",
    tests: ["test/plan/certificate/reachable-sums.test.ts"],
    kinds: ["reachable-sums"],
    changes: [
      ["many *= 2", "many *= 3"],
      ["many *= 2", "many *= 4"],
      ["needed <= room", "needed < room"],
      ["size > refuted)", "size >= refuted)"],
      ["(sizes.get(size) ?? 0) + count", "count"],
      ["words[w - skip - 1] >>> (32 - shift)", "0"],
    ],
  },
  {
    file: "src/plan/certificate/configuration-table.ts",
    tests: [
      "test/plan/certificate/configuration-worth.test.ts",
      "test/plan/certificate/configuration-prices.test.ts",
    ],
    kinds: ["configuration-prices"],
    changes: [["copies *= 2", "copies *= 3"]],
  },
  {
    file: "src/plan/certificate/configuration-worths.ts",
    tests: [
      "test/plan/certificate/configuration-worth.test.ts",
      "test/plan/certificate/configuration-prices.test.ts",
    ],
    kinds: ["configuration-prices"],
    changes: [
      [
        "relaxedWorth(contents[r], price[r]) > worth[r]",
        "relaxedWorth(contents[r], price[r]) > worth[r] + 1",
      ],
      ["(tables[i] ?? Infinity) <= worth[r]", "(tables[i] ?? 0) <= worth[r]"],
      ["tables[i] === undefined && isWorthAtMost", "isWorthAtMost"],
    ],
  },
  {
    file: "src/plan/certificate/configuration.ts",
    tests: [
      "test/plan/certificate/configuration-worth.test.ts",
      "test/plan/certificate/configuration-prices.test.ts",
    ],
    kinds: ["configuration-prices"],
    changes: [
      [
        "Math.floor(capacity / DEVICE) * Math.floor(DEVICE / amount)",
        "Math.floor(capacity / DEVICE)",
      ],
      ["scaled % DEVICE === 0 ? k * milli : ", ""],
      ["taken <= DEVICE", "taken <= 2 * DEVICE"],
      ["best[g] = best[g - 1] + single;", "best[g] = best[g - 1];"],
      ["sum += item.most * worth", "sum += worth"],
    ],
  },
  {
    file: "src/plan/certificate/configuration-search.ts",
    tests: [
      "test/plan/certificate/configuration-worth.test.ts",
      "test/plan/certificate/configuration-prices.test.ts",
      "test/plan/certificate-search.test.ts",
      "test/plan/certificate/makespan-search.test.ts",
    ],
    kinds: ["configuration-prices"],
    changes: [
      ['!== "impossible"', '=== "possible"'],
      ["shares.length -= taken", "shares.length -= 0"],
      ["if (worth > most) return false;", ""],
    ],
  },
  {
    file: "src/plan/certificate/used-copies.ts",
    tests: [
      "test/plan/certificate/prices-worked.test.ts",
      "test/plan/certificate/configuration-prices.test.ts",
    ],
    kinds: ["configuration-prices"],
    changes: [
      ["if (!optional) need", "need"],
      ["BigInt(count) * BigInt(replicas) * BigInt(price[t])", "BigInt(count) * BigInt(price[t])"],
    ],
  },
  {
    file: "src/plan/certificate/assignment-sum.ts",
    tests: [
      "test/plan/certificate/prices-worked.test.ts",
      "test/bounds/prices/oracle.test.ts",
      "test/bounds/prices/tampered.test.ts",
      "test/plan/certificate/check.test.ts",
    ],
    kinds: ["assignment-prices", "configuration-prices"],
    changes: [
      ["if (!optional || whole < 0n)", "if (true)"],
      ["BigInt(replicas - 1) * scale", "BigInt(replicas) * scale"],
      ["worth += BigInt(count) * BigInt(one);", "worth += BigInt(one);"],
    ],
  },
  {
    file: "src/plan/certificate/knapsack.ts",
    tests: [
      "test/plan/certificate/knapsack.test.ts",
      "test/bounds/prices/oracle.test.ts",
      "test/bounds/prices/tampered.test.ts",
    ],
    kinds: ["assignment-prices"],
    changes: [
      ["size *= 2", "size *= 3"],
      ["light.reduce((sum, { count, worth }) => sum + count * worth, 0)", "0"],
    ],
  },
  {
    file: "src/plan/certificate/capacity-prices.ts",
    tests: [
      "test/plan/certificate/check.test.ts",
      "test/bounds/prices/oracle.test.ts",
      "test/bounds/prices/limits.test.ts",
    ],
    kinds: ["capacity-prices"],
    changes: [
      [
        "if (rest < 0n) numerator += BigInt(count) * rest;",
        "if (rest < 0n)\n            numerator += rest;",
      ],
    ],
  },
  {
    file: "src/plan/copy-limits.ts",
    tests: ["test/plan/certificate/prices-worked.test.ts", "test/bounds/prices/limits.test.ts"],
    kinds: ["capacity-prices", "level-prices"],
    changes: [
      ["Math.min(time[r], atMost - from)", "Math.min(time[r], atMost)"],
      ["Math.ceil(product / limit) - 1", "Math.ceil(product / limit)"],
      ["if (tasks[t].divisible) continue;", ""],
      ["one === 0 || tasks[t].divisible", "one === 0"],
    ],
  },
  {
    file: "src/plan/certificate/level-prices.ts",
    tests: ["test/plan/certificate/prices-worked.test.ts", "test/bounds/prices/limits.test.ts"],
    kinds: ["level-prices"],
    changes: [
      ["load <= room", "load < room"],
      ["!optional && !usable", "!usable"],
    ],
  },
  {
    file: "src/plan/certificate/load-prices.ts",
    tests: ["test/bounds/prices/oracle.test.ts"],
    kinds: ["load-prices"],
    changes: [["(unit * load + weight - 1n) / weight", "(unit * load + weight) / weight"]],
  },
  {
    file: "src/plan/certificate/least-sum.ts",
    tests: ["test/plan/certificate/prices-worked.test.ts", "test/bounds/prices/oracle.test.ts"],
    kinds: ["capacity-prices", "level-prices", "load-prices"],
    changes: [
      ["if (!optional || whole < 0n)", "if (true)"],
      ["Math.min(replicas, instance.resources[r].count)", "1"],
      ["held === undefined || value < held", "held === undefined"],
    ],
  },
  {
    file: "src/plan/certificate/steps.ts",
    tests: ["test/plan/certificate/prices-worked.test.ts", "test/bounds/prices/oracle.test.ts"],
    kinds: ["capacity-prices", "assignment-prices", "configuration-prices"],
    changes: [
      ["values.fixed.forEach(add);", ""],
      ["values.place.forEach(add);", ""],
      ["if (instance.tasks.some(({ divisible }) => divisible)) return 1n;", ""],
    ],
  },
  {
    file: "src/plan/certificate/given.ts",
    tests: ["test/bounds/prices/limits.test.ts"],
    kinds: ["capacity-prices", "level-prices"],
    changes: [["sum - BigInt(price) * BigInt(atMost)", "sum + BigInt(price) * BigInt(atMost)"]],
  },
  {
    file: "src/plan/certificate/search-core.ts",
    tests: [
      "test/plan/certificate-search.test.ts",
      "test/plan/certificate/makespan-search.test.ts",
    ],
    kinds: ["search", "makespan-search"],
    changes: [
      ["total <= capacity[i]", "total <= capacity[i] + 1"],
      ["Math.floor(capacity[i] / divisor)", "Math.floor(capacity[i] / divisor) - 1"],
    ],
  },
  {
    file: "src/plan/certificate/search-core.ts",
    tests: ["test/cores/limits.test.ts"],
    changes: [
      ["offset: offset + frame.once", "offset"],
      ["safe(sum + safe(factor[r] * amount[t * R + r]))", "safe(sum)"],
    ],
  },
  {
    file: "src/plan/certificate/makespan-search.ts",
    tests: ["test/plan/certificate/limits-worked.test.ts", "test/cores/limits.test.ts"],
    changes: [
      ["- BigInt(least[Math.floor(e / R)]) > slack", "- BigInt(least[Math.floor(e / R)]) >= slack"],
      ["let slack = BigInt(atMost);", "let slack = BigInt(atMost) - 1n;"],
    ],
  },
  {
    file: "src/plan/certificate/search-prices.ts",
    tests: [
      "test/plan/certificate-search.test.ts",
      "test/plan/certificate/makespan-search.test.ts",
    ],
    kinds: ["search", "makespan-search"],
    changes: [
      ["taking[e] + all - leaving[e] > slack", "taking[e] + all - leaving[e] >= slack"],
      ["taking[e] + all - leaving[e] > slack", "taking[e] + all > slack"],
      ["if (value > slack)", "if (value >= slack)"],
    ],
  },
  {
    file: "src/plan/certificate/search-state.ts",
    tests: [
      "test/plan/certificate-search.test.ts",
      "test/plan/certificate/makespan-search.test.ts",
    ],
    kinds: ["search", "makespan-search"],
    changes: [["weight[e] > state.room[i]", "weight[e] >= state.room[i]"]],
  },
  {
    file: "src/plan/certificate/search.ts",
    tests: [
      "test/plan/certificate-search.test.ts",
      "test/plan/certificate/makespan-search.test.ts",
    ],
    kinds: ["search", "makespan-search"],
    changes: [["state.fixed * denominator > slack", "state.fixed * denominator >= slack"]],
  },
  {
    file: "src/util/box-tree.ts",
    tests: [
      "test/util/box-tree.test.ts",
      "test/exact/boxes/prove.test.ts",
      "test/plan/certificate/configuration-prices.test.ts",
    ],
    kinds: ["formulation", "configuration-prices"],
    changes: [
      ["Math.max(low, at + 1)", "Math.max(low, at + 2)"],
      ['numerator > 0n ? "empty"', 'numerator >= 0n ? "empty"'],
      [
        "a.numerator * b.denominator <= b.numerator * a.denominator ? a : b",
        "a.numerator * b.denominator <= b.numerator * a.denominator ? b : a",
      ],
    ],
  },
  {
    file: "src/util/duality.ts",
    tests: ["test/util/duality.test.ts"],
    kinds: ["formulation"],
    changes: [
      [
        "cost > 0 ? program.lower[j] : program.upper[j]",
        "cost < 0 ? program.lower[j] : program.upper[j]",
      ],
    ],
  },
];
