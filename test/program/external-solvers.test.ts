import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { readInstance } from "../../src/io/read-instance.ts";
import { writeLp } from "../../src/program/lp-text.ts";
import { writeMps } from "../../src/program/mps-text.ts";
import type { Program } from "../../src/program/types.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { randomProgram } from "../solvers/programs.ts";
import { drawn } from "../support/drawn.ts";
import { type ExternalAnswer, externalSolvers } from "../support/external-solvers.ts";
import { testFolder } from "../support/folder.ts";
import { NASTY } from "./nasty.ts";

const WRITERS = { lp: writeLp, mps: writeMps } as const;
const folder = testFolder();

interface Case {
  readonly title: string;
  readonly program: Program;
  /** The optimum; undefined where there is no point. */
  readonly value: number | undefined;
}

/** Names that are words, numbers or signs of a format, or become equal without their signs, or are very long. */
const NAMES = parseInstance({
  mode: "placement",
  objectives: ["cost"],
  resources: ["free", "1e5", "inf", "e3"].map((id) => ({ id, capacity: { cpu: 1 } })),
  tasks: ["x-", "x:", "end", `a/very.long-name:${"that-goes-on/".repeat(100)}`].map((id, t) => ({
    id,
    demand: { cpu: 1 },
    cost: { free: 1, "1e5": 2, inf: 3, e3: t === 3 ? 1 : 9 },
  })),
});

const solvers = externalSolvers();
const isAnyHere = solvers.some(({ found }) => found !== undefined);
const cases = isAnyHere
  ? await casesOf([...Object.entries(NASTY), ...randomPrograms(), ...(await instances())])
  : [];

describe.each(solvers)("$name", (solver) => {
  for (const format of ["lp", "mps"] as const) {
    test(`reads ${format}`, (context) => {
      if (!solver.formats.includes(format)) context.skip(`${solver.name} has no such format`);
      if (solver.found === undefined) context.skip(`${solver.name} is not on this machine`);
      const files = cases.map(({ program }, i) =>
        folder.put(`${i}.${format}`, WRITERS[format](program)),
      );
      const answers = solver.solve(files, format);
      for (const [i, { title, value }] of cases.entries()) {
        expect.soft({ title, ...judged(answers[i], value) }).toEqual({ title, agrees: true });
      }
    });
  }
});

/** The programs with their optima; those that end in another way are left out. */
async function casesOf(programs: readonly (readonly [string, Program])[]): Promise<Case[]> {
  const highs = await findSolver("highs");
  const list: Case[] = [];
  for (const [title, program] of programs) {
    const { termination, point } = await highs.solve(program, {}, {});
    // Beyond this readers take values for infinite.
    if (Math.abs(point?.value ?? 0) > 1e15) continue;
    if (termination === "optimal" || termination === "infeasible") {
      list.push({ title, program, value: point?.value });
    }
  }
  return list;
}

function randomPrograms(): [string, Program][] {
  const random = makeRandom(5);
  return Array.from({ length: drawn(12) }, (_, i) => [
    `random ${i}`,
    randomProgram(random, { integer: 0.6, unbounded: true }),
  ]);
}

/** The programs of shipped instances that are solved in a moment. */
async function instances(): Promise<[string, Program][]> {
  const path = resolve(import.meta.dirname, "../../instances");
  const names = ["divisible", "edge", "infeasible", "stages"];
  const read = await Promise.all(names.map((name) => readInstance(resolve(path, `${name}.yaml`))));
  return [NAMES, ...read].flatMap((instance) =>
    targetsOf(instance).flatMap((target): [string, Program][] => {
      const encoding = formulate(instance, target, []);
      return "program" in encoding ? [[`${instance.name} ${target.name}`, encoding.program]] : [];
    }),
  );
}

/** Feasibility tolerances of the readers let values differ a little. */
function judged(answer: ExternalAnswer, value: number | undefined): object {
  if (value === undefined) {
    const agrees = "said" in answer && /infeasible|no .*feasible|f n/i.test(answer.said);
    return agrees ? { agrees } : answer;
  }
  const agrees =
    "value" in answer && Math.abs(answer.value - value) <= 1e-6 * Math.max(1, Math.abs(value));
  return agrees ? { agrees } : { ...answer, value };
}
