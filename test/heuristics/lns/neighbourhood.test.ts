import { expect, test } from "vitest";
import { linkedOrder } from "../../../src/heuristics/lns/linked.ts";
import {
  KINDS,
  type Neighbourhood,
  neighbourhoodSelector,
} from "../../../src/heuristics/lns/neighbourhood.ts";
import { bundleOf } from "../../../src/instance/bundles.ts";
import { linkEnds } from "../../../src/instance/links.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { usablePairs } from "../../../src/instance/usable.ts";
import { buildPlan } from "../../../src/plan/build.ts";
import type { Plan } from "../../../src/plan/types.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { anyPlan } from "../../support/any-plan.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { randomDocument } from "../../support/random-document.ts";
import { randomStages } from "../../support/random-stages.ts";

/** Random small instances of every rule with a plan to start from. */
function* cases(count: number): Generator<{ seed: number; instance: Instance; plan: Plan }> {
  for (let seed = 0; seed < count; seed++) {
    const random = makeRandom(seed);
    const document =
      seed % 4 === 3
        ? randomStages(random, { maxTasks: 7 })
        : randomDocument(random, { maxTasks: 7, maxResources: 4 });
    const instance = parseInstance(document);
    const plan = anyPlan(instance, targetsOf(instance)[0], seed);
    if (plan !== undefined) yield { seed, instance, plan };
  }
}

/** What a neighbourhood leaves to each task copy, as plain data. */
function listsOf(instance: Instance, { scope }: Neighbourhood): (readonly number[])[] {
  return Array.from(instance.taskOfCopy, (_, task) => [...(scope.copiesOf(task) ?? [])]);
}

test("a neighbourhood holds the plan, only usable copies, and counts what it frees", () => {
  const freed = new Map<string, number>();
  let seen = 0;
  for (const { seed, instance, plan } of cases(drawn(600))) {
    const selector = neighbourhoodSelector(instance, targetsOf(instance)[0]);
    const usable = usablePairs(instance);
    const bundles = bundleOf(instance);
    const held = Array.from(instance.taskOfCopy, () => new Set<number>());
    for (let k = 0; k < plan.task.length; k++) held[plan.task[k]].add(plan.resource[k]);
    for (const kind of KINDS) {
      for (const size of [0, 1, 6, 60, 20_000]) {
        const part = selector.free(plan, kind, size, makeRandom(seed));
        expect(part.kind).toBe(kind);
        const lists = listsOf(instance, part);
        let moving = 0;
        lists.forEach((list, task) => {
          const tag = `seed ${seed} ${kind} ${size} task ${task}`;
          const t = instance.taskOfCopy[task];
          const isUsable = (copy: number) =>
            usable[t * instance.resources.length + instance.resourceOfCopy[copy]] === 1;
          // Ascending and without doubles, as a scope must be. To expect each of so many by itself would take most of the time.
          const isRight =
            list.every((copy, i) => isUsable(copy) && !(copy <= list[i - 1])) &&
            [...held[task]].every((copy) => list.includes(copy));
          if (!isRight) expect.fail(`${tag}: ${list}`);
          if (list.length > held[task].size) moving++;
        });
        expect(part.freed).toBeGreaterThanOrEqual(moving);
        expect(part.freed).toBeLessThanOrEqual(lists.length);
        expect(part.pairs).toBeLessThanOrEqual(lists.flat().length);
        freed.set(kind, (freed.get(kind) ?? 0) + moving);
        // Who must stand together may go together: members of a group have a common way out or none.
        for (const { tasks } of instance.colocate) {
          const members = lists.flatMap((list, task) =>
            tasks.includes(instance.taskOfCopy[task]) ? [{ list, task }] : [],
          );
          const loose = members.some(({ list, task }) => list.length > held[task].size);
          if (!loose) continue;
          const root = bundles[instance.taskOfCopy[members[0].task]];
          expect(members.every(({ task }) => bundles[instance.taskOfCopy[task]] === root)).toBe(
            true,
          );
          const everywhere = new Set(members.flatMap(({ list }) => [...list]));
          for (const { list, task } of members) {
            const r = (copy: number) => instance.resourceOfCopy[copy];
            const base = instance.taskOfCopy[task] * instance.resources.length;
            const could = [...everywhere].filter((copy) => usable[base + r(copy)] === 1);
            expect(list).toEqual(could.sort((a, b) => a - b));
          }
        }
        seen++;
      }
    }
  }
  expect(seen).toBeGreaterThan(atLeast(2000));
  for (const kind of KINDS) expect(freed.get(kind), kind).toBeGreaterThan(atLeast(200));
});

test("equal seeds free alike, and others do not always", () => {
  let differs = 0;
  for (const { seed, instance, plan } of cases(60)) {
    const selector = neighbourhoodSelector(instance, targetsOf(instance)[0]);
    for (const kind of KINDS) {
      const free = (from: number) =>
        listsOf(instance, selector.free(plan, kind, 8, makeRandom(from)));
      expect(free(seed)).toEqual(free(seed));
      if (JSON.stringify(free(seed)) !== JSON.stringify(free(seed + 1))) differs++;
    }
  }
  expect(differs).toBeGreaterThan(atLeast(30));
});

