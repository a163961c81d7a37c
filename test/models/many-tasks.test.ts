import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { sequencePieces } from "../../src/plan/sequence.ts";
import { verify } from "../../src/plan/verify.ts";
import { admit } from "../../src/program/admit.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";

/** Agreeable times over so many tasks that the sums of the window rows are carried in columns. */
function document(random: Random): object {
  let deadline = 12;
  return {
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r", count: 2, available: { from: "3s" } }],
    tasks: Array.from({ length: 90 }, (_, t) => {
      deadline += random.int(0, 3);
      const release = `${Math.floor(t / 3)}s`;
      return { id: `t${t}`, runtime: `${random.int(0, 4)}s`, release, deadline: `${deadline}s` };
    }),
    objectives: ["makespan"],
  };
}

test("90 tasks on two resources: a point exactly where the order by deadlines is in time", () => {
  const random = makeRandom(5);
  const seen = { kept: 0, broken: 0 };
  for (let n = 0; n < 40; n++) {
    const instance = parseInstance(document(random));
    const [target] = targetsOf(instance);
    const encoding = formulate(instance, target, []) as Encoding;
    const skew = random.int(50, 85);
    const assigned = [...instance.taskOfCopy.keys()].map((task) => ({
      task,
      resource: random.int(1, 100) <= skew ? 0 : 1,
    }));
    const plan = buildPlan(instance, sequencePieces(instance, assigned));
    const edd = encoding.decode(encoding.encode(plan));
    const { ok } = verify(instance, edd);
    const admitted = admit(encoding.program, encoding.encode(plan));
    expect("rejected" in admitted).toBe(!ok);
    seen[ok ? "kept" : "broken"]++;
    if ("rejected" in admitted) continue;
    expect(encoding.liftBound(admitted.value)).toBe(evaluateTarget(instance, edd, target));
  }
  expect(seen.kept).toBeGreaterThan(5);
  expect(seen.broken).toBeGreaterThan(5);
});

/** The most tasks that one machine can end in time (Moore 1968, DOI 10.1287/mnsc.15.1.102). */
function mostInTime(tasks: readonly { readonly runtime: number; readonly deadline: number }[]) {
  const kept: number[] = [];
  let end = 0;
  for (const { runtime, deadline } of tasks.toSorted((a, b) => a.deadline - b.deadline)) {
    kept.push(runtime);
    end += runtime;
    if (end <= deadline) continue;
    const longest = Math.max(...kept);
    kept.splice(kept.indexOf(longest), 1);
    end -= longest;
  }
  return kept.length;
}

test("as many of 60 optional tasks are in time as Moore's algorithm finds", async () => {
  const highs = await findSolver("highs");
  const random = makeRandom(8);
  for (let n = 0; n < 3; n++) {
    const tasks = Array.from({ length: 60 }, () => {
      const runtime = random.int(1, 20);
      return { runtime, deadline: random.int(runtime, 400) };
    });
    const instance = parseInstance({
      mode: "batch",
      exclusive: true,
      resources: [{ id: "r" }],
      tasks: tasks.map(({ runtime, deadline }, t) => ({
        id: `t${t}`,
        runtime: `${runtime}s`,
        deadline: `${deadline}s`,
        optional: true,
      })),
      objectives: ["throughput"],
    });
    const [target] = targetsOf(instance);
    const encoding = formulate(instance, target, []) as Encoding;
    const { point } = await highs.solve(encoding.program, {}, {});
    const plan = encoding.decode(point!.x);
    expect(verify(instance, plan)).toMatchObject({ ok: true });
    expect(plan.task.length).toBe(mostInTime(tasks));
  }
});
