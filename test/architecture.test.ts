import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { OBJECTIVE_NAMES } from "../src/instance/objectives/registry.ts";

const root = resolve(import.meta.dirname, "..");

/** The floor of each room; an import goes to a lower floor or stays inside its room. */
const FLOOR: Readonly<Record<string, number>> = {
  "src/util": 0,
  "src/instance": 1,
  // The doors of the room: a document is read with the keys that rules read by themselves.
  "src/instance/parse.ts": 1.6,
  "src/instance/json-schema.ts": 1.6,
  "src/plan": 1.5, // plan reads instance; program stands beside it
  "src/program": 1,
  models: 2,
  "src/solvers": 2,
  "src/bounds": 2,
  "src/cores": 2.05, // it reads limits of earlier levels as bounds do
  "src/heuristics": 2.2, // it may be handed an exact method for a part
  "src/exact": 2.1,
  "src/learn": 2.3, // it may be handed plans and heuristics
  "src/planner": 3,
  "src/replan": 3.5, // it plans what is left of an earlier plan
  "src/edit": 1.7, // it parses documents after edits
  "src/explain": 3.6, // it plans what is left of a document, or what is more than it
  "src/alternatives": 3.6, // it plans with one task forced elsewhere
  "src/whatif": 3.65, // it plans edited documents
  "src/simulate": 3.7, // it plays plans and compares them with what is planned and proven
  "src/io": 4,
  "src/report": 4,
  "src/check": 4.2, // it reads what plan files state, and says what outcomes do
  "src/batch": 4.5, // it plans instance files and writes plan files
  "src/compare": 4.6, // it lists folders as batches do
  "src/hunt": 4.65, // it asks contestants for plans
  "src/cli": 5,
  "src/index.ts": 5,
};

