import { ceilingOf } from "../../bounds/ceiling.ts";
import { plainTarget } from "../../bounds/plain-target.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { begin, drive } from "../drive.ts";
import { Incumbent } from "../incumbent.ts";
import type { Event, LevelTask, Method } from "../method.ts";
import { partClock } from "../part-clock.ts";
import { areas } from "./areas.ts";
import { prices } from "./prices.ts";

/** The part of the time left that the bounds of one other quantity may take, and its units of work where nothing limits it. */
const SHARE = 0.15;
const WORK = 400;

/**
 * Where no plan is known, looks whether one can be: raises the bounds of what the instance limits beside what the level
 * minimises (a budget, the end of all windows, what must be placed), and refutes the level if one passes its limit.
 */
export const limits: Method = {
  name: "limits",
  role: "bound",
  about: "bounds of what is limited, where no plan is known: budget, windows, what must be placed",
  handles: [...prices.handles, ...areas.handles],
  // A level within limits of earlier ones has a plan, so there is nothing to refute.
  fits: ({ incumbent }) => incumbent.plan === undefined || "a plan is known",
  events: refutations,
};

async function* refutations(task: LevelTask): AsyncGenerator<Event, void> {
  const { incumbent, clock } = task;
  const { instance } = incumbent;
  const method = instance.mode === "schedule" ? areas : prices;
  for (const target of limitedTargets(instance)) {
    if (isSame(target, incumbent.target) || task.without?.has(method.name)) continue;
    const side = new Incumbent(instance, target);
    const aside = { ...task, incumbent: side, clock: partClock(clock, SHARE, WORK) };
    await drive(aside, begin(method, aside));
    yield side.noPlan === undefined ? { work: 0 } : { infeasible: side.noPlan, work: 0 };
  }
}

function limitedTargets(instance: Instance): readonly Target[] {
  const targets = instance.budget === undefined ? [] : [plainTarget("cost")];
  if (instance.mode === "placement") return [...targets, plainTarget("throughput")];
  const makespan = plainTarget("makespan");
  return ceilingOf(instance, makespan) === undefined ? targets : [...targets, makespan];
}

function isSame({ terms: [one] }: Target, { terms }: Target): boolean {
  const [other] = terms;
  const isOne = terms.length === 1 && other.objective.name === one.objective.name;
  // One class alone is another quantity.
  return isOne && other.objective.priority === undefined;
}
