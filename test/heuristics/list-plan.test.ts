import { describe, expect, it } from "vitest";
import { ListPlan } from "../../src/heuristics/list-plan.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { type Instance, WHOLE } from "../../src/instance/types.ts";
import { buildPlan, type Piece, piecesOf } from "../../src/plan/build.ts";
import { withDevices } from "../../src/plan/devices.ts";
import { evaluateObjective } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomStages } from "../support/random-stages.ts";

const SEEDS = Array.from({ length: drawn(200) }, (_, i) => i);

/** Rules that a plan in the making may break. */
const UNFINISHED = new Set(["assignment"]);

/** Broken rules other than tasks that are still to come. */
function brokenRules(state: ListPlan): string[] {
  const verification = verify(state.instance, state.toPlan());
  if (verification.ok) return [];
  return verification.violations.map(({ rule }) => rule).filter((rule) => !UNFINISHED.has(rule));
}

/** Random pieces come and go; `visit` sees the state after each change. */
function walk(instance: Instance, random: Random, visit: (state: ListPlan) => void): void {
  const state = new ListPlan(instance, { byRatio: random.int(0, 1) === 0 });
  const tasks = instance.taskOfCopy.length;
  const copies = instance.resourceOfCopy.length;
  if (tasks === 0) return;
  for (let step = 0; step < 14; step++) {
    const task = random.int(0, tasks - 1);
    const copy = random.int(0, copies - 1);
    const { divisible } = instance.tasks[instance.taskOfCopy[task]];
    const share = divisible ? random.int(1, 4) * 250_000 : WHOLE;
    if (state.copiesOf(task).includes(copy)) state.remove(task, copy);
    else if (state.fits(task, copy, share)) state.place(task, copy, share);
    visit(state);
  }
}

/** True if some plan with this piece added keeps all rules, devices chosen anew by an exact packing. */
function acceptedWith(state: ListPlan, task: number, copy: number): boolean {
  const { instance } = state;
  const pieces: Piece[] = [{ task, resource: copy }];
  for (const { task: t, resource } of piecesOf(state.toPlan())) pieces.push({ task: t, resource });
  const packed = withDevices(instance, pieces);
  if (packed === undefined) return false;
  const verification = verify(instance, buildPlan(instance, packed));
  return verification.ok || verification.violations.every(({ rule }) => UNFINISHED.has(rule));
}

describe("ListPlan", () => {
  it("keeps every rule while pieces come and go", () => {
    for (const seed of SEEDS) {
      const random = makeRandom(seed);
      const instance = parseInstance(randomDocument(random, { maxTasks: 6 }));
      walk(instance, random, (state) => {
        expect(brokenRules(state), `seed ${seed}`).toEqual([]);
      });
    }
  });

  it("knows its cost, busy times and shares", () => {
    for (const seed of SEEDS) {
      const random = makeRandom(seed);
      const document =
        seed % 4 === 3 ? randomStages(random) : randomDocument(random, { maxTasks: 6 });
      const instance = parseInstance(document);
      walk(instance, random, (state) => {
        const plan = state.toPlan();
        expect(state.cost).toBe(evaluateObjective(instance, plan, { name: "cost" }));
        const shares = new Float64Array(instance.taskOfCopy.length);
        for (const [k, task] of plan.task.entries()) shares[task] += plan.share[k];
        expect([...state.placed]).toEqual([...shares]);
      });
    }
  });

  it("in placement mode fits exactly what the verifier would accept", () => {
    let refused = 0;
    for (const seed of SEEDS) {
      const random = makeRandom(seed);
      const instance = parseInstance(randomDocument(random, { mode: "placement", maxTasks: 5 }));
      const state = new ListPlan(instance);
      for (let task = 0; task < instance.taskOfCopy.length; task++) {
        const { divisible } = instance.tasks[instance.taskOfCopy[task]];
        if (divisible) continue;
        for (let copy = 0; copy < instance.resourceOfCopy.length; copy++) {
          if (state.isComplete(task)) break;
          // A second piece of a task on one copy would be an error of the caller's.
          if (state.copiesOf(task).includes(copy)) continue;
          if (state.fits(task, copy)) state.place(task, copy);
          else {
            refused++;
            expect(acceptedWith(state, task, copy), `seed ${seed}: ${task} on ${copy}`).toBe(false);
          }
        }
        // Leave some tasks out so that others find room.
        if (random.int(0, 3) === 0) state.removeAll(task);
      }
    }
    expect(refused).toBeGreaterThan(atLeast(80));
  });

  it("counts to the last thousandth", () => {
    const instance = parseInstance({
      mode: "placement",
      resources: [{ id: "a", capacity: { cpu: 1 } }],
      tasks: ["500m", "501m", "500m"].map((cpu, i) => ({ id: `t${i}`, demand: { cpu } })),
    });
    const state = new ListPlan(instance);
    state.place(0, 0);
    expect(state.fits(1, 0)).toBe(false);
    expect(state.fits(2, 0)).toBe(true);
  });

  it("does not place a task twice, nor more than the whole of it", () => {
    const instance = parseInstance({
      mode: "placement",
      resources: [{ id: "a", count: 3 }],
      tasks: [
        { id: "once", runtime: "1s" },
        { id: "twice", runtime: "1s", replicas: 2 },
        { id: "shared", runtime: "1s", divisible: true },
      ],
    });
    const state = new ListPlan(instance);
    state.place(0, 0);
    expect(state.fits(0, 1)).toBe(false);
    state.place(1, 0);
    expect([state.fits(1, 0), state.fits(1, 1)]).toEqual([false, true]);
    state.place(1, 1);
    expect(state.fits(1, 2)).toBe(false);
    state.place(2, 0, 750_000);
    expect([state.fits(2, 1, 250_001), state.fits(2, 1, 250_000)]).toEqual([false, true]);
    expect(state.largestShare(2, 1)).toBe(250_000);
  });

  it("takes a share up to the last millionth that fits", () => {
    // 3 of demand into 1 of capacity: 333,333 millionths need 0.999999, one more would need 1.000002.
    const instance = parseInstance({
      mode: "placement",
      resources: [{ id: "a", capacity: { cpu: 1 } }],
      tasks: [{ id: "t", demand: { cpu: 3 }, divisible: true, optional: true }],
    });
    const state = new ListPlan(instance);
    expect(state.largestShare(0, 0)).toBe(333_333);
    expect(state.fits(0, 0, 333_334)).toBe(false);
  });

  it("packs shared devices anew when the pieces as they lie leave no room", () => {
    const instance = parseInstance({
      mode: "placement",
      resources: [{ id: "a", devices: { gpu: 2 } }],
      tasks: [0.5, 0.75, 0.25, 1, 0.5, 0.25].map((gpu, i) => ({ id: `t${i}`, demand: { gpu } })),
    });
    const state = new ListPlan(instance);
    state.place(0, 0); // 0.5 on the first device
    state.place(1, 0); // 0.75 on the second
    state.place(2, 0); // 0.25 joins it
    state.remove(1, 0);
    // 0.5 and 0.25 lie on two devices; the whole one fits once they share.
    expect(state.fits(3, 0)).toBe(true);
    state.place(3, 0);
    expect(brokenRules(state)).toEqual([]);
    expect([state.fits(4, 0), state.fits(5, 0)]).toEqual([false, true]);
    state.place(5, 0);
    expect(brokenRules(state)).toEqual([]);
  });
});
