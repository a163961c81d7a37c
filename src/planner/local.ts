import { improvePlan, type LocalEvent } from "../heuristics/local/improve.ts";
import { improveRobust } from "../heuristics/robust/placement/improve.ts";
import { makeRandom } from "../util/random.ts";
import { breathe } from "./clock.ts";
import { offerGreedyPlans } from "./greedy.ts";
import { goalReached, type LevelEnd, type LevelTask, type Method } from "./method.ts";

/** Events between two looks at the event loop, about ten milliseconds of work. */
const BREATH = 8;

/** Without a time limit: events in all, and in a row without a better plan, after which it ends. */
const MOST_EVENTS = 20_000;
const STALE_EVENTS = 3000;

/** Greedy plans, then local search from the best one; the proof is left to the bounds. */
export const local: Method = {
  name: "local",
  usesSolver: false,
  run: async (task) => {
    const { incumbent, clock, goal } = task;
    if (incumbent.start === undefined) {
      const end = await offerGreedyPlans(task);
      if (incumbent.plan === undefined || end.termination !== "completed") return end;
    }
    const search = startLocal(task);
    let [events, stale] = [0, 0];
    await search?.run((better) => {
      stale = better ? 0 : stale + 1;
      events++;
      return clock.left() === undefined && (events >= MOST_EVENTS || stale >= STALE_EVENTS);
    });
    const stopped = goalReached(incumbent, goal) ? undefined : clock.stopped();
    return { termination: stopped ?? "completed" } satisfies LevelEnd;
  },
};

/** A local search that can be let run for a while, again and again. */
export interface LocalSearch {
  /**
   * Runs until `enough` says so after an event, the goal is reached, the clock stops, or nothing can move. `better`
   * tells whether the event brought a better plan. False once the search can do no more.
   */
  run(enough: (better: boolean) => boolean): Promise<boolean>;
}

/** Begins at the incumbent and hears of better ones; undefined without a plan. */
export function startLocal(task: LevelTask): LocalSearch | undefined {
  const { incumbent, clock, goal } = task;
  const { instance, target, limits } = incumbent;
  const start = incumbent.plan?.plan;
  if (start === undefined) return undefined;
  const heard = () => incumbent.plan?.plan;
  const random = makeRandom(task.seed);
  const improve = instance.robust === undefined ? improvePlan : improveRobust;
  const events: Iterator<LocalEvent, void> = improve(
    { instance, target, limits, start, heard },
    random,
  );
  return {
    async run(enough) {
      for (let count = 1; ; count++) {
        if (goalReached(incumbent, goal) || clock.stopped() !== undefined) return true;
        const { value, done } = events.next();
        clock.spend();
        if (done || value === undefined) return false;
        const better = value.plan !== undefined && incumbent.offer(value.plan, "local search");
        if (enough(better)) return true;
        if (count % BREATH === 0) await breathe();
      }
    },
  };
}

/** Events that pay before a solver is asked: a better start, and no delay that anyone would notice. */
const OPENING = { least: 8, most: 300, perPiece: 0.5 } as const;

/** A short, counted local search that gives later methods a better start. */
export async function improveBriefly(task: LevelTask): Promise<void> {
  const { instance } = task.incumbent;
  const wanted = Math.ceil(OPENING.perPiece * instance.taskOfCopy.length);
  let left = Math.min(OPENING.most, Math.max(OPENING.least, wanted));
  await startLocal(task)?.run(() => --left <= 0);
}
