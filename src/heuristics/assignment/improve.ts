import type { CoreEvent, CoreShared } from "../../cores/events.ts";
import type { GapCore } from "../../cores/types.ts";
import { median } from "../../util/median.ts";
import { quietly } from "../../util/quietly.ts";
import { makeRandom, type Random } from "../../util/random.ts";
import type { ExchangeSearch } from "../exchange.ts";
import { annealLoads } from "./anneal.ts";
import { type ChainSearch, makeChainSearch } from "./chain.ts";
import { type Diver, makeDiver } from "./dive.ts";
import { exchangeAll, makeAssignmentExchanges } from "./exchange.ts";
import { isAllowed, type MovingLoads, setLoads } from "./loads.ts";
import { type PricedCore, pricedCoreOf } from "./priced-core.ts";
import { makeTaskQueue } from "./queue.ts";
import { type ImproveSettings, settingsFor } from "./settings.ts";
import { completed, firstAssignment, repair } from "./start.ts";

/**
 * Ever better assignments of a core, for as long as the caller asks: a price-guided start, annealed and repaired; then
 * Lagrangian dives of ever smaller shares, each descended by ejection chains and exchanges, in turn with rounds of chains whose
 * allowed loss falls, each pass longer than the one before. Yields an empty event every few
 * milliseconds. Equal seeds give equal events: no clock is read. `start` places every task; it may be infeasible. Ends if
 * a task has no allowed pair or `shared.lower()` meets the best value; on a core without any feasible assignment it goes
 * on for ever without one.
 */
export function* improveGap(
  core: GapCore,
  shared: CoreShared,
  seed: number,
  start?: Int32Array,
): Generator<CoreEvent> {
  const settings = settingsFor(core);
  const priced = pricedCoreOf(core, settings.width);
  yield {};
  if (priced === undefined) return;
  const loads = firstAssignment(priced);
  const search: Run = {
    priced,
    settings,
    shared,
    random: makeRandom(seed),
    loads,
    chain: makeChainSearch(priced, loads, settings),
    exchanges: makeAssignmentExchanges(priced, loads),
    best: makeBest(core),
  };
  if (core.tasks === 0) return yield best(search);
  if (start !== undefined && isAllowed(core, start)) yield* offerStart(search, start);
  yield* firstPlan(search);
  if (shared.lower() >= search.best.value()) return;
  const diver = yield* quietly(
    makeDiver(priced, () => Math.min(search.best.value(), shared.upper())),
  );
  for (let turn = 0; ; turn++) {
    if (shared.lower() >= search.best.value()) return;
    if (diver !== undefined) yield* dives(search, diver, turn);
    else if (!search.best.isFeasible()) yield* settled(search, PATIENCE * 2 ** turn);
    if (search.best.isFeasible()) yield* coolChains(search, turn);
  }
}

/** What all parts of a search share. */
interface Run {
  readonly priced: PricedCore;
  readonly settings: ImproveSettings;
  readonly shared: CoreShared;
  readonly random: Random;
  readonly loads: MovingLoads;
  readonly chain: ChainSearch;
  readonly exchanges: ExchangeSearch;
  readonly best: Best;
}

const best = ({ best }: Run): CoreEvent => best.event();

function* offerStart(run: Run, start: Int32Array): Generator<CoreEvent> {
  const held = Int32Array.from(run.loads.at);
  setLoads(run.loads, start);
  if (run.best.update(run.loads)) yield best(run);
  setLoads(run.loads, held);
}

/** Slices of repair before something else is tried. */
const PATIENCE = 50;
/** Moves of the first annealing by task. */
const FIRST_MOVES = 5000;

/** The price-guided start as it is, for whoever cannot wait; then annealed, made to fit and descended. */
function* firstPlan(run: Run): Generator<CoreEvent> {
  const { priced, loads, random } = run;
  const { step } = priced;
  if (yield* fitted(run, PATIENCE)) yield told(run);
  const cooling = { initial: step, final: 0.08 * step, soft: 1, hard: 3 };
  const moves = Math.min(MOST_MOVES, FIRST_MOVES * loads.core.tasks);
  for (const _ of annealLoads(priced, loads, { ...cooling, moves }, random)) yield told(run);
  yield* settled(run, PATIENCE);
}

/** The loads if they are the best so far, else a moment to look at the clock. */
function told({ best, loads }: Run): CoreEvent {
  return best.update(loads) ? best.event() : {};
}

