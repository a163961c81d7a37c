import { PACKING, packingCore } from "../../cores/packing.ts";
import { packingEvents, paysForCopies } from "../../exact/packing/pack.ts";
import { linearSolver } from "../linear-solver.ts";
import type { Event, LevelEnd, LevelTask, Method } from "../method.ts";

/** Pairs of copies from which on patterns beat the plain program, and kinds of resources up to which they do in any case. */
const LEAST_PAIRS = 20_000;
const FEW_KINDS = 3;

/** Nodes of one pricing: few, since prices change after each. */
const PRICING_NODES = 100;

/**
 * Bounds and plans by column generation over patterns of single resource copies, where packing is the difficulty: placements of
 * many copies. Leaves limits of earlier levels alone: plans that break them are not taken.
 */
export const packing: Method = {
  name: "packing",
  role: "complete",
  about: "column generation over patterns of single resources, for placements of many copies",
  uses: "solver",
  source: "configurations",
  handles: [PACKING],
  fits: ({ incumbent: { instance, target } }) => {
    const { taskOfCopy, resourceOfCopy, resources } = instance;
    const isLarge = taskOfCopy.length * resourceOfCopy.length >= LEAST_PAIRS;
    if (isLarge || resources.length <= FEW_KINDS) return true;
    const core = packingCore(instance, target);
    const isOpening = typeof core !== "string" && paysForCopies(core);
    return isOpening || "there are few copies of many kinds, and they are not all that is paid for";
  },
  events: patternEvents,
};

async function* patternEvents(task: LevelTask): AsyncGenerator<Event, LevelEnd | undefined> {
  const { instance, target } = task.incumbent;
  const solver = await linearSolver(task, "programs of configurations");
  if (!solver.features.bounds) {
    task.tell(`${solver.name} reports no bounds of a search, so configurations are left out.`);
    return { termination: "unsupported" };
  }
  const stopped = () => task.clock.stopped() !== undefined;
  const settings = { solver, nodes: PRICING_NODES, stopped };
  for await (const { bound, plan } of packingEvents(instance, target, settings)) {
    const isWhole = bound !== undefined && Number.isSafeInteger(bound.value);
    yield { ...(isWhole && { bound }), ...(plan !== undefined && { plan }) };
  }
  return undefined;
}
