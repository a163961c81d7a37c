import { type LocalSearch, local as localMethod, startLocal } from "./local.ts";
import { goalReached, type LevelEnd, type LevelTask } from "./method.ts";
import { milp } from "./milp.ts";
import { NeighbourhoodSearch } from "./neighbourhoods.ts";

/** Seconds of a turn of neighbourhoods, and of local search at first; its turn doubles while neighbourhoods bring nothing. */
const TURN = 0.3;
const LONGEST_TURN = 5;

/**
 * The integer program in its thread, for bounds and plans, and beside it, as long as the clock runs, local search on
 * this thread and neighbourhoods in another, turn by turn, from the best plan that either side has. Without a time
 * limit the program runs alone, so that equal seeds give equal plans; where it does not fit, local search ends by
 * itself.
 */
export async function solveAlongside(task: LevelTask): Promise<LevelEnd> {
  const { clock, incumbent, goal } = task;
  if (clock.left() === undefined) {
    const end = await milp.run(task);
    return leavesOpen(end) && incumbent.plan !== undefined ? await localMethod.run(task) : end;
  }
  const over = new AbortController();
  const signals = clock.signal === undefined ? [over.signal] : [clock.signal, over.signal];
  const aside = { ...task, clock: { ...clock, signal: AbortSignal.any(signals) } };
  const program = milp.run(aside).then((end) => {
    if (!leavesOpen(end)) over.abort();
    return end;
  });
  const search = searchUntil(task, over.signal).finally(() => {
    if (goalReached(incumbent, goal)) over.abort();
  });
  // Whichever fails ends the other, and its error is the one to tell.
  const stop = () => over.abort();
  program.catch(stop);
  search.catch(stop);
  const [end] = await Promise.all([program, search]);
  const stopped = clock.stopped();
  return leavesOpen(end) && stopped !== undefined ? { ...end, termination: stopped } : end;
}

/** True if the program said nothing that ends the level. */
function leavesOpen({ termination }: LevelEnd): boolean {
  return termination === "unsupported" || termination === "memory-limit";
}

async function searchUntil(task: LevelTask, signal: AbortSignal): Promise<void> {
  const { incumbent, goal, clock } = task;
  const ended = () =>
    signal.aborted || clock.stopped() !== undefined || goalReached(incumbent, goal);
  const parts = new NeighbourhoodSearch(task);
  let local: LocalSearch | undefined;
  let moves = true;
  let turn = TURN;
  while (!ended() && (moves || parts.canGoOn)) {
    local ??= startLocal(task);
    if (local === undefined) {
      await pause();
      continue;
    }
    const began = clock.seconds();
    if (moves) moves = await local.run(() => ended() || clock.seconds() >= began + turn);
    const [handed, value] = [clock.seconds(), incumbent.value];
    while (!ended() && parts.canGoOn && clock.seconds() < handed + TURN) await parts.step(signal);
    const found = incumbent.value !== value;
    turn = found ? Math.max(TURN, turn / 2) : Math.min(LONGEST_TURN, 2 * turn);
  }
}

/** Milliseconds between two looks for a first plan. */
const PAUSE = 50;

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE));
}
