import { refutePacking } from "../../exact/packing/refute.ts";
import { linearSolver } from "../linear-solver.ts";
import type { Event, LevelTask, Method } from "../method.ts";
import { needsTables } from "./needs.ts";

/** Nodes of one pricing: few, since prices change after each. */
const PRICING_NODES = 100;

/** Where no plan is known, looks whether all that must be placed fits at all, however it is put together. */
export const bins: Method = {
  name: "bins",
  role: "bound",
  about: "whether what must be placed fits at all, by column generation over patterns",
  uses: "solver",
  fits: (task) => {
    const { incumbent } = task;
    const fit = needsTables(task);
    if (fit !== true) return fit;
    if (incumbent.instance.mode !== "placement") return "tasks share no resource at one time";
    if (incumbent.limits.length > 0) return "earlier objectives limit the level";
    return incumbent.plan === undefined || "a plan is known";
  },
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