const MOST_MOVES = 5_000_000;

/** Makes the loads fit, if `patience` slices of repair do, and descends from there by chains, then by exchanges. */
function* settled(run: Run, patience: number): Generator<CoreEvent> {
  const { priced, loads, random, exchanges } = run;
  const { step } = priced;
  if (loads.room.some((left) => left < 0)) {
    const cooling = { initial: 0.2 * step, final: 0.05 * step, soft: 2, hard: 60 };
    const moves = Math.min(MOST_MOVES, 5000 * loads.core.tasks);
    for (const _ of annealLoads(priced, loads, { ...cooling, moves }, random)) yield told(run);
  }
  if (!(yield* fitted(run, patience))) return;
  yield told(run);
  for (const isChanged of exchangeAll(exchanges, loads.core.tasks, random)) {
    yield isChanged ? told(run) : {};
  }
}

/** Repairs the loads and descends by chains; false if `patience` slices of repair do not make them fit. */
function* fitted(run: Run, patience: number): Generator<CoreEvent, boolean, void> {
  let left = patience;
  for (const _ of repair(run.priced, run.loads, run.random)) {
    yield {};
    if (--left <= 0) return false;
  }
  yield* quietly(descend(run.loads, run.chain));
  return true;
}

/** Shares of the free tasks that a dive decides at a time. */
const SHARES = [0.1, 0.05, 0.03, 0.02];

function* dives(run: Run, diver: Diver, turn: number): Generator<CoreEvent> {
  for (const share of turn === 0
    ? SHARES
    : [SHARES[1 + (turn % 3)], SHARES[1 + ((turn + 1) % 3)]]) {
    if (run.shared.lower() >= run.best.value()) return;
    const known = Math.min(run.best.value(), run.shared.upper());
    // Nothing below what is known: whoever proves that will say so.
    if (known < Number.POSITIVE_INFINITY && !diver.cut(known)) return;
    const homes = yield* quietly(diver.dive(share, run.random));
    setLoads(run.loads, completed(run.priced, homes));
    yield* settled(run, PATIENCE);
  }
}

/** Pairs looked at between two events. */
const STRIDE = 100_000;

/** One round of chains from the best assignment. */
function* coolChains(
  { loads, chain, random, settings, ...run }: Run,
  turn: number,
): Generator<CoreEvent> {
  const { rounds } = settings;
  const { initial, final, thorough } = rounds[turn % rounds.length];
  const length = settings.length * 2 ** Math.floor(turn / rounds.length);
  // The median step to a task's second resource is what is much and little to chains.
  const scale = median(run.priced.second.filter((one) => one > 0 && one < Infinity)) ?? 1;
  setLoads(loads, run.best.assignment());
  const began = chain.work();
  while (chain.work() < began + length) {
    if (run.shared.lower() >= run.best.value()) return;
    const now = chain.work();
    const temperature = scale * initial * (final / initial) ** ((now - began) / length);
    let better = false;
    while (chain.work() < now + STRIDE) {
      const task = random.int(0, loads.core.tasks - 1);
      const found = chain.tryFrom(task, -temperature * Math.log(1 - random.unit()), thorough);
      if (found && run.best.update(loads)) better = true;
    }
    yield better ? run.best.event() : {};
  }
  yield* quietly(descend(loads, chain));
  if (run.best.update(loads)) yield run.best.event();
}

/** Chains that strictly lower the sum of costs until no task starts one. Yields now and then. */
function* descend(loads: MovingLoads, chain: ChainSearch): Generator<void> {
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

type Best = ReturnType<typeof makeBest>;

/** The best feasible assignment so far. */
function makeBest(core: GapCore) {
  const assignment = new Int32Array(core.tasks);
  let value = Number.POSITIVE_INFINITY;
  return {
    value: () => value,
    isFeasible: () => value < Number.POSITIVE_INFINITY,
    assignment: () => assignment,
    event: (): CoreEvent =>
      core.tasks === 0
        ? { assignment: new Int32Array(0), value: 0 }
        : { assignment: Int32Array.from(assignment), value },
    /** True if the loads fit and are better than the best so far, which they then are. */
    update({ at, room, value: sum }: MovingLoads): boolean {
      if (sum >= value || room.some((left) => left < 0)) return false;
      value = sum;
      assignment.set(at);
      return true;
    },
  };
}
