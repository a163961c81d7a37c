import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as berth from "../src/index.ts";

const placement = berth.parseInstance({
  mode: "placement",
  objectives: ["cost"],
  resources: [{ id: "host", count: 2, capacity: { cpu: 4 }, price: "1/h" }],
  tasks: [{ id: "web", count: 3, demand: { cpu: 1 } }],
});
const [cost] = berth.targetsOf(placement);
const outcome = await berth.plan(placement);
const found = outcome.plan as berth.VerifiedPlan;
const situation: berth.Situation = {
  instance: placement,
  earlier: [...berth.assignments(found)],
  now: 0,
  down: new Set([0]),
  migrations: { level: "first" },
};

/** Calls as a program without types makes them; what they must say. */
const WRONG: readonly (readonly [call: string, run: () => unknown, says: RegExp])[] = [
  ["plan()", () => plan(), /plan expected an instance, got nothing\.\nMaybe parseInstance/],
  ["plan(document)", () => plan({ tasks: [] }), /plan expected an instance, got a map/],
  ["plan(path)", () => plan("night.yaml"), /an instance, got "night.yaml"/],
  [
    "plan(promise)",
    () => plan(berth.plan(placement)),
    /got a promise\.\nMaybe put await before it/,
  ],
  ["plan(..., text)", () => plan(placement, "fast"), /a map of options, got "fast"/],
  [
    "timelimit",
    () => plan(placement, { timelimit: 5 }),
    /no option "timelimit"\.\nMaybe timeLimit/,
  ],
  ["time_limit", () => plan(placement, { time_limit: 5 }), /Maybe timeLimit\./],
  [
    "effort",
    () => plan(placement, { effort: 5 }),
    /no option "effort"\.\nMaybe one of: objectives/,
  ],
  ["a limit as text", () => limit("10s"), /timeLimit: milliseconds, 0 or more, got "10s"/],
  ["a limit below 0", () => limit(-1), /got -1/],
  ["a limit that is no number", () => limit(Number.NaN), /got NaN/],
  ["an endless limit", () => limit(Number.POSITIVE_INFINITY), /no timeLimit at all for none/],
  ["half a work limit", () => plan(placement, { workLimit: "a" }), /workLimit: units of work/],
  ["a gap in percent", () => plan(placement, { gap: 5 }), /gap: a share from 0 to below 1, got 5/],
  ["a gap as text", () => plan(placement, { gap: "5%" }), /Maybe 0\.001 for 0\.1 %/],
  ["a broken seed", () => plan(placement, { seed: 1.5 }), /seed: an integer of 32 bits/],
  ["method", () => plan(placement, { method: 3 }), /method: a name, got 3/],
  ["without", () => plan(placement, { without: "packing" }), /without: a list of names/],
  ["objective names", () => plan(placement, { objectives: ["cost"] }), /objectivesFromText/],
  ["no objective", () => plan(placement, { objectives: [] }), /got an empty list/],
  ["a signal", () => plan(placement, { signal: {} }), /signal: an AbortSignal/],
  ["onTrace", () => plan(placement, { onTrace: "x" }), /onTrace: a function/],
  ["policy", () => plan(placement, { policy: {} }), /readPolicyFile/],
  ["earlier", () => plan(placement, { earlier: {} }), /an earlier run/],
  ["methodsFor", () => loose.methodsFor({}), /methodsFor expected an instance/],
  ["methodsFor options", () => loose.methodsFor(placement, { objective: 1 }), /no option/],
  ["targetsOf", () => loose.targetsOf(), /targetsOf expected an instance/],
  ["targetsOf names", () => loose.targetsOf(placement, ["cost"]), /objectivesFromText/],
  ["objectivesFromText", () => loose.objectivesFromText(placement, ["cost"]), /one text/],
  ["contentHash", () => loose.contentHash({}), /contentHash expected an instance/],
  ["verify", () => loose.verify(placement), /the columns of a plan, got nothing/],
  ["verify of more", () => loose.verify(placement, found), /Maybe outcome\.plan\.plan/],
  ["verifyPlanFile", () => loose.verifyPlanFile(placement, "plan.json"), /readPlan\(path, inst/],
  [
    "checkCertificate",
    () => loose.checkCertificate(placement, "cost", {}),
    /targetsOf\(instance\)/,
  ],
  ["checkProof", () => loose.checkProof(placement, undefined, {}), /a target, got nothing/],
  ["evaluateTarget", () => loose.evaluateTarget(placement, found.plan, "cost"), /a target/],
  [
    "evaluateTarget of more",
    () => loose.evaluateTarget(placement, found, cost),
    /columns of a plan/,
  ],
  ["printedValue", () => loose.printedValue("cost", 3), /printedValue expected a target/],
  ["objectiveValue", () => loose.objectiveValue(outcome), /one of outcome\.levels/],
  ["verdict", () => loose.verdict(found), /verdict expected an outcome/],
  ["outcomeDocument", () => loose.outcomeDocument(outcome, placement), /expected an instance/],
  ["planSvg", () => loose.planSvg(outcome), /planSvg expected a verified plan/],
  ["assignments", () => [...loose.assignments(outcome)], /absent where no plan was found/],
  ["recoveryAssignments", () => [...loose.recoveryAssignments()], /a verified plan/],
  ["taskCopyId", () => berth.taskCopyId(placement, 3), /task copy of number 3: the instance has 3/],
  ["resourceCopyId", () => loose.resourceCopyId(placement, "host#1"), /number "host#1"/],
  ["readInstance", () => loose.readInstance(), /the path of a file, got nothing/],
  ["readPlan", () => loose.readPlan("plan.json"), /readPlan expected an instance/],
  [
    "writePlan",
    () => loose.writePlan("plan.json", undefined, outcome),
    /a verified plan, got noth/,
  ],
  ["writePlan without", () => loose.writePlan("plan.json", found), /an outcome, got nothing/],
  ["writePlan nowhere", () => loose.writePlan(undefined, found, outcome), /path of a file/],
  ["replan", () => loose.replan({ instance: placement }), /a situation, got a map/],
  ["replan from", () => loose.replan({ ...situation, earlier: "a" }), /earlier: the list/],
  ["replan at", () => loose.replan({ ...situation, now: "1h" }), /now: milliseconds/],
  ["replan without ids", () => loose.replan({ ...situation, down: ["a"] }), /findResourceCopy/],
  ["replan without", () => loose.replan({ ...situation, down: new Set(["a"]) }), /number "a"/],
  ["replan by", () => loose.replan({ ...situation, migrations: "first" }), /level: "first"/],
  ["replan of", () => loose.replan({ ...situation, instance: {} }), /expected an instance/],
];

// biome-ignore lint/suspicious/noExplicitAny: these calls are wrong on purpose
const loose = berth as any;
const plan = (...given: readonly unknown[]): unknown => loose.plan(...given);
const limit = (timeLimit: unknown): unknown => plan(placement, { timeLimit });

test.each(WRONG)("a wrong call says what was expected: %s", async (_, run, says) => {
  const error = await Promise.resolve()
    .then(run)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(error).toBeInstanceOf(berth.UsageError);
  expect((error as Error).message).toMatch(says);
});

test("what is left undefined is not given", async () => {
  const options = { timeLimit: undefined, signal: undefined } as unknown as berth.PlanOptions;
  expect((await berth.plan(placement, options)).termination).toBe("optimal");
});

test("copies go by ids and by numbers", () => {
  for (const copy of [0, 1, 2]) {
    expect(berth.findTaskCopy(placement, berth.taskCopyId(placement, copy))).toBe(copy);
  }
  expect(berth.findResourceCopy(placement, "host#2")).toBe(1);
  expect(berth.findResourceCopy(placement, "host#3")).toBeUndefined();
});

test("a replan says what becomes of each task", async () => {
  const { outcome: next, past } = await berth.replan(situation);
  const changes = berth.changesOf(situation, past, (next.plan as berth.VerifiedPlan).plan);
  expect(changes.map(({ task }) => task)).toEqual(["web#1", "web#2", "web#3"]);
  expect(new Set(changes.flatMap(({ to }) => to?.resources ?? []))).toEqual(new Set(["host#2"]));
});

test("every name of the library has a docstring", () => {
  const index = readFileSync(new URL("../src/index.ts", import.meta.url), "utf8");
  const missing = [...index.matchAll(/export (?:type )?\{([^}]*)\} from "(.*)"/g)].flatMap(
    ([, names, file]) => {
      const text = readFileSync(new URL(`../src/${file}`, import.meta.url), "utf8");
      return (names.match(/\b[a-zA-Z]+\b/g) ?? [])
        .filter((name) => name !== "type")
        .filter((name) => !hasDocstring(text, name));
    },
  );
  expect(missing).toEqual([]);
});

function hasDocstring(text: string, name: string): boolean {
  return new RegExp(
    `\\*/\\nexport (?:async )?(?:function\\*?|class|interface|type|const) ${name}\\b|^export type \\{.*\\b${name}\\b`,
    "m",
  ).test(text);
}
