import { describe, expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { type Checked, checkCertificate } from "../../../src/plan/certificate/check.ts";
import { RULE } from "../../../src/plan/certificate/over-time/clause-log/lemmas.ts";
import { type Answer, hasPython, Questions } from "../../independent/ask.ts";

type Fields = Readonly<Record<string, unknown>>;
type Literal = readonly [bound: number, least: number];

const REFUTED = 60;
/** y and z, of 51 and 50 ms, cannot both end by 60 on h, which ends every log; all else is between copies from 2 on. */
const HALL = { id: "h", capacity: { memory: "1MiB", cpu: 0 } };
const SIDE = ["51ms", "50ms"].map((runtime, i) => ({
  ...{ id: "yz"[i], runtime, demand: { memory: "1MiB" } },
}));
const LAST = [0, -1 - RULE.energy, 0, 2 ** 29, 0, 0, REFUTED];

const [A, B] = [2, 3];
const startOf = (copy: number) => 1 + 2 * copy;
const endOf = (copy: number) => 2 + 2 * copy;
const from = (variable: number, value: number): Literal => [2 * variable, value];
const upTo = (variable: number, value: number): Literal => [2 * variable + 1, -value];
const opposite = ([bound, least]: Literal): Literal => [bound ^ 1, 1 - least];

/** Tasks a (10 ms), b (20 ms) and what else is given, on g. */
const onG = (a: Fields, b: Fields, g: Fields = {}, more: Fields = {}) => ({
  mode: "batch",
  objectives: ["makespan"],
  limits: [],
  resources: [HALL, { id: "g", capacity: { cpu: 1 }, ...g }, ...((more.also as Fields[]) ?? [])],
  tasks: [
    ...SIDE,
    { id: "a", runtime: "10ms", demand: { cpu: 1 }, ...a },
    { id: "b", runtime: "20ms", demand: { cpu: 1 }, ...b },
  ],
});

const PLAIN = onG({}, {});
/** Both can run on k too, a in 12 ms, and only from 15 on. */
const TWICE = onG(
  { runtime: { h: "10ms", g: "10ms", k: "12ms" } },
  {},
  {},
  { also: [{ id: "k", capacity: { cpu: 1 }, available: { from: "15ms" } }] },
);
/** The variables of the placings of a in `TWICE`. */
const [ON_G, ON_K] = [9, 10];

interface Case {
  readonly document: object;
  readonly known: readonly Literal[];
  readonly rule: keyof typeof RULE;
  readonly reads: readonly number[];
  readonly orders?: readonly (readonly number[])[];
  /** True, or why the log is refused. */
  readonly end: true | string;
}

const FALSE = "a lemma does not hold";
const AWAY = "may stay away";
const OTHERS = "a precedence is of other";
const PAIRED = "waits copy by copy";

/** A log that is accepted if and only if the lemma finds a contradiction in what is known; one without it. */
function logOf({ document, known, rule, reads, orders = [] }: Case) {
  const instance = parseInstance(document);
  // Of h its memory, of all but h their cpu.
  const [memory, cpu] = ["memory", "cpu"].map((name) =>
    instance.dimensions.findIndex((dimension) => dimension.name === name),
  );
  const resources = [...instance.resources.keys()].slice(1);
  const clause = known.flatMap((one) => opposite(one));
  const step = [known.length, ...clause];
  const lemma = [-1 - RULE[rule], 0, 2 ** 29, ...reads];
  const withSteps = (...steps: readonly number[][]) => ({
    kind: "clause-log",
    refuted: REFUTED,
    capacities: [
      { of: memory, resources: [0] },
      { of: cpu, resources },
      { of: cpu, resources: [1] },
    ],
    orders,
    steps,
  });
  return {
    instance,
    certificate: withSteps([...step, ...lemma], LAST),
    bare: withSteps(step, LAST),
  };
}

/** The variable of the one order where every copy has one placing. */
const orders = [[A, B]];
const q = 9;
const zero = onG({ runtime: "0ms" }, {});
const wide = onG({}, {}, { capacity: { cpu: 2 } });
const waits = (more: Fields, count = 1) =>
  onG({ count }, { count, after: { task: "a", lag: "5ms", ...more } });
const each = waits({ each: true }, 2);
const optional = onG({ optional: true, value: 1 }, {});

/** Known of a and b: bounds of their starts. */
const starts = (a: readonly [number, number], b: readonly [number, number]): Literal[] => [
  from(startOf(A), a[0]),
  upTo(startOf(A), a[1]),
  from(startOf(B), b[0]),
  upTo(startOf(B), b[1]),
];

const cases: [string, Case][] = [];
const add = (
  rule: keyof typeof RULE,
  what: string,
  document: object,
  known: readonly Literal[],
  reads: readonly number[],
  holds: boolean | string,
  more: Partial<Case> = {},
) => {
  const end = holds === false ? FALSE : holds;
  cases.push([
    `${rule}: ${what}`,
    { document, known, rule, reads, end: end as true | string, ...more },
  ]);
};

/** Both workers of a go to resources of one kind: a part of them is there from 5 on, and needs 2 cpu in place of 3. */
const gang = (g: Fields, i: Fields) =>
  onG(
    { workers: 2, demand: { cpu: { h: 1, g: 3, i: 2 } } },
    {},
    { kind: "k", capacity: { cpu: 3 }, ...g },
    { also: [{ id: "i", kind: "k", capacity: { cpu: 2 }, ...i }] },
  );
const anywhere = gang({}, {});

// After a come 5 ms and b: 25 ms.
const late = (a: number) => [upTo(0, 59), from(startOf(A), a)];
add("tail", "25 + 10 + 25 > 59", waits({}), late(25), [A], true);
add("tail", "24 + 10 + 25 = 59", waits({}), late(24), [A], false);
add("tail", "49 + 10 = 59", TWICE, late(49), [A], false);
add("tail", "50 + 10 > 59", TWICE, late(50), [A], true);
add("tail", "of an optional task", optional, late(50), [A], AWAY);

add("after", "10 + 10 + 5 > 24", waits({}), starts([10, 25], [15, 24]), [0, A, B], true);
add("after", "10 + 10 + 5 = 25", waits({}), starts([10, 25], [15, 25]), [0, A, B], false);
// Copies a0, a1, b0, b1.
const far = [from(startOf(2), 20), upTo(startOf(4), 30), upTo(startOf(5), 30)];
add("after", "of its own copy", each, far, [0, 2, 4], true);
add("after", "of another copy", each, far, [0, 2, 5], OTHERS);
add("after", "of any copy", waits({}, 2), far, [0, 2, 5], true);
add("after", "the other way round", waits({}), starts([10, 25], [15, 24]), [0, B, A], OTHERS);

const run = (...known: Literal[]) => known;
const [start, end] = [startOf(A), endOf(A)];
add("runs", "from 10 to 19", PLAIN, run(from(start, 10), upTo(end, 19)), [A], true);
add("runs", "from 10 to 20", PLAIN, run(from(start, 10), upTo(end, 20)), [A], false);
add("runs", "20 + 10 < 31", PLAIN, run(upTo(start, 20), from(end, 31)), [A], true);
add("runs", "20 + 10 = 30", PLAIN, run(upTo(start, 20), from(end, 30)), [A], false);
add("runs", "20 + 12 < 33", TWICE, run(upTo(start, 20), from(end, 33)), [A], true);
add("runs", "20 + 12 = 32", TWICE, run(upTo(start, 20), from(end, 32)), [A], false);
const onlyG = upTo(ON_K, 0);
add("runs", "by its deadline", onG({ deadline: "30ms" }, {}), [from(start, 20)], [A], false);
add("runs", "not on k", TWICE, run(upTo(start, 20), from(end, 31), onlyG), [A], true);
add("runs", "on g", TWICE, run(upTo(start, 20), from(end, 31), from(ON_G, 1)), [A], true);
add("runs", "on k", TWICE, run(upTo(start, 20), from(end, 31), from(ON_K, 1)), [A], false);
add("runs", "nowhere", TWICE, run(upTo(ON_G, 0), upTo(ON_K, 0)), [A], true);
add("runs", "on both", TWICE, run(from(ON_G, 1), from(ON_K, 1)), [A], true);

const shut = onG({}, {}, { available: { from: "7ms", until: "40ms" } });
add("window", "31 + 10 > 40", shut, [from(start, 31)], [A], true);
add("window", "30 + 10 = 40", shut, [from(start, 30)], [A], false);
add("window", "before 15 on k", TWICE, [from(ON_K, 1), upTo(start, 14)], [A], true);
add("window", "at 15 on k", TWICE, [from(ON_K, 1), upTo(start, 15)], [A], false);
add("window", "before 15 on either", TWICE, [upTo(start, 14)], [A], false);
add("window", "too short before an end", TWICE, [from(ON_K, 1), upTo(end, 26)], [A], true);
add("window", "just before an end", TWICE, [from(ON_K, 1), upTo(end, 27)], [A], false);
const soon = gang({ available: { from: "20ms" } }, { available: { from: "5ms" } });
add("window", "where a part of a kind is there", soon, [upTo(start, 10)], [A], false);

const first = from(q, 1);
const second = upTo(q, 0);
add("before", "10 + 10 > 19", PLAIN, [first, ...starts([10, 50], [0, 19])], [0], true, { orders });
add("before", "10 + 10 = 20", PLAIN, [first, ...starts([10, 50], [0, 20])], [0], false, { orders });
add("before", "in either order", PLAIN, starts([10, 50], [0, 9]), [0], false, { orders });
const behind = (a: number) => [second, ...starts([0, a], [10, 40])];
add("apart", "10 + 20 > 29", PLAIN, behind(29), [0, 1], true, { orders });
add("apart", "10 + 20 = 30", PLAIN, behind(30), [0, 1], false, { orders });
add("apart", "in either order", PLAIN, behind(29).slice(1), [0, 1], false, { orders });
add("apart", "room for both", wide, behind(29), [0, 1], false, { orders });
add("apart", "no time", zero, behind(29), [0, 1], false, { orders });
const chosen = { orders: [[A, B]] };
const pickedG = [from(ON_G, 1), from(11, 1)];
const q2 = upTo(13, 0);
add("apart", "on g", TWICE, [...pickedG, q2, ...behind(29).slice(1)], [0, 2], true, chosen);
add("apart", "one on k", TWICE, [pickedG[0], q2, ...behind(29).slice(1)], [0, 2], false, chosen);

const twins = onG({ count: 2 }, {});
const inTurn = (one: number, other: number) => [from(startOf(2), one), upTo(startOf(3), other)];
add("alike", "10 > 9", twins, inTurn(10, 9), [2], true);
add("alike", "10 = 10", twins, inTurn(10, 10), [2], false);
add("alike", "of two tasks", PLAIN, inTurn(10, 9), [2], "copies of two tasks are no equals");
add("alike", "copy by copy", each, inTurn(10, 9), [2], PAIRED);
add(
  "alike",
  "waited for copy by copy",
  each,
  [from(startOf(4), 30), upTo(startOf(5), 29)],
  [4],
  PAIRED,
);

// a runs from 15 to 20, b from 19 to 20.
const both = starts([10, 15], [0, 19]);
add("timeTable", "both at 19", PLAIN, both, [1, 0, 1, 19], true);
add("timeTable", "one at 18", PLAIN, both, [1, 0, 1, 18], false);
add("timeTable", "none at 20", PLAIN, both, [1, 0, 1, 20], false);
add("timeTable", "no time", PLAIN, both, [1, 0, 0], false);
add("timeTable", "the first time alone", PLAIN, both, [1, 0, 2, 18, 19], false);
add("timeTable", "room for both", wide, both, [1, 0, 1, 19], false);
add("timeTable", "room on two copies", onG({}, {}, { count: 2 }), both, [1, 0, 1, 19], false);
add("timeTable", "2 x 2 + 1 = 5", anywhere, both.slice(0, 2), [1, 0, 1, 19], false);
add("timeTable", "no need of one part of a kind", anywhere, both.slice(0, 2), [2, 0, 1, 19], false);
// b may start at 19 at the latest, and runs into a, which runs at 19 until then.
add("timeTable", "no start of b", PLAIN, both, [1, B + 1, 1, 19], true);
add("timeTable", "in two steps", PLAIN, both, [1, B + 1, 2, 16, 19], true);
add("timeTable", "the wrong way", PLAIN, both, [1, B + 1, 2, 19, 16], true);
add("timeTable", "too late a time", PLAIN, starts([10, 15], [0, 19]), [1, B + 1, 1, 20], false);
add("timeTable", "one start left", PLAIN, both, [1, B + 1, 1, 18], false);
add("timeTable", "a start before", PLAIN, starts([30, 30], [0, 39]), [1, B + 1, 1, 39], false);
add("timeTable", "room for b", wide, both, [1, B + 1, 1, 19], false);
add("timeTable", "of b alone", onG({ demand: { cpu: 0 } }, {}), both, [1, B + 1, 1, 19], false);
add("timeTable", "of an optional task", optional, both.slice(2), [1, A + 1, 1, 19], AWAY);

const ends = (a: number, b: number) => [upTo(endOf(A), a), upTo(endOf(B), b)];
add("energy", "10 + 20 > 29", PLAIN, ends(29, 29), [1, 0, 29], true);
add("energy", "10 + 20 = 30", PLAIN, ends(30, 30), [1, 0, 30], false);
add("energy", "room for both", wide, ends(29, 29), [1, 0, 29], false);
add(
  "energy",
  "9 + 20 = 29",
  PLAIN,
  [...ends(29, 29)].with(0, upTo(endOf(A), 30)),
  [1, 0, 29],
  false,
);
const later = [from(startOf(A), 5), from(startOf(B), 5)];
add("energy", "from 5 on", PLAIN, [...ends(34, 34), ...later], [1, 5, 34], true);
add(
  "energy",
  "one from 4 on",
  PLAIN,
  [...ends(34, 34), later[0], from(startOf(B), 4)],
  [1, 5, 34],
  false,
);
add("energy", "no time", PLAIN, ends(29, 29), [1, 29, 29], false);
add("energy", "of an optional task", optional, ends(29, 29), [1, 0, 29], false);
// a from 20 on and by 12 runs at no time; by the letter it does at 13, where b runs.
const torn = [from(startOf(A), 20), upTo(endOf(A), 12), upTo(startOf(B), 13)];
add("energy", "of a copy that has no start left", PLAIN, torn, [1, 13, 14], true);

/** What a checker says of a case. */
const toldOf = (answer: Checked | Answer) => ("bound" in answer ? answer.bound : answer.rejected);
const expected = ({ end }: Case) => (end === true ? REFUTED + 1 : expect.stringContaining(end));

describe("logs of clauses", () => {
  test.each(cases)("%s", (_, one) => {
    const { instance, certificate, bare } = logOf(one);
    const check = (log: unknown) => toldOf(checkCertificate(instance, targetsOf(instance)[0], log));
    expect(check(bare)).toBe("a step does not follow");
    expect(check(certificate)).toEqual(expected(one));
  });

  test.skipIf(!hasPython)("say the same in Python", async () => {
    const questions = new Questions();
    for (const [, one] of cases) {
      const { instance, certificate } = logOf(one);
      questions.add(instance, targetsOf(instance)[0].name, certificate);
    }
    const answers = await questions.answers();
    const told = answers.map((answer, i) => [cases[i][0], toldOf(answer)]);
    expect(told).toEqual(cases.map(([name, one]) => [name, expected(one)]));
  });
});
