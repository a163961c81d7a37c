import { existsSync, readFileSync } from "node:fs";
import { actions } from "./actions.mjs";
import { batch } from "./batch.mjs";
import { bounds } from "./bounds.mjs";
import { certificates } from "./certificates.mjs";
import { certificatesOverTime } from "./certificates-over-time.mjs";
import { check } from "./check.mjs";
import { clauses } from "./clauses.mjs";
import { judging } from "./judging.mjs";
import { methods } from "./methods.mjs";
import { models } from "./models.mjs";
import { moves } from "./moves.mjs";
import { opening } from "./opening.mjs";
import { planner } from "./planner.mjs";
import { program } from "./program.mjs";
import { replan } from "./replan.mjs";
import { simulation } from "./simulation.mjs";
import { traits } from "./traits.mjs";
import { verifier } from "./verifier.mjs";

const LISTS = [
  verifier,
  check,
  certificates,
  certificatesOverTime,
  bounds,
  program,
  models,
  methods,
];

/** Tests of certificates that climb from true ones to false ones, by kind. */
const CLIMB = "test/fuzz/certificates/climb.test.ts";

/** All mutants, as one list of { file, from, to, tests }, where `tests` are lists of arguments of vitest. */
export const MUTANTS = [
  ...LISTS,
  opening,
  planner,
  replan,
  batch,
  simulation,
  traits,
  actions,
  moves,
  judging,
  clauses,
]
  .flat()
  .flatMap(({ file, tests, kinds, changes }) => {
    const climb = kinds === undefined ? [] : [[CLIMB, "-t", `: (${kinds.join("|")})$`]];
    const own = tests.length === 0 ? climb : [tests, ...climb];
    return changes.map(([from, to]) => ({ file, from, to, tests: own }));
  });

/** Those whose file or change holds one of the texts, all without any. Throws if a line is not there once. */
export function mutantsOf(texts) {
  const found = MUTANTS.filter(({ file, from }) =>
    texts.length === 0 ? true : texts.some((text) => file.includes(text) || from.includes(text)),
  );
  const strays = strayMutants(found);
  if (strays.length > 0) throw new Error(`Not there, or more than once:\n${strays.join("\n")}`);
  return found;
}

/** Mutants whose line does not stand in its file exactly once, as text. */
export function strayMutants(mutants) {
  const stray = mutants.filter(({ file, from }) => {
    return !existsSync(file) || readFileSync(file, "utf8").split(from).length !== 2;
  });
  return stray.map(({ file, from }) => `${file}: ${from}`);
}

/** Every list of arguments that the mutants run, once. */
export function testsOf(mutants) {
  const lists = mutants.flatMap(({ tests }) => tests);
  return [...new Map(lists.map((words) => [words.join(" "), words])).values()];
}
