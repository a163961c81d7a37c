import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { plan } from "../../src/planner/plan.ts";

const task = (id: string, zone: string, optional = true) => ({
  id,
  demand: { cpu: 1 },
  cost: 1,
  eligible: { zone },
  ...(optional && { optional: true }),
});
const document = (...tasks: readonly object[]) => ({
  mode: "placement",
  resources: [{ id: "a", labels: { zone: "north" }, capacity: { cpu: 9 } }],
  tasks,
});

test("optional tasks whose labels no resource has are told, once for each reason, with the mend", async () => {
  const ids = ["b", "c", "d", "e", "f", "g"];
  const tasks = [task("a", "nrth"), ...ids.map((id) => task(id, "nort")), task("z", "north")];
  const { notes, termination } = await plan(parseInstance(document(...tasks)));
  expect(termination).toBe("optimal");
  expect(notes.slice(0, 2)).toEqual([
    expect.stringMatching(
      /^a \(optional\) runs nowhere: no resource has .*"nrth"\. Maybe .*"?north"?.*\.$/,
    ),
    expect.stringMatching(/^b, c, d, e, f and 1 more \(optional\) run nowhere: .*"nort"\. Maybe /),
  ]);
});

test("nothing is told of tasks that have a place, or must have one", async () => {
  expect((await plan(parseInstance(document(task("a", "north"))))).notes.join()).not.toMatch(
    /nowhere/,
  );
  const { termination, notes } = await plan(parseInstance(document(task("a", "nrth", false))));
  expect(termination).toBe("infeasible");
  expect(notes.join()).not.toMatch(/\(optional\)/);
});

test("optional tasks that ask for what no resource has any of are told, with the name that is meant", async () => {
  const asking = (id: string, demand: object) => ({ ...task(id, "north"), demand });
  const { notes } = await plan(
    parseInstance(
      document(
        asking("a", { cpus: 1 }),
        asking("b", { tape: { a: 1 } }),
        asking("none", { cpus: 0 }),
        asking("large", { cpu: 99 }),
      ),
    ),
  );
  expect(notes.filter((note) => note.includes("nowhere"))).toEqual([
    'a (optional) runs nowhere: no resource has any cpus. Maybe "cpu" is meant.',
    "b (optional) runs nowhere: no resource has any tape.",
  ]);
});
