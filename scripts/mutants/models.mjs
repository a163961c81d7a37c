/** One-line changes, each of which some test must notice: see run.mjs. */
export const models = [
  {
    file: "models/capacity.ts",
    tests: [
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [
      [
        "builder.addRow({ upper: capacity, columns, coefficients });",
        "builder.addRow({ upper: capacity + 1, columns, coefficients });",
      ],
      ["most > capacity", "most > capacity + 1"],
      ["coefficients.push(-capacity);", "coefficients.push(-capacity - 1);"],
    ],
  },
  {
    file: "models/replicas.ts",
    tests: [
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [
      [
        "builder.addRow({ upper: 1, columns, coefficients });",
        "builder.addRow({ upper: 2, columns, coefficients });",
      ],
      ["coefficients.push(-1);", "coefficients.push(-2);"],
    ],
  },
  {
    file: "models/separate.ts",
    tests: [
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [["upper: 1,", "upper: 2,"]],
  },
  {
    file: "models/budget.ts",
    tests: [
      "test/models/limits-worked.test.ts",
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
      "test/models/oracle.test.ts",
    ],
    changes: [["upper: budget,", "upper: budget + 1,"]],
  },
  {
    file: "models/makespan.ts",
    tests: [
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [
      ["start(y) - start(x)", "start(x) - start(y)"],
      ["if (a === 0) sum.limitWith([C], [-1]);", "if (a >= 0) sum.limitWith([C], [-1]);"],
      ["coefficients: [1, -1] });\n  fills", "coefficients: [1, -2] });\n  fills"],
    ],
  },
  {
    file: "models/window-rows.ts",
    tests: [
      "test/models/limits-worked.test.ts",
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [
      ["(b) => b - a", "(b) => b - a + 1"],
      ["(a) => b + a", "(a) => b + a + 1"],
      ["most > room(key(x))", "most > room(key(x)) + 1"],
    ],
  },
  {
    file: "models/spread.ts",
    tests: [
      "test/models/limits-worked.test.ts",
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [["[...coefficients, -1, -1]", "[...coefficients, -1, -2]"]],
  },
  {
    file: "models/copy-utilization.ts",
    tests: [
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [["amount * (parts / denominator)", "amount * Math.floor(parts / denominator / 2)"]],
  },
  {
    file: "models/colocate.ts",
    tests: [
      "test/models/limits-worked.test.ts",
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [
      ["builder.addRow({ upper: 1, columns: homes", "builder.addRow({ upper: 2, columns: homes"],
      [
        "if (leader === undefined) addHomeRows(draft, group);",
        "if (leader === undefined) continue;",
      ],
      ["const strict = !isOptional(draft, follower);", "const strict = true;"],
    ],
  },
  {
    file: "models/lift.ts",
    tests: [
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [
      ["BigInt(Math.ceil(safe))", "BigInt(Math.ceil(safe) + 1)"],
      ["a % b > 0n ? quotient + 1n : quotient", "quotient + 1n"],
    ],
  },
  {
    file: "models/throughput.ts",
    tests: [
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [["if (!optional) sum.addOffset(-gain);", "if (!optional) sum.addOffset(gain);"]],
  },
  {
    file: "models/transfer.ts",
    tests: [
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
      "test/models/oracle.test.ts",
    ],
    changes: [["site < 0 ? [1, 1] : [-1, 0]", "site < 0 ? [1, 0] : [-1, 0]"]],
  },
  {
    file: "models/weighted-completion.ts",
    tests: [
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [
      [
        "add(column, weight * tick * end.coefficients[i]);",
        "add(column, weight * end.coefficients[i]);",
      ],
    ],
  },
  {
    file: "models/disjunctive.ts",
    tests: [
      "test/models/faithful.test.ts",
      "test/models/rows-worked.test.ts",
      "test/models/worked.test.ts",
      "test/models/proven.test.ts",
    ],
    changes: [
      ["i.a + i.least + j.least <= j.b", "i.a + i.least + j.least < j.b"],
      ["const M = i.b - j.a;", "const M = i.b - j.a - 1;"],
    ],
  },
  {
    file: "models/robust-rows.ts",
    tests: ["test/models/robust-worked.test.ts", "test/models/robust.test.ts"],
    changes: [
      [
        "builder.addRow({ upper: capacity, columns, coefficients });",
        "builder.addRow({ upper: capacity + 1, columns, coefficients });",
      ],
      ["if (!lost.has(pairs.resource[x])) add(pairs.resource[x], x);", ""],
      ["moves === 0", "moves >= 0"],
      ["total > capacity", "total > capacity + 1"],
    ],
  },
  {
    file: "models/schedule/sums.ts",
    tests: [
      "test/models/schedule-rows-worked.test.ts",
      "test/models/schedule-worked.test.ts",
      "test/models/schedule.test.ts",
    ],
    changes: [
      ["weight * (end - due)", "weight * (end - due + 1)"],
      ["end > due ? weight : 0", "end >= due ? weight : 0"],
      ["sum.addOffset(-task.gain * copies.length);", "sum.addOffset(-task.gain);"],
    ],
  },
  {
    file: "models/schedule/setup.ts",
    tests: [
      "test/models/schedule-rows-worked.test.ts",
      "test/models/schedule-worked.test.ts",
      "test/models/schedule.test.ts",
    ],
    changes: [["slot - family.length - wait + 1", "slot - family.length - wait + 2"]],
  },
  {
    file: "models/schedule/precedence.ts",
    tests: [
      "test/models/schedule-rows-worked.test.ts",
      "test/models/schedule-worked.test.ts",
      "test/models/schedule.test.ts",
    ],
    changes: [
      ["slot - wait - family.length", "slot - wait - family.length + 1"],
      ["lastEnd + wait <= slot", "lastEnd + wait <= slot + 1"],
    ],
  },
  {
    file: "models/schedule/capacity.ts",
    tests: [
      "test/models/schedule-rows-worked.test.ts",
      "test/models/schedule-worked.test.ts",
      "test/models/schedule.test.ts",
    ],
    changes: [
      ["mostLoad(loading, amount) <= capacity", "mostLoad(loading, amount) <= capacity + 1"],
      ["isExclusive(family) ? capacity : Math", "Math"],
      ["Math.ceil(demand(family) / unit) * unit", "demand(family)"],
    ],
  },
  {
    file: "models/schedule/exclusive.ts",
    tests: [
      "test/models/schedule-rows-worked.test.ts",
      "test/models/schedule-worked.test.ts",
      "test/models/schedule.test.ts",
    ],
    changes: [
      [
        "for (const family of alone) terms.addRunning(family, slot);\n    builder.addRow({ upper: 1, ...terms });",
        "for (const family of alone) terms.addRunning(family, slot);\n    builder.addRow({ upper: 0, ...terms });",
      ],
      ["const isAlone = rules.exclusiveResource[place.entry] === 1;", "const isAlone = false;"],
    ],
  },
];