const FORBIDDEN: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^src\/plan\//, /^src\/program\//, "plan and program do not know each other"],
  [/^src\/program\//, /^src\/instance\//, "a program knows no tasks and no resources"],
  [/^src\/solvers\//, /^src\/(instance|plan)\//, "a solver sees only programs"],
  [
    /^models\//,
    /^src\/plan\/(verify|rules|evaluate|objectives)/,
    "a formulation never imports the verifier, but for the type of what a rule has read of the document",
  ],
  [/^models\//, /^src\/solvers\//, "a formulation does not know solvers"],
];

const files = ["src", "models"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);

const imports = files.flatMap((file) => {
  const text = readFileSync(join(root, file), "utf8");
  const found = [...text.matchAll(/(?:import (type) [^;"]*?)?(?:from|import\()\s*"(\.[^"]+)"/g)];
  return found.map(([, type, target]) => ({
    file,
    isType: type !== undefined,
    target: relative(root, resolve(root, dirname(file), target as string)),
  }));
});

function room(file: string): string {
  const found = Object.keys(FLOOR)
    .filter((name) => file === name || file.startsWith(`${name}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (found === undefined) throw new Error(`${file} stands in no room; give its folder a floor.`);
  return found;
}

test("imports point to a lower floor or stay inside the room", () => {
  const wrong = imports.filter(({ file, target }) => {
    const [from, to] = [room(file), room(target)];
    return from !== to && (FLOOR[to] as number) >= (FLOOR[from] as number);
  });
  expect(wrong).toEqual([]);
  expect(imports.length).toBeGreaterThan(50);
});

/** True of the rule that a formulation is for, by their names. */
function isRuleOf(file: string, target: string): boolean {
  return target === file.replace(/^models\//, "src/plan/rules/");
}

test("the two roads to every truth stay apart", () => {
  const wrong = imports.flatMap(({ file, target, isType }) =>
    FORBIDDEN.filter(
      ([from, to]) => from.test(file) && to.test(target) && !(isType && isRuleOf(file, target)),
    ).map(([, , why]) => `${file} imports ${target}: ${why}`),
  );
  expect(wrong).toEqual([]);
});

test("no cycle among imports, those of types included", () => {
  const next = new Map<string, string[]>();
  for (const { file, target } of imports) next.set(file, [...(next.get(file) ?? []), target]);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) throw new Error(`cycle: ${[...path, file].join(" -> ")}`);
    if (done.has(file)) return;
    for (const target of next.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  expect(() => {
    for (const file of files) visit(file, []);
  }).not.toThrow();
});

test("only the command line prints or exits", () => {
  const loud = files.filter(
    (file) =>
      !file.startsWith("src/cli/") &&
      /console\.\w+\(|process\.(exit|stdout|stderr)/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(loud).toEqual([]);
});

/** More is two ideas. */
const MOST_LINES = 300;

test("files are short, tests and tools too", () => {
  const others = ["test", "bench", "scripts", ".ci"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|mjs)$/.test(name))
      .map((name) => join(folder, name)),
  );
  expect(others.length).toBeGreaterThan(300);
  const long = [...files, ...others].filter((file) => {
    return readFileSync(join(root, file), "utf8").split("\n").length - 1 > MOST_LINES;
  });
  expect(long).toEqual([]);
});

test("no two exported types of one name", () => {
  const seen = new Map<string, string[]>();
  for (const file of files) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, name] of text.matchAll(/^export (?:interface|class|type) (\w+)/gm)) {
      seen.set(name as string, [...(seen.get(name as string) ?? []), file]);
    }
  }
  expect([...seen].filter(([, where]) => where.length > 1)).toEqual([]);
});

/** By file its text without comments. */
const code = new Map(
  files.map((file) => [
    file,
    readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ""),
  ]),
);

/** The files whose code has something. */
function filesWith(pattern: RegExp): readonly string[] {
  return files.filter((file) => pattern.test(code.get(file) as string)).sort();
}

test("one loop runs through the events of methods, and they offer nothing by themselves", () => {
  expect(filesWith(/\.events\(/)).toEqual(["src/planner/drive.ts"]);
  expect(filesWith(/\bincumbent\.(?:offer|raise|refute)\(/)).toEqual([
    "src/planner/bound-search.ts",
    "src/planner/certify.ts",
    "src/planner/drive.ts",
    "src/planner/first-plan.ts",
    "src/planner/plan.ts",
    "src/planner/robust/levels.ts",
    "src/planner/robust/surrogate.ts",
  ]);
});

/** Who names three objectives or more, and why that is no table of them. */
const NAMING: Readonly<Record<string, string>> = {
  "src/instance/read/key-words.ts": "words that people write for keys of documents",
  "src/io/kubernetes/rows/objectives.ts": "what is minimised where a cluster asks for nothing",
  "src/plan/certificate/feature-sum.ts": "the sums that one kind of certificate bounds",
  "src/planner/methods/limits.ts": "the quick bounds that may show that there is no plan",
  "src/planner/over-time/bounds.ts": "certificates that are each made for one objective",
};

test("objectives are told apart by name in their modules and in programs alone", () => {
  const isElsewhere = (file: string) => !/^(?:models|src\/instance\/objectives)\//.test(file);
  const named = files.filter((file) => {
    const found = [...OBJECTIVE_NAMES, "migrations"].filter((name) =>
      code.get(file)?.includes(`"${name}"`),
    );
    return isElsewhere(file) && found.length >= 3;
  });
  expect(named.sort()).toEqual(Object.keys(NAMING).sort());
  const keyed = filesWith(/(?:Record|Map|Set)<ObjectiveName\b|\bin ObjectiveName\]/);
  expect(keyed).toEqual(["models/objectives.ts", "models/schedule/formulate.ts"]);
});

/** Parts of plans in motion and doors to them: they too have something that comes and goes. */
const BESIDE_STATES = [
  "src/heuristics/list-plan.ts",
  "src/heuristics/schedule/gang.ts",
  "src/heuristics/schedule/setup-line.ts",
  "src/heuristics/schedule/timeline.ts",
];

test("there are four kinds of plans in motion", () => {
  /** Declared as a method or a function, not called. */
  const declared = (words: string) =>
    new RegExp(`^\\s*(?:export )?(?:function )?(?:${words})\\((?:$|.*\\{$|.*\\): \\w+;$)`, "m");
  const takes = new Set(filesWith(declared("take|remove|drop|lift|unplace")));
  const both = filesWith(declared("put|place|add|insert")).filter((file) => takes.has(file));
  expect(both).toEqual(
    [
      "src/heuristics/assignment/loads.ts",
      "src/heuristics/robust/over-time/stays.ts",
      "src/heuristics/schedule/partial-schedule.ts",
      "src/heuristics/state/state.ts",
      ...BESIDE_STATES,
    ].sort(),
  );
});
