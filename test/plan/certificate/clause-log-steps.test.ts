import { describe, expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { RULE } from "../../../src/plan/certificate/over-time/clause-log/lemmas.ts";
import { hasPython, Questions } from "../../independent/ask.ts";

/** Tasks a, of 10 ms, and b, of 20 ms, one at a time, and y and z beside them, which cannot both end by 60. */
const document = (host: object = {}) => ({
  mode: "batch",
  objectives: ["makespan"],
  limits: [],
  resources: [
    { id: "h", capacity: { memory: "1MiB", cpu: 0 } },
    { id: "g", capacity: { cpu: 1 }, ...host },
  ],
  tasks: [
    { id: "y", runtime: "51ms", demand: { memory: "1MiB" } },
    { id: "z", runtime: "50ms", demand: { memory: "1MiB" } },
    { id: "a", runtime: "10ms", demand: { cpu: 1 } },
    { id: "b", runtime: "20ms", demand: { cpu: 1 } },
  ],
});
const INSTANCE = parseInstance(document());
const [MEMORY, CPU] = ["memory", "cpu"].map((name) =>
  INSTANCE.dimensions.findIndex((dimension) => dimension.name === name),
);

const [A, B] = [2, 3];
/** Literals: a variable is at least a number, or at most. */
const from = (variable: number, value: number) => [2 * variable, value];
const upTo = (variable: number, value: number) => [2 * variable + 1, -value];
const [startA, startB] = [1 + 2 * A, 1 + 2 * B];
const [endA, endB] = [startA + 1, startB + 1];
/** Stands for a contradiction: no makespan is that large. */
const NEVER = [0, 2 ** 29];
const lemma = (rule: keyof typeof RULE, concluded: readonly number[], ...reads: number[]) => [
  ...[-1 - RULE[rule], ...concluded, ...reads],
];
const step = (
  clause: readonly (readonly number[])[],
  ...reasons: readonly (readonly number[])[]
) => [clause.length, ...clause.flat(), ...reasons.flat()];

const log = (steps: readonly (readonly number[])[], capacities: readonly object[] = []) => ({
  ...{ kind: "clause-log", refuted: 60, orders: [], steps },
  capacities: [{ of: MEMORY, resources: [0] }, { of: CPU, resources: [1] }, ...capacities],
});

/** Ends every log in which nothing false was said before. */
const LAST = step([], lemma("energy", NEVER, 0, 0, 60));
/** Clause 0: not both start at 0. */
const EITHER = step([from(startA, 1), from(startB, 1)], lemma("timeTable", NEVER, 1, 0, 1, 0));
const [USE_EITHER] = [[0]];
const late = lemma("runs", NEVER, B);
const FALSE = "a lemma does not hold";
const OPEN = "a step does not follow";

const cases: readonly (readonly [string, readonly (readonly number[])[], string | number])[] = [
  [
    "a clause of two is no more than that",
    [EITHER, step([from(endA, 11)], lemma("runs", NEVER, A)), LAST],
    FALSE,
  ],
  ["nor is its second literal sure", [EITHER, step([from(endB, 21)], late), LAST], FALSE],
  [
    "a clause with one literal open raises it",
    [EITHER, step([from(startA, 1), from(endB, 21)], USE_EITHER, late), LAST],
    61,
  ],
  [
    "one with both open raises none",
    [EITHER, step([from(endB, 21)], USE_EITHER, late), LAST],
    FALSE,
  ],
  [
    "at its edge a literal is open",
    [EITHER, step([from(startA, 2), from(endB, 21)], USE_EITHER, late), LAST],
    FALSE,
  ],
  [
    "a clause with none open is a contradiction",
    [EITHER, step([from(startA, 1), from(startB, 1)], USE_EITHER), LAST],
    61,
  ],
  [
    "what a lemma concludes stays",
    [step([upTo(startA, 9), from(endA, 20)], lemma("runs", from(endA, 20), A)), LAST],
    61,
  ],
  [
    "and what it assumes does not",
    [step([upTo(startA, 9)], lemma("runs", from(endA, 20), A)), LAST],
    OPEN,
  ],
  [
    "what a step assumed is forgotten",
    [EITHER, EITHER, step([], lemma("timeTable", NEVER, 1, 0, 1, 0))],
    FALSE,
  ],
];

describe("steps of logs of clauses", () => {
  const told = (answer: object) => {
    const { bound, rejected } = answer as { bound?: number; rejected?: string };
    return bound ?? rejected;
  };
  const expected = (end: string | number) =>
    typeof end === "number" ? end : expect.stringContaining(end);

  test.each(cases)("%s", (_, steps, end) => {
    const [target] = targetsOf(INSTANCE);
    expect(told(checkCertificate(INSTANCE, target, log(steps)))).toEqual(expected(end));
  });

  test("what is exclusive is a capacity of exclusive resources alone", () => {
    for (const [host, end] of [
      [{}, "is no exclusive one"],
      [{ exclusive: true }, 61],
    ] as const) {
      const instance = parseInstance(document(host));
      const certificate = log([LAST], [{ of: "exclusive", resources: [1] }]);
      const checked = checkCertificate(instance, targetsOf(instance)[0], certificate);
      expect(told(checked)).toEqual(expected(end));
    }
  });

  test.skipIf(!hasPython)("say the same in Python", async () => {
    const questions = new Questions();
    for (const [, steps] of cases) {
      questions.add(INSTANCE, targetsOf(INSTANCE)[0].name, log(steps));
    }
    const answers = (await questions.answers()).map((answer, i) => [cases[i][0], told(answer)]);
    expect(answers).toEqual(cases.map(([name, , end]) => [name, expected(end)]));
  });
});
