import { describe, expect, it } from "vitest";
import { makeCopyIndex } from "../../src/heuristics/copy-index.ts";
import { HEURISTICS } from "../../src/heuristics/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";

describe("makeCopyIndex", () => {
  it("visits the copies with room in order, and all copies by level", () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = makeRandom(seed);
      const count = random.int(1, 40);
      const index = makeCopyIndex(count, [5, 5], 0);
      const rooms = Array.from({ length: count }, () => [5, 5]);
      const levels = new Array<number>(count).fill(0);
      for (let step = 0; step < 30; step++) {
        const copy = random.int(0, count - 1);
        rooms[copy] = [random.int(0, 5), random.int(0, 5)];
        levels[copy] = random.int(0, 9);
        index.update(copy, rooms[copy], levels[copy]);
      }
      const need = [random.int(0, 5), random.int(0, 5)];
      const fitting: number[] = [];
      index.firstWithRoom(need, (copy) => fitting.push(copy) < 0);
      const naive = [...rooms.keys()].filter((i) => need.every((n, d) => rooms[i][d] >= n));
      expect(fitting).toEqual(naive);
      const byLevel: number[] = [];
      index.lowestLevel((copy) => byLevel.push(levels[copy]) < 0);
      expect(byLevel).toEqual([...levels].sort((a, b) => a - b));
    }
  });
});

describe("an entry of many copies", () => {
  it.each(HEURISTICS.map((heuristic) => [heuristic.name, heuristic] as const))(
    "%s fills copies as it would fill them one by one",
    (_, heuristic) => {
      const random = makeRandom(3);
      const tasks = Array.from({ length: 200 }, (_, i) => ({
        id: `t${i}`,
        demand: { cpu: random.int(1, 6) },
        runtime: `${random.int(1, 9)}s`,
      }));
      const document = (mode: string, resources: readonly object[], objective: string) =>
        parseInstance({
          mode,
          ...(mode === "batch" && { exclusive: true }),
          tasks,
          resources,
          objectives: [objective],
        });
      for (const [mode, objective] of [
        ["placement", "cost"],
        ["batch", "makespan"],
        ["batch", "weighted-completion"],
      ]) {
        const copy = { capacity: { cpu: 10 }, fixed_price: 1 };
        const many = document(mode, [{ id: "a", count: 100, ...copy }], objective);
        // Five entries of 20 copies are searched copy by copy.
        const few = document(
          mode,
          [0, 1, 2, 3, 4].map((r) => ({ id: `r${r}`, count: 20, ...copy })),
          objective,
        );
        const [indexed, plain] = [many, few].map((instance) => {
          const [target] = targetsOf(instance);
          if (heuristic.supports(instance, target) !== true) return 0;
          const plan = heuristic.plans(instance, target, makeRandom(1)).next().value;
          if (plan === undefined) return Infinity;
          expect(verify(instance, plan).ok).toBe(true);
          return evaluateTarget(instance, plan, target);
        });
        // A large entry is only looked at in part, so a little may be lost.
        expect(indexed).toBeLessThanOrEqual(1.1 * plain);
        expect(indexed).toBeLessThan(Infinity);
      }
    },
  );
});