test("larger sizes free more", () => {
  const tasks = Array.from({ length: 60 }, (_, t) => ({
    id: `t${t}`,
    demand: { cpu: 1 },
    cost: t,
  }));
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "r", count: 40, capacity: { cpu: 2 } }],
    tasks,
  });
  const copies = Array.from({ length: 60 }, (_, t) => ({ task: t, resource: Math.floor(t / 2) }));
  const plan = buildPlan(instance, copies);
  const selector = neighbourhoodSelector(instance, targetsOf(instance)[0]);
  for (const kind of KINDS) {
    const freed = [10, 60, 400, 20_000].map((size) => {
      const parts = [1, 2, 3].map((seed) => selector.free(plan, kind, size, makeRandom(seed)));
      for (const { pairs } of parts) expect(pairs).toBeLessThanOrEqual(Math.max(60, 2 * size));
      return parts.reduce((sum, part) => sum + part.freed, 0);
    });
    expect(freed).toEqual([...freed].sort((a, b) => a - b));
    expect(freed[3]).toBeGreaterThan(freed[0]);
  }
});

test("trees of linked stages stand together in the random order, each copy with its own", () => {
  let trees = 0;
  for (let seed = 0; seed < drawn(80); seed++) {
    const instance = parseInstance(randomStages(makeRandom(seed), { maxTasks: 7 }));
    const order = [...linkedOrder(instance, makeRandom(seed))];
    const all = [...instance.taskOfCopy.keys()];
    expect([...order].sort((a, b) => a - b)).toEqual(all);
    const at = new Map(order.map((task, i) => [task, i]));
    const ends = linkEnds(instance);
    for (const root of instance.tasks.keys()) {
      const tree = [root];
      for (const t of tree) {
        for (const { other } of ends[t]) if (!tree.includes(other)) tree.push(other);
      }
      if (tree.length < 2) continue;
      trees++;
      for (let copy = 0; copy < instance.tasks[root].count; copy++) {
        const places = tree.map((t) => at.get(instance.taskCopyStart[t] + copy) ?? Number.NaN);
        expect(Math.max(...places) - Math.min(...places)).toBe(tree.length - 1);
      }
    }
  }
  expect(trees).toBeGreaterThan(atLeast(60));
});

test("where transfers are paid, a random part frees linked stages whole as far as its size goes", () => {
  let whole = 0;
  for (let seed = 0; seed < drawn(40); seed++) {
    const pipeline = (id: string) => ({
      id,
      stages: ["a", "b", "c"].map((stage) => ({ id: stage, cost: 1, output: "1GiB" })),
    });
    const instance = parseInstance({
      mode: "placement",
      resources: [{ id: "r" }, { id: "s" }, { id: "u" }],
      transfer: [{ from: "*", to: "*", price: "1/GiB" }],
      tasks: ["p", "q", "v", "w"].map(pipeline),
    });
    const plan = buildPlan(
      instance,
      [...instance.taskOfCopy.keys()].map((task) => ({ task, resource: task % 3 })),
    );
    const part = neighbourhoodSelector(instance, targetsOf(instance)[0]).free(
      plan,
      "random",
      9,
      makeRandom(seed),
    );
    const isFree = listsOf(instance, part).map((list) => list.length > 1);
    const perTree = [0, 3, 6, 9].map((from) => isFree.slice(from, from + 3).filter(Boolean).length);
    // At most the last one taken is cut.
    expect(perTree.filter((count) => count > 0 && count < 3).length).toBeLessThanOrEqual(1);
    whole += perTree.filter((count) => count === 3).length;
  }
  expect(whole).toBeGreaterThanOrEqual(atLeast(40));
});

test("nothing to free, one task, one copy and unplaced tasks are no trouble", () => {
  const box = { id: "r", count: 3, capacity: { cpu: 1 } };
  const task = { id: "t", demand: { cpu: 1 }, cost: 1 };
  const documents = [
    { resources: [box], tasks: [] },
    { resources: [box], tasks: [{ ...task, optional: true, forbidden: ["r"] }] },
    { resources: [box], tasks: [task] },
    { resources: [{ ...box, count: 1 }], tasks: [{ ...task, optional: true, count: 3 }] },
  ];
  for (const document of documents) {
    const instance = parseInstance({ mode: "placement", ...document });
    const placed = document.tasks.some((one) => !("optional" in one));
    const plan = buildPlan(instance, placed ? [{ task: 0, resource: 0 }] : []);
    const selector = neighbourhoodSelector(instance, targetsOf(instance)[0]);
    for (const kind of KINDS) {
      for (const size of [0, 1, 400]) {
        const part = selector.free(plan, kind, size, makeRandom(2));
        const lists = listsOf(instance, part);
        expect(lists).toHaveLength(instance.taskOfCopy.length);
        if (placed) expect(lists[0]).toContain(0);
      }
    }
  }
});
