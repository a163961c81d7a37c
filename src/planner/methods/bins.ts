import { refutePacking } from "../../exact/packing/refute.ts";
import { relaxing } from "../../plan/traits.ts";
import { linearSolver } from "../linear-solver.ts";
import type { Event, LevelTask, Method } from "../method.ts";

/** Nodes of one pricing: few, since prices change after each. */
const PRICING_NODES = 100;

/** Where no plan is known, looks whether all that must be placed fits at all, however it is put together. */
export const bins: Method = {
  name: "bins",
  role: "bound",
  about: "whether what must be placed fits at all, by column generation over patterns",
  uses: "solver",
  // A level within limits of earlier ones has a plan, so there is nothing to refute.
  handles: [relaxing("placement", "optional", "divisible", "replicas", "transfers")],
  fits: ({ incumbent }) => incumbent.plan === undefined || "a plan is known",
  events: refutations,
};

async function* refutations(task: LevelTask): AsyncGenerator<Event, void> {
  const solver = await linearSolver(task, "programs of configurations");
  const stopped = () => task.clock.stopped() !== undefined;
  const settings = { solver, nodes: PRICING_NODES, stopped };
  for await (const infeasible of refutePacking(task.incumbent.instance, settings)) {
    yield infeasible === undefined ? {} : { infeasible };
  }
}
