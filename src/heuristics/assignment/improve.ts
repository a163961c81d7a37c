import type { GapCore, GapEvent, GapShared } from "../../exact/gap/types.ts";
import { makeRandom } from "../../util/random.ts";
import { type ChainSearch, makeChainSearch } from "./chain.ts";
import { landscapeOf } from "./landscape.ts";
import { type Loads, setLoads } from "./loads.ts";
import { makeTaskQueue } from "./queue.ts";
import { type ImproveSettings, settingsFor } from "./settings.ts";
import { firstAssignment, repair } from "./start.ts";

/**
 * Ever better assignments of a core, for as long as the caller asks: a price-guided start, repair of what does not
 * fit, then rounds of ejection chains whose allowed loss falls from hot to cold (annealing), each pass longer
 * than the one before. Yields an empty event about every 100,000 pairs looked at. Equal seeds give equal events: no clock is read.
 * `start` places every task; it may be infeasible. Ends if a task has no allowed pair or `shared.lower()` meets the
 * best value; on a core without any feasible assignment it goes on for ever without one.
 */
export function* improveGap(
  core: GapCore,
  shared: GapShared,
  seed: number,
  start?: Int32Array,
  settings: ImproveSettings = settingsFor(core),
): Generator<GapEvent> {
  const landscape = landscapeOf(core, settings.width);
  yield {};
  if (landscape === undefined) return;
  const random = makeRandom(seed);
  const loads = firstAssignment(landscape);
  const other = start !== undefined && isAllowed(core, start) ? start : undefined;
  // Prices guide better than most plans that come from elsewhere; those serve where the repair takes too long.
  let patience = other === undefined ? Number.POSITIVE_INFINITY : PATIENCE;
  for (const _ of repair(landscape, loads, random)) {
    yield {};
    if (--patience <= 0) break;
  }
  if (other !== undefined && !isBetter(loads, other)) {
    setLoads(loads, other);
    for (const _ of repair(landscape, loads, random)) yield {};
  }

  const best = makeBest(loads);
  yield best.event();
  if (core.tasks === 0) return;
  const chain = makeChainSearch(landscape, loads, settings);
  const temperature = meanStep(landscape.second);
  const { rounds } = settings;
  for (let turn = 0; ; turn++) {
    const { hot, cold, thorough } = rounds[turn % rounds.length];
    const length = settings.length * 2 ** Math.floor(turn / rounds.length);
    for (const _ of descend(loads, chain)) yield {};
    if (best.update()) yield best.event();
    const began = chain.work();
    while (chain.work() < began + length) {
      if (shared.lower() >= best.value()) return;
      const now = chain.work();
      const part = (now - began) / length;
      const heat = temperature * hot * (cold / hot) ** part;
      let better = false;
      while (chain.work() < now + STRIDE) {
        const task = random.int(0, core.tasks - 1);
        const found = chain.tryFrom(task, -heat * Math.log(1 - random.unit()), thorough);
        if (found && best.update()) better = true;
      }
      yield better ? best.event() : {};
    }
  }
}

/** Slices of repair before a given start is taken instead. */
const PATIENCE = 50;

/** True if the loads fit and cost less than the assignment. */
function isBetter({ core, at, room }: Loads, assignment: Int32Array): boolean {
  if (room.some((left) => left < 0)) return false;
  const sumOf = (chosen: Int32Array) =>
    chosen.reduce((sum, i, j) => sum + core.cost[j * core.resources + i], 0);
  return sumOf(at) < sumOf(assignment);
}

/** Pairs looked at between two events. */
const STRIDE = 100_000;

/** Chains that strictly lower the sum of costs until no task starts one. Yields now and then. */
export function* descend(loads: Loads, chain: ChainSearch): Generator<void> {
  const queue = makeTaskQueue(loads.core.tasks);
  for (let j = 0; j < loads.core.tasks; j++) queue.push(j);
  let told = chain.work();
  for (let j = queue.pop(); j >= 0; j = queue.pop()) {
    if (chain.tryFrom(j, 0, true)) {
      for (let d = 0; d < chain.moved(); d++) {
        pushAll(chain.from[d]);
        pushAll(loads.at[chain.tasks[d]]);
      }
    }
    if (chain.work() < told + STRIDE) continue;
    told = chain.work();
    yield;
  }

  function pushAll(resource: number): void {
    for (let p = 0; p < loads.count[resource]; p++) queue.push(loads.on[resource][p]);
  }
}

function makeBest(loads: Loads) {
  const assignment = Int32Array.from(loads.at);
  let value = loads.value;
  return {
    value: () => value,
    event: (): GapEvent => ({ assignment: Int32Array.from(assignment), value }),
    /** True if the loads are better than the best so far, which they then are. */
    update(): boolean {
      if (loads.value >= value) return false;
      value = loads.value;
      assignment.set(loads.at);
      return true;
    },
  };
}

function isAllowed({ tasks, resources, weight, capacity }: GapCore, start: Int32Array): boolean {
  if (start.length !== tasks) return false;
  return start.every((i, j) => i >= 0 && i < resources && weight[j * resources + i] <= capacity[i]);
}

/** The median step to a task's second resource: the scale of what is much and little on this core. */
function meanStep(second: Float64Array): number {
  const steps = Float64Array.from(second)
    .filter((x) => x > 0 && x < Number.POSITIVE_INFINITY)
    .sort();
  return steps.length === 0 ? 1 : steps[steps.length >> 1];
}
