/** One-line changes, each of which some test must notice: see run.mjs. */
export const verifier = [
  {
    file: "src/plan/rules/gang.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["domains.of[b] < 0", "false"],
      ["workers[entry] < 2 && domains === undefined", "workers[entry] < 2"],
      ["kind !== other", "false"],
    ],
  },
  {
    file: "src/plan/rules/pinned.ts",
    tests: ["test/plan/rules.test.ts"],
    changes: [["held.every((device, i) => device === devices[i])", "true"]],
  },
  {
    file: "src/plan/rules/robust.ts",
    tests: ["test/plan/robust.test.ts", "test/plan/robust-schedule.test.ts"],
    changes: [["if (plan.start[found] === moved.start[k]) continue;", "continue;"]],
  },
  {
    file: "src/plan/rules/devices.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["ends === undefined || load[d] <= DEVICE", "ends === undefined || load[d] <= DEVICE + 1"],
      ["if (load[d] > DEVICE)", "if (load[d] > DEVICE + 1)"],
      ["plan.device[d] <= plan.device[d - 1]", "plan.device[d] < plan.device[d - 1]"],
      ["known !== to - from", "known > to - from"],
    ],
  },
  {
    file: "src/plan/rules/maintenance.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["start < until && ends[k] > from", "start < until && ends[k] >= from"],
      ["start < until && ends[k] > from", "start <= until && ends[k] > from"],
    ],
  },
  {
    file: "src/plan/rules/setup.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["ends[i] - ends[j] || i - j", "i - j"],
      ["ends[i] - ends[j] || i - j", "ends[i] - ends[j] || j - i"],
      ["plan.start[b] < ends[a] + time", "plan.start[b] + 1 < ends[a] + time"],
      [
        "familyOf(a) * families.length + familyOf(b)",
        "familyOf(b) * families.length + familyOf(a)",
      ],
    ],
  },
  {
    file: "src/plan/rules/deadline.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["end > latest", "end > latest + 1"],
      ["end > latest", "end >= latest"],
    ],
  },
  {
    file: "src/plan/rules/release.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [["< earliest", "< earliest - 1"]],
  },
  {
    file: "src/plan/rules/window.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["start < from", "start < from - 1"],
      ["end > until", "end >= until"],
    ],
  },
  {
    file: "src/plan/rules/exclusive.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["stand: meet,", ""],
      ["!isAlone(k) && !isAlone(other)", "!isAlone(k)"],
    ],
  },
  {
    file: "src/plan/rules/limits.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["stand: (k) => excess(k, used[k]),", ""],
      ["stand: (k) => excess(k, used[k])", "stand: (k) => excess(k, load + used[k])"],
      ["amount <= limit.capacity", "amount <= limit.capacity + 1"],
    ],
  },
  {
    file: "src/plan/rules/capacity.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["load <= limit || demand > limit", "load <= limit + 1 || demand > limit"],
      ["if (load > limit) {", "if (load > limit + 1) {"],
      ["if (demand > limit) {", "if (demand > limit + 1) {"],
    ],
  },
  {
    file: "src/plan/rules/precedence.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["last[copy] === -1 || last[copy] > last[latest]", "last[copy] > last[latest]"],
      ["starts[copy] < last[awaited] + lag", "starts[copy] < last[awaited]"],
      ["size > 0 && last[awaited] === -1", "false"],
    ],
  },
  {
    file: "src/plan/rules/replicas.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [["value === -1", "false"]],
  },
  {
    file: "src/plan/rules/sweep.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["a.time - b.time || a.order - b.order", "a.time - b.time || b.order - a.order"],
      ["if (end[k] === start)", "if (false)"],
    ],
  },
  {
    file: "src/plan/rules/overlap.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [
      ["plan.start[i] - plan.start[j] || end[i] - end[j]", "plan.start[i] - plan.start[j]"],
    ],
  },
  {
    file: "src/plan/rules/assignment.ts",
    tests: [
      "test/plan/rules.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/plan/verify-naive.test.ts",
    ],
    changes: [["sum < WHOLE && !task.optional", "false"]],
  },
  {
    file: "src/plan/transfers.ts",
    tests: [
      "test/plan/evaluate.test.ts",
      "test/plan/verify-schedule.test.ts",
      "test/fuzz/fuzz.test.ts",
    ],
    changes: [["leaves >= 0 && arrives >= 0", "leaves > 0 && arrives >= 0"]],
  },
];
