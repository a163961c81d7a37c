import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { readInstance } from "../../src/io/read-instance.ts";
import { writeLp } from "../../src/program/lp-text.ts";
import { writeMps } from "../../src/program/mps-text.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { externalSolvers } from "../support/external-solvers.ts";
import { testFolder } from "../support/folder.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";
const folder = testFolder();
test("all", async () => {
  const random = makeRandom(77);
  const docs: any[] = [];
  for (let i = 0; i < 40; i++) docs.push(randomDocument(random, {}));
  for (let i = 0; i < 40; i++) docs.push(randomSchedule(random));
  const highs = await findSolver("highs");
  const cases: any[] = [];
  const list: any[] = [];
  for (const d of docs) { try { list.push(parseInstance(d)); } catch {} }
  for (const n of ["cloud","edge","serving","stages","divisible","tonight"]) list.push(await readInstance(`instances/${n}.yaml`));
  for (const instance of list) for (const target of targetsOf(instance)) {
    const e = formulate(instance, target, []);
    if (!("program" in e)) continue;
    const { termination, point } = await highs.solve(e.program, { timeLimit: 20000 } as any, {});
    if (termination !== "optimal" && termination !== "infeasible") { console.log("skip", instance.name, target.name, termination); continue; }
    cases.push({ title: `${instance.name} ${instance.mode} ${target.name}`, program: e.program, value: point?.value });
  }
  console.log(cases.length, "cases", cases.filter(c => c.value === undefined).length, "infeasible");
  let bad = 0;
  for (const s of externalSolvers()) for (const f of s.formats) {
    if (s.found === undefined) { console.log(s.name, "missing"); continue; }
    const files = cases.map((c, i) => folder.put(`${i}.${f}`, (f === "lp" ? writeLp : writeMps)(c.program)));
    const answers = s.solve(files, f);
    answers.forEach((a: any, i) => {
      const v = cases[i].value;
      const ok = v === undefined ? "said" in a && /infeasible|no .*feasible|f n/i.test(a.said) : "value" in a && Math.abs(a.value - v) <= 1e-6 * Math.max(1, Math.abs(v));
      if (!ok) { bad++; console.log(s.name, f, i, cases[i].title, v, JSON.stringify(a).slice(0, 300)); }
    });
  }
  console.log("bad", bad);
  expect(1).toBe(1);
}, 3_000_000);
