import { ceilingOf } from "../bounds/ceiling.ts";
import { plainTarget } from "../bounds/plain-target.ts";
import { refutePacking } from "../exact/packing/refute.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { breathe } from "./clock.ts";
import { Incumbent } from "./incumbent.ts";
import { linearSolver } from "./linear-solver.ts";
import { goalReached, type LevelTask } from "./method.ts";
import { partClock } from "./robust/part-clock.ts";

/** The part of the time left that the bounds of one other quantity may take, and its units of work where nothing limits it. */
const SHARE = 0.15;
const WORK = 400;

/**
 * Where no plan is known, looks whether one can be: raises the bounds of what the instance limits beside what the level
 * minimises (a budget, the end of all windows, what must be placed), and refutes the level if one passes its limit.
 */
export async function refuteByOthers(
  task: LevelTask,
  raise: (side: LevelTask) => Promise<unknown>,
): Promise<void> {
  const { incumbent, clock } = task;
  if (incumbent.plan !== undefined || incumbent.limits.length > 0) return;
  const { instance } = incumbent;
  for (const target of limitedTargets(instance)) {
    if (goalReached(incumbent, task.goal) || clock.stopped() !== undefined) return;
    if (isSame(target, incumbent.target)) continue;
    const side = new Incumbent(instance, target, [], () => {});
    await raise({ ...task, incumbent: side, clock: partClock(clock, SHARE, WORK) });
    if (side.noPlan !== undefined) incumbent.refute(side.noPlan);
  }
}

/** Nodes of one pricing: few, since prices change after each. */
const PRICING_NODES = 100;

/** Where no plan is known, looks whether all that must be placed fits at all, however it is put together. */
export async function refuteByConfigurations(task: LevelTask): Promise<void> {
  const { incumbent, goal } = task;
  if (incumbent.plan !== undefined || incumbent.limits.length > 0) return;
  if (goalReached(incumbent, goal) || incumbent.instance.mode !== "placement") return;
  const clock = partClock(task.clock, SHARE, WORK);
  const solver = await linearSolver({ ...task, clock }, "programs of configurations");
  const stopped = () => clock.stopped() !== undefined;
  const settings = { solver, nodes: PRICING_NODES, stopped };
  for await (const sentence of refutePacking(incumbent.instance, settings)) {
    clock.spend();
    if (sentence !== undefined) return incumbent.refute(sentence);
    if (stopped()) return;
    await breathe();
  }
}

function limitedTargets(instance: Instance): readonly Target[] {
  const targets = instance.budget === undefined ? [] : [plainTarget("cost")];
  if (instance.mode === "placement") return [...targets, plainTarget("throughput")];
  const makespan = plainTarget("makespan");
  return ceilingOf(instance, makespan) === undefined ? targets : [...targets, makespan];
}

function isSame({ terms: [one] }: Target, { terms }: Target): boolean {
  return terms.length === 1 && terms[0].objective.name === one.objective.name;
}
