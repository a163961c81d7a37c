import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { LevelLimit } from "../../src/instance/level-limit.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { assignments } from "../../src/plan/assignments.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { pieceEnd } from "../../src/plan/piece.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { repairedPlan } from "../../src/replan/repair.ts";
import { replan, situate } from "../../src/replan/replan.ts";
import type { MigrationRule } from "../../src/replan/types.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { bestSchedule } from "../support/enumerate-schedule.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule, SCHEDULE_FEATURES } from "../support/random-schedule.ts";
import { roomyPlacement, roomySchedule } from "./documents.ts";
import { randomEarlierPlacement, randomEarlierSchedule } from "./earlier.ts";

const MOST_COLUMNS = 1500;
const PRICED: MigrationRule = { price: 2_000_000 };
const TIGHT: ReadonlySet<string> = new Set(["deadline", "horizon", "window", "budget", "trap"]);

function ruleFor(instance: Instance, random: Random): MigrationRule {
  const isPriced = instance.objectives.some(({ name }) => name === "cost");
  const rules: readonly MigrationRule[] = [
    { level: "last" },
    { level: "first" },
    isPriced ? PRICED : { level: "last" },
  ];
  return rules[random.int(0, 2)];
}

function someDown({ resourceOfCopy }: Instance, random: Random): ReadonlySet<number> {
  return new Set([...resourceOfCopy.keys()].filter(() => random.int(0, 2) === 0));
}

function someStart(
  instance: Instance,
  { task, start }: Plan,
  earlier: Plan,
  random: Random,
): number {
  if (task.length === 0 || random.int(0, 1) === 0) return 0;
  const k = random.int(0, task.length - 1);
  return [start[k], pieceEnd(instance, earlier, k), start[k] + 1000][random.int(0, 2)];
}

test("level by level the program of a replan finds what enumeration finds, pins and migrations included", async () => {
  const solver = await findSolver("highs");
  const seen = { levels: 0, infeasible: 0, pinned: 0, migrations: 0 };
  for (let seed = first; seed < first + drawn(45, 11); seed++) {
    const random = makeRandom(seed);
    const features = SCHEDULE_FEATURES.filter(
      (name) => name === "optional" || (!TIGHT.has(name) && random.int(0, 3) === 0),
    );
    const document =
      seed % 3 === 0
        ? randomSchedule(random, { whole: true, maxTasks: 4, features })
        : roomySchedule(random);
    const instance = parseInstance(document);
    const earlier = randomEarlierSchedule(instance, random);
    if (earlier === undefined) continue;
    const { past, replanned } = situate({
      instance,
      earlier: [...assignments(earlier)],
      now: someStart(instance, earlier.plan, earlier.plan, random),
      down: someDown(instance, random),
      migrations: ruleFor(instance, random),
    });
    const targets = targetsOf(replanned);
    const best = bestSchedule(replanned, targets, { most: 600 });
    if (best === "gave up") continue;
    seen.pinned += Number((replanned.earlier?.pinned.length ?? 0) > 0);
    const limits: LevelLimit[] = [];
    for (const [level, target] of targets.entries()) {
      const encoding = formulate(replanned, target, limits);
      if ("unsupported" in encoding || encoding.program.columns > MOST_COLUMNS) break;
      const label = `seed ${seed} level ${level} ${target.name} ${JSON.stringify(document)}`;
      const result = await solver.solve(encoding.program, { gap: 0 }, {});
      seen.levels++;
      if (best === undefined) {
        seen.infeasible++;
        expect(result.termination, label).toBe("infeasible");
        break;
      }
      expect(result.termination, label).toBe("optimal");
      const found = encoding.decode(result.point!.x);
      const verdict = verify(replanned, found);
      expect(verdict.ok ? [] : verdict.violations, label).toEqual([]);
      expect(evaluateTarget(replanned, found, target), label).toBe(best.values[level]);
      if (target.name === "migrations") seen.migrations += Number(best.values[level] > 0);
      limits.push({ target, atMost: best.values[level] });
    }
    const repaired = repairedPlan(replanned, past);
    if (repaired === undefined) continue;
    const [value, least] = [evaluateTarget(replanned, repaired, targets[0]), best?.values[0]];
    expect(least, `seed ${seed}`).toBeLessThanOrEqual(value);
  }
  expect(seen.levels).toBeGreaterThan(atLeast(30));
  expect(seen.infeasible).toBeGreaterThan(0);
  expect(seen.pinned).toBeGreaterThan(atLeast(9));
  expect(seen.migrations).toBeGreaterThan(0);
});

test("what auto proves of replanned placements is what enumeration finds, and lost tasks are not counted", async () => {
  const seen = { optimal: 0, moved: 0, lost: 0, infeasible: 0 };
  for (let seed = first; seed < first + drawn(50); seed++) {
    const random = makeRandom(seed);
    const document =
      seed % 3 === 0
        ? randomDocument(random, { mode: "placement", maxTasks: 4 })
        : roomyPlacement(random);
    const instance = parseInstance(document);
    if (instance.tasks.some(({ divisible }) => divisible)) continue;
    const earlier = randomEarlierPlacement(instance, random);
    if (earlier === undefined) continue;
    const situation = {
      instance,
      earlier: [...assignments(earlier)],
      now: 0,
      down: someDown(instance, random),
      migrations: ruleFor(instance, random),
    };
    const label = `seed ${seed} ${JSON.stringify(document)}`;
    const { outcome, replanned, past } = await replan(situation, { seed });
    const targets = targetsOf(replanned);
    const best = bestByEnumeration(replanned, targets);
    if (best === undefined) {
      seen.infeasible++;
      expect(outcome.plan, label).toBeUndefined();
      continue;
    }
    for (const [level, { value, bound, termination }] of outcome.levels.entries()) {
      if (bound !== undefined && value !== undefined)
        expect(bound.value).toBeLessThanOrEqual(value);
      if (termination === "optimal" && targets.every(({ tolerance }) => tolerance === 0)) {
        seen.optimal++;
        expect(value, label).toBe(best.values[level]);
      }
    }
    const found = outcome.plan!.plan;
    expect(verify(instance, found).ok, label).toBe(true);
    // Migrations counted by the letter.
    let moves = 0;
    for (let k = 0; k < found.task.length; k++) {
      expect(situation.down.has(found.resource[k]), label).toBe(false);
      const own = past.pieces[found.task[k]];
      if (own.some(({ resource }) => situation.down.has(resource))) seen.lost++;
      else if (own.length > 0 && own.every(({ resource }) => resource !== found.resource[k]))
        moves++;
    }
    seen.moved += moves;
    const level = outcome.levels.find(({ target }) => target.name === "migrations");
    if (level !== undefined) expect(level.value, label).toBe(moves);
  }
  expect(seen.optimal).toBeGreaterThan(atLeast(50));
  expect(seen.moved).toBeGreaterThan(atLeast(5));
  expect(seen.lost).toBeGreaterThan(atLeast(5));
  expect(seen.infeasible).toBeGreaterThan(atLeast(1));
});
