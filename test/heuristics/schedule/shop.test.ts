import { expect, test } from "vitest";
import { followWishes } from "../../../src/heuristics/schedule/follow.ts";
import { shopModel } from "../../../src/heuristics/schedule/shop/model.ts";
import { ShopState } from "../../../src/heuristics/schedule/shop/state.ts";
import { tabuSearch } from "../../../src/heuristics/schedule/shop/tabu.ts";
import { scheduleView } from "../../../src/heuristics/schedule/view.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { bestSchedule } from "../../support/enumerate-schedule.ts";

/** Chains of operations on hosts that do one at a time, with other times on each; some times are 0, some tasks equal. */
function shopDocument(seed: number, jobs: number, steps: number, most: number): object {
  const random = makeRandom(seed, 3);
  const hosts = ["a", "b", "c"].slice(0, steps);
  const tasks = Array.from({ length: jobs }, (_, j) =>
    Array.from({ length: steps }, (_, s) => {
      const may = hosts.filter(() => random.int(0, 3) > 0);
      const runtime = Object.fromEntries(
        (may.length === 0 ? hosts : may).map((id) => [id, `${random.int(0, most)}s`]),
      );
      const lag = random.int(0, 3) === 0 ? { lag: `${random.int(1, 3)}s` } : {};
      return {
        ...{ id: `${j}-${s}`, demand: { slot: 1 }, runtime },
        ...(s > 0 && { after: [{ task: `${j}-${s - 1}`, ...lag }] }),
        ...(s === 0 && random.int(0, 2) === 0 && { release: `${random.int(1, 4)}s` }),
      };
    }),
  ).flat();
  const [one, ...others] = hosts.map((id) => ({ id, capacity: { slot: 1 } }));
  const resources = [{ ...one, count: steps === 2 ? 1 : 2 }, ...others];
  return { mode: "batch", objectives: ["makespan"], resources, tasks };
}

function shopOf(document: object) {
  const instance = parseInstance(document);
  const view = scheduleView(instance);
  const model = view && shopModel(view);
  return view && model && { instance, view, model };
}

/** Everything on one of its machines, in an order that keeps the chains. */
function anyOrder(
  { operations, eligible }: NonNullable<ReturnType<typeof shopModel>>,
  seed: number,
) {
  const random = makeRandom(seed);
  const machineOf = eligible.map((list) => list[random.int(0, list.length - 1)]);
  return {
    machineOf: Int32Array.from(machineOf),
    start: Float64Array.from({ length: operations }, (_, i) => i),
  };
}

test("tabu search comes to the least makespan of small shops, with schedules that are plans as long as it says", () => {
  const found = { tried: 0, best: 0 };
  for (let seed = first; seed < first + drawn(300); seed++) {
    const shop = shopOf(shopDocument(seed, 2, 2, 4));
    if (shop === undefined) throw new Error("expected a shop");
    const { instance, view, model } = shop;
    const [target] = targetsOf(instance);
    const enumerated = bestSchedule(instance, [target], { most: 3000 });
    if (enumerated === undefined || enumerated === "gave up") continue;
    let length = Number.POSITIVE_INFINITY;
    let rounds = 0;
    for (const one of tabuSearch(model, anyOrder(model, seed), () => undefined, makeRandom(seed))) {
      if (one !== undefined) {
        expect(one.length).toBeLessThan(length);
        length = one.length;
        const wishes = Array.from(model.copyOf, (copy, i) => ({
          ...{ copy, start: one.start[i] },
          entries: new Set([model.entryOf[one.machineOf[i]]]),
        }));
        const plan = followWishes(view, wishes);
        if (plan === undefined) throw new Error("expected a plan");
        const checked = verify(instance, plan);
        expect(checked.ok ? [] : checked.violations, `seed ${seed}`).toEqual([]);
        expect(evaluateTarget(instance, plan, target), `seed ${seed}`).toBeLessThanOrEqual(length);
      } else if (++rounds >= 10) break;
    }
    found.tried++;
    if (length === enumerated.values[0]) found.best++;
    expect(length).toBeGreaterThanOrEqual(enumerated.values[0]);
  }
  if (process.env.TELL) console.log(found);
  expect(found.tried).toBeGreaterThan(atLeast(200));
  expect(found.best).toBeGreaterThan(0.97 * found.tried);
});

test("what an insertion promises is what the longest path through it becomes, and no way round closes", () => {
  for (let seed = first; seed < first + drawn(200); seed++) {
    const shop = shopOf(shopDocument(seed, 4, 3, 9));
    if (shop === undefined) throw new Error("expected a shop");
    const { model } = shop;
    // Times of 0 may close a way round that lengths do not show.
    if (model.time.includes(0)) continue;
    const { machineOf, start } = anyOrder(model, seed);
    const state = new ShopState(model, machineOf, start);
    expect(state.evaluate()).toBe(true);
    const before = [...state.head];
    for (let i = 0; i < model.operations; i++) {
      const offers: (readonly [machine: number, place: number, through: number])[] = [];
      state.insertions(i, (...offer) => offers.push(offer));
      const ways = new Set(offers.map(([machine]) => machine));
      expect([...ways].sort()).toEqual([...model.eligible[i]].sort());
      for (const [machine, place, through] of offers) {
        const back = state.move(i, { machine, place });
        expect(state.evaluate(), `seed ${seed}`).toBe(true);
        const time = model.time[i * model.machines + machine];
        expect(state.head[i] + time + state.tail[i]).toBeLessThanOrEqual(through);
        state.move(i, back);
      }
      state.evaluate();
    }
    expect([...state.head]).toEqual(before);
  }
});

test("gangs, tasks that may stay away, setups, closed hours and hosts with room for two are no shops", () => {
  const document = shopDocument(1, 2, 2, 4) as { resources: object[]; tasks: object[] };
  const { resources, tasks } = document;
  expect(shopOf(document)).toBeDefined();
  const closed = [{ from: "1s", until: "2s" }];
  const alone = {
    ...document,
    resources: resources.map((one) => ({ ...one, exclusive: true })),
    tasks: tasks.map((one, t) => ({ ...one, family: t % 2 === 0 ? "x" : "y" })),
  };
  expect(shopOf(alone)).toBeDefined();
  const others: object[] = [
    { ...alone, setup: [{ from: "x", to: "y", time: "1s" }] },
    { ...document, resources: resources.map((one) => ({ ...one, maintenance: closed })) },
    { ...document, resources: resources.map((one) => ({ ...one, capacity: { slot: 2 } })) },
    { ...document, tasks: tasks.map((one) => ({ ...one, optional: true })) },
    { ...document, tasks: [...tasks, { id: "g", demand: { slot: 1 }, runtime: "1s", workers: 2 }] },
  ];
  for (const other of others) expect(shopOf(other)).toBeUndefined();
});
