/** One-line changes, each of which some test must notice: see run.mjs. */
export const bounds = [
  {
    file: "src/bounds/fixed-price.ts",
    tests: [
      "test/bounds/worked.test.ts",
      "test/bounds/capacity-worked.test.ts",
      "test/bounds/oracle.test.ts",
      "test/bounds/over-time-proofs.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [
      ["if (!task.optional) fewest", "fewest"],
      ["optional ? sum : sum + count * replicas", "sum + count * replicas"],
      ["optional ? sum : sum + count * replicas", "optional ? sum : sum + count * (replicas + 1)"],
      ["left -= whole;", ""],
      ["ceilDivide(price * left, size)", "price"],
      [
        "b.capacity[dimension] - a.capacity[dimension]",
        "a.capacity[dimension] - b.capacity[dimension]",
      ],
      ["priceOf(a) - priceOf(b)", "priceOf(b) - priceOf(a)"],
      ["a.price * b.size - b.price * a.size", "b.price * a.size - a.price * b.size"],
    ],
  },
  {
    file: "src/bounds/pigeonhole.ts",
    tests: [
      "test/bounds/worked.test.ts",
      "test/bounds/capacity-worked.test.ts",
      "test/bounds/oracle.test.ts",
      "test/bounds/over-time-proofs.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [
      ["sums[last + 1] - sums[last - q]", "sums[last] - sums[last - q - 1]"],
      ["if (instance.tasks[task].divisible) continue;", ""],
    ],
  },
  {
    file: "src/bounds/longest-task.ts",
    tests: [
      "test/bounds/worked.test.ts",
      "test/bounds/capacity-worked.test.ts",
      "test/bounds/oracle.test.ts",
      "test/bounds/over-time-proofs.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [["ends?.at(-1)", "ends?.at(0)"]],
  },
  {
    file: "src/bounds/parallel-machines.ts",
    tests: [
      "test/bounds/worked.test.ts",
      "test/bounds/capacity-worked.test.ts",
      "test/bounds/oracle.test.ts",
      "test/bounds/over-time-proofs.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [
      ["(m - 1n) * own", "m * own"],
      ["left > right ? -1 : left < right ? 1 : 0", "left > right ? 1 : left < right ? -1 : 0"],
    ],
  },
  {
    file: "src/bounds/fair-load.ts",
    tests: [
      "test/bounds/worked.test.ts",
      "test/bounds/capacity-worked.test.ts",
      "test/bounds/oracle.test.ts",
      "test/bounds/over-time-proofs.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [["if (instance.tasks[item.members[0].task].divisible) continue;", ""]],
  },
  {
    file: "src/bounds/facts.ts",
    tests: [
      "test/bounds/worked.test.ts",
      "test/bounds/capacity-worked.test.ts",
      "test/bounds/oracle.test.ts",
      "test/bounds/over-time-proofs.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [
      ["Math.min(replicas, resources[r].count)", "replicas"],
      ["if (optional) return;", ""],
    ],
  },
  {
    file: "src/bounds/infeasible/gang.ts",
    tests: [
      "test/bounds/worked.test.ts",
      "test/bounds/capacity-worked.test.ts",
      "test/bounds/oracle.test.ts",
      "test/bounds/over-time-proofs.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [
      ["Math.floor(DEVICE / demand)", "1"],
      ["pairs.runtime[t * resources.length + r] === 0", "false"],
    ],
  },
  {
    file: "src/bounds/infeasible/too-few.ts",
    tests: ["test/bounds/infeasible-brinks.test.ts"],
    changes: [
      ["need > (all - small) * room ? capacity", "need >= (all - small) * room ? capacity"],
      ["BigInt(k + 1) * BigInt(demand) - 1n", "BigInt(k + 1) * BigInt(demand)"],
      ["if (need < small * room) return 0;", "if (need < small * room) return demand;"],
    ],
  },
  {
    file: "src/bounds/infeasible/late-work.ts",
    tests: ["test/bounds/infeasible-brinks.test.ts"],
    changes: [["(ends[t] <= end ? task : { ...task, optional: true })", "task"]],
  },
  {
    file: "src/bounds/infeasible/overworked.ts",
    tests: ["test/bounds/infeasible-brinks.test.ts"],
    changes: [
      ["if (optional[after] || instance.tasks[after].count === 0) continue;", ""],
      ["if (needed > has) return", "if (needed >= has) return"],
    ],
  },
  {
    file: "src/bounds/schedule/quick.ts",
    tests: ["test/bounds/least-costs.test.ts"],
    changes: [
      ["once = Math.max(once, opened);", "once += opened;"],
      ["if (!must[t] || count === 0) continue;", "if (count === 0) continue;"],
      ["BigInt(count) * BigInt(workers[t]) * BigInt(least)", "BigInt(count) * BigInt(least)"],
    ],
  },
  {
    file: "src/bounds/cost.ts",
    tests: ["test/bounds/least-costs.test.ts"],
    changes: [
      ["return capacity > 0 ? own +", "return capacity >= 0 ? own +"],
      ["until === undefined ? 0 : until - from", "until === undefined ? 1 : until - from"],
      ["until === undefined ? 0 : until - from", "until === undefined ? 0 : 1"],
    ],
  },
  {
    file: "src/bounds/knapsack.ts",
    tests: ["test/bounds/worked.test.ts", "test/bounds/capacity-worked.test.ts"],
    changes: [["return sum + rest / price.size;", "return sum + rest / price.size - 1n;"]],
  },
  {
    file: "src/bounds/utilization-range.ts",
    tests: ["test/bounds/utilization-range.test.ts"],
    changes: [
      ["over: most * number - own, under", "over: most * number - own * number, under"],
      ["if (BigInt(full[r]) > largestPlace)", "if (largestPlace === 0n)"],
    ],
  },
  {
    file: "src/bounds/infeasible/over-limit.ts",
    tests: ["test/bounds/over-time-proofs.test.ts"],
    changes: [["pairs.runtime[t * R + r] === 0 ? 1 : workers[t]", "workers[t]"]],
  },
  {
    file: "src/bounds/infeasible/groups.ts",
    tests: [
      "test/bounds/infeasible-worked.test.ts",
      "test/bounds/worked.test.ts",
      "test/bounds/capacity-worked.test.ts",
      "test/bounds/oracle.test.ts",
      "test/bounds/over-time-proofs.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [
      ["!tasks[t].optional", "true"],
      [
        "Math.max(...members.map((task) => task.deadline",
        "Math.min(...members.map((task) => task.deadline",
      ],
    ],
  },
  {
    file: "src/bounds/infeasible/late-chain.ts",
    tests: [
      "test/bounds/infeasible-worked.test.ts",
      "test/bounds/worked.test.ts",
      "test/bounds/capacity-worked.test.ts",
      "test/bounds/oracle.test.ts",
      "test/bounds/over-time-proofs.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [
      ["runtime === 0 ? start > closed[0]", "runtime === 0 ? start >= closed[0]"],
      ["time < ready[after]", "time <= ready[after]"],
      ["end <= latest && end", "end < latest && end"],
    ],
  },
  {
    file: "src/bounds/total-work.ts",
    tests: [
      "test/bounds/worked.test.ts",
      "test/bounds/capacity-worked.test.ts",
      "test/bounds/oracle.test.ts",
      "test/bounds/over-time-proofs.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [
      ["Math.max(release, resources[r].from)", "resources[r].from"],
      ["Math.min(...item.members", "Math.max(...item.members"],
    ],
  },
];
