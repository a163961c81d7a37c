import { drive, type Running } from "./drive.ts";
import { goalReached, type LevelEnd, type LevelTask } from "./method.ts";

/**
 * Drives methods that work elsewhere, and beside them others that take turns here, until one of the first says all there is to
 * say, the goal or the clock. One that gives up leaves the rest of the time to the others, if there is an end to it. Gives how
 * the first that ended the level ended, else how the first did.
 */
export async function together(
  task: LevelTask,
  elsewhere: readonly Running[],
  here: readonly Running[],
): Promise<LevelEnd> {
  const { clock, incumbent, goal } = task;
  const over = new AbortController();
  const isOver = () => over.signal.aborted;
  const stop = () => {
    over.abort();
    for (const running of elsewhere) running.stop();
  };
  const driven = elsewhere.map(async (running) => {
    const end = (await drive(task, running, { enough: isOver })) ?? { termination: "completed" };
    if (!leavesOpen(end) || clock.left() === undefined || goalReached(incumbent, goal)) stop();
    return end;
  });
  const isAlone = () => elsewhere.every(({ end }) => end !== undefined);
  const turned = takeTurns(task, here, isOver, isAlone).then(() => {
    if (goalReached(incumbent, goal)) stop();
  });
  // Whichever fails ends the others, and its error is the one to tell, once all threads have ended.
  const all = [...driven, turned];
  for (const one of all) one.catch(stop);
  await Promise.allSettled(all);
  await turned;
  const ends = await Promise.all(driven);
  const end = ends.find((one) => !leavesOpen(one)) ?? ends[0] ?? { termination: "completed" };
  const stopped = goalReached(incumbent, goal) ? undefined : clock.stopped();
  return leavesOpen(end) && stopped !== undefined ? { ...end, termination: stopped } : end;
}

/** True if a method said nothing that ends the level. */
export function leavesOpen({ termination }: LevelEnd): boolean {
  return termination === "unsupported" || termination === "memory-limit";
}

/** Seconds of the first turns, and of all turns of a round after a while. */
const FIRST_TURN = 0.3;
const ROUND = 3;
/** Share of what a method is worth that stays after a turn; the rest is what the turn brought for a second. */
const MEMORY = 0.85;
/** Share of a round that everyone gets. */
const LEAST_SHARE = 0.1;
/** Milliseconds between two looks where nobody can begin yet. */
const PAUSE = 50;

/**
 * Methods take turns; how long a turn is follows from what the method gained lately for its time, as in adaptive large
 * neighbourhood search (Ropke, Pisinger 2006, DOI 10.1287/trsc.1050.0135). Who needs a plan begins once there is one.
 */
async function takeTurns(
  task: LevelTask,
  methods: readonly Running[],
  isOver: () => boolean,
  isAlone: () => boolean,
): Promise<void> {
  const { clock, incumbent, goal } = task;
  const isEnded = () => isOver() || clock.stopped() !== undefined || goalReached(incumbent, goal);
  const worth = new Map(methods.map((running) => [running, 0]));
  for (let round = 0; !isEnded(); round++) {
    const left = methods.filter(({ end }) => end === undefined);
    const open = left.filter(
      ({ method }) => incumbent.plan !== undefined || !method.needsPlan?.(task),
    );
    if (left.length === 0) return;
    if (open.length === 0) {
      // Nobody is left who could find a plan.
      if (isAlone()) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      continue;
    }
    const total = open.reduce((sum, running) => sum + (worth.get(running) ?? 0), 0);
    for (const running of open) {
      const gained = worth.get(running) ?? 0;
      const fair = 1 / open.length;
      const share = total === 0 ? fair : LEAST_SHARE * fair + (1 - LEAST_SHARE) * (gained / total);
      const turn = round === 0 ? FIRST_TURN : Math.min(ROUND, FIRST_TURN * 2 ** round) * share;
      const [began, before, below] = [clock.seconds(), incumbent.value, incumbent.bound?.value];
      await drive(task, running, { enough: () => isOver() || clock.seconds() - began >= turn });
      const taken = Math.max(1e-3, clock.seconds() - began);
      const raised = gain(negated(below), negated(incumbent.bound?.value));
      const found = (gain(before, incumbent.value) + raised) / taken;
      worth.set(running, MEMORY * gained + (1 - MEMORY) * found);
      if (isEnded()) return;
    }
  }
}

/** A bound as a value that falls as it rises. */
const negated = (bound: number | undefined) => (bound === undefined ? undefined : -bound);

/** By what part of it a value fell. */
function gain(before: number | undefined, after: number | undefined): number {
  if (before === undefined || after === undefined || after >= before) return 0;
  return (before - after) / Math.max(1, Math.abs(before));
}
