const CHAINS = "test/heuristics/schedule/chains.test.ts";
const WHOLE = "test/heuristics/schedule/whole-schedule.test.ts";
const PARTS = "test/heuristics/schedule/parts.test.ts";
const CLIMB = "test/exact/clauses/climb.test.ts";
const WORKED = "test/plan/certificate/clause-log-worked.test.ts";
const STEPS = "test/plan/certificate/clause-log-steps.test.ts";
const checked = { tests: [WORKED, STEPS], kinds: ["clause-log"] };

/** One-line changes of learned clauses, of what checks their logs and of the parts of schedules that they search: see run.mjs. */
export const clauses = [
  {
    ...checked,
    file: "src/plan/certificate/over-time/clause-log/lemmas.ts",
    changes: [
      ["(tails[t] - least[t]) / known", "tails[t] / known"],
      ["const isPair = !pairwise || i -", "const isPair = true || i -"],
      ["a.end + lag / variables.unit > b.high", "a.end + lag / variables.unit >= b.high"],
      ["if (count === 0) return true;", "if (count === 0) return false;"],
      ["highOf(known, startOf(copy)) + longest", "highOf(known, startOf(copy)) + shortest"],
      [
        "Math.min(...times.map((resource) => resource.from))",
        "Math.max(...times.map((resource) => resource.from))",
      ],
      ["if (lowOf(known, known.variables.orders + q) < 1) return false;", ""],
      ["if (highOf(known, known.variables.orders + q) >= 1) return false;", ""],
      ["if (a.shortest === 0 || b.shortest === 0) return false;", ""],
      ["needed > capacity.size &&", "needed >= capacity.size &&"],
      ["pairwise && (a === t || b === t)", "pairwise && a === t"],
      ["> highOf(known, startOf(i + 1))", ">= highOf(known, startOf(i + 1))"],
      [
        "if (c === copy || !variables.isThere[c]) continue;",
        "if (!variables.isThere[c]) continue;",
      ],
      ["|| highOf(known, startOf(c)) > time) continue;", ") continue;"],
      ["time >= free + open.shortest || ", ""],
      ["busyAt(time) <= room", "busyAt(time) < room"],
      ["free = time + 1;", "free = time + 2;"],
      ["until - from, low + runtime - from, until - high", "until - from, low + runtime - from"],
      ["if (room < 0) return true;", "if (room <= 0) return true;"],
      ["if (known.variables.isThere[copy]) return;", "return;"],
    ],
  },
  {
    ...checked,
    file: "src/plan/certificate/over-time/clause-log/state.ts",
    changes: [
      ["shortest: Math.min(...open)", "shortest: Math.max(...open)"],
      ["if (lowOf(known, choice[copy] + k) < 1) return;", "return;"],
      ["highOf(known, endOf(copy)) - shortest", "highOf(known, endOf(copy)) - shortest - 1"],
    ],
  },
  {
    ...checked,
    file: "src/plan/certificate/over-time/clause-log/check.ts",
    changes: [
      ["BigInt(refuted + 1)", "BigInt(refuted + 2)"],
      ["if (open >= 0) return false;", ""],
      ["this.#restore(0);", ""],
      ["this.#restore(mark);", ""],
      ["if (!isImpossible) throw", "if (false) throw"],
      ["if (size > 1) return false;", "if (size > 2) return false;"],
      ["return least > -bounds[bound ^ 1];", "return least >= -bounds[bound ^ 1];"],
      [
        "if (bounds[clause[i] ^ 1] >= 1 - clause[i + 1]) continue;",
        "if (bounds[clause[i] ^ 1] >= -clause[i + 1]) continue;",
      ],
    ],
  },
  {
    ...checked,
    file: "src/plan/certificate/over-time/clause-log/capacities.ts",
    changes: [
      ["resources[r].count * size(r)", "size(r)"],
      ["if (refuses?.(r))", "if (false)"],
      ["own.every((r) => entries.has(r))", "own.some((r) => entries.has(r))"],
      ["return workers[t] * Math.min(", "return workers[t] * Math.max("],
    ],
  },
  {
    ...checked,
    file: "src/plan/certificate/over-time/clause-log/variables.ts",
    changes: [
      ["(t, c) => must[t] && choices[c] > 0", "(t, c) => choices[c] > 0"],
      ["Math.floor(deadline / unit)", "Math.floor(deadline / unit) - 1"],
      ["put(startOf(c), head[t] / unit,", "put(startOf(c), head[t] / unit + 1,"],
    ],
  },
  {
    file: "src/exact/clauses/analyse.ts",
    tests: [CLIMB],
    changes: [
      [
        "(kind === SHIFT || kind === RUNS_SHIFT) && bound >= 0 ? to - need : 0",
        "bound >= 0 ? to - need : 0",
      ],
      [
        "const wanted = failedBound < 0 ? 0 : 1 - trail.now[failedBound ^ 1];",
        "const wanted = failedBound < 0 ? 0 : -trail.now[failedBound ^ 1];",
      ],
      ["resolved[a] - resolved[b]", "resolved[b] - resolved[a]"],
      ["if (held !== NOTHING && held >= least) return;", "if (held !== NOTHING) return;"],
      ["literals[2 * i + 1] = 1 - this.#need[b];", "literals[2 * i + 1] = -this.#need[b];"],
    ],
  },
  {
    file: "src/exact/clauses/trail.ts",
    tests: [CLIMB],
    changes: [
      ["this.last[b] = this.before[e];", "this.last[b] = -1;"],
      ["while (e >= 0 && this.to[e] >= least)", "while (e >= 0 && this.to[e] > least)"],
      ["if (to > -now[bound ^ 1])", "if (to >= -now[bound ^ 1])"],
      ["if (least <= this.root[bound]) return;", "if (least <= this.now[bound] - 1) return;"],
    ],
  },
  {
    file: "src/heuristics/schedule/parts/chains.ts",
    tests: [CHAINS],
    changes: [
      ["(part) => part.end <= start", "(part) => part.end < start"],
      ["part.amount -= taken;", ""],
      ["left -= taken;", ""],
      ["b.end - a.end || a.job", "a.end - b.end || a.job"],
      ["part.job >= 0 && waits(part.job, job)", "false"],
      ["if (part.job >= 0) link(part.job, job);", "if (part.job > 0) link(part.job, job);"],
      ["parts.push({ job, end, amount: need });", "parts.push({ job, end, amount: need + 1 });"],
    ],
  },
  {
    file: "src/heuristics/schedule/parts/whole-schedule.ts",
    tests: [WHOLE],
    changes: [
      ["Math.max(bound, this.#missing + 1)", "bound"],
      ["this.#missing = limit;", "this.#missing = limit - 1;"],
      ["this.#missing = 0;", ""],
      ["best - limit > this.#mostGap * best", "false"],
    ],
  },
  {
    file: "src/heuristics/schedule/parts/follow-part.ts",
    tests: [PARTS],
    changes: [
      ["schedule.onHosts(copy, ready, seat)", "schedule.onHosts(copy, 0, seat)"],
      ["!schedule.mayStand(copy, seat)", "false"],
    ],
  },
];
