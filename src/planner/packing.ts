import { packingEvents } from "../exact/packing/pack.ts";
import { breathe } from "./clock.ts";
import { linearSolver } from "./linear-solver.ts";
import { goalReached, type LevelTask } from "./method.ts";

/** Pairs of copies from which on configurations beat the plain program. */
const LEAST_PAIRS = 20_000;

/** Nodes of one pricing: few, since prices change after each. */
const PRICING_NODES = 100;

/** Share of the time left in which a bound or a plan must come, or other methods have their turn. */
const PATIENCE = 0.2;

/**
 * Offers bounds and plans from configurations of single resource copies, where packing is the difficulty: placements of
 * many copies. Leaves limits of earlier levels alone: plans that break them are not taken.
 */
export async function offerPackings(task: LevelTask): Promise<void> {
  const { incumbent, clock, goal } = task;
  const { instance, target } = incumbent;
  if (instance.taskOfCopy.length * instance.resourceOfCopy.length < LEAST_PAIRS) return;
  const solver = await linearSolver(task, "programs of configurations");
  if (!solver.features.bounds) {
    task.tell(`${solver.name} reports no bounds of a search, so configurations are left out.`);
    return;
  }
  const patience = PATIENCE * (clock.left() ?? Number.POSITIVE_INFINITY) * 1e-3;
  let gained = clock.seconds();
  const ended = () =>
    clock.stopped() !== undefined ||
    goalReached(incumbent, goal) ||
    clock.seconds() - gained > patience;
  const events = packingEvents(instance, target, {
    solver,
    nodes: PRICING_NODES,
    stopped: ended,
  });
  for await (const { bound, plan } of events) {
    clock.spend();
    const [value, lower] = [incumbent.value, incumbent.bound?.value];
    if (bound !== undefined && Number.isSafeInteger(bound.value)) incumbent.raise(bound);
    if (plan !== undefined) incumbent.offer(plan, "configurations");
    if (incumbent.value !== value || incumbent.bound?.value !== lower) gained = clock.seconds();
    if (ended()) return;
    await breathe();
  }
}
