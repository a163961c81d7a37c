import type { PackingCore } from "../../cores/packing.ts";
import { packingCore } from "../../cores/packing.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import type { PriceRow } from "../../plan/certificate/types.ts";
import type { PlanEvent } from "../../plan/event.ts";
import type { Solver } from "../../program/types.ts";
import { boundRounds, type PricingRound } from "./bound.ts";
import { certifyPrices } from "./certify.ts";
import { coverRows, hasFewSets } from "./cover-rows.ts";
import { costOf, loadsOf, placeRest, planOf } from "./decode.ts";
import type { CopyLoad } from "./load.ts";
import { coverProgram } from "./master.ts";
import { openAndFill } from "./open-and-fill.ts";
import { SCALE } from "./pricing.ts";
import { fillSequentially, type Use } from "./sequential.ts";
import { priceRow } from "./tight-rows.ts";
import type { Configuration } from "./types.ts";
import { certifyUsed } from "./used.ts";

/** Fillings of single copies that rows are made tighter by, at most. */
const MOST_PRICED = 5000;

/** What packing may use. */
export interface PackingSettings {
  readonly solver: Solver;
  /** Rounds of column generation at most. Default 300. */
  readonly rounds?: number;
  /** Nodes of one pricing of one resource entry. Default 1000. */
  readonly nodes?: number;
  /** Milliseconds for the whole program over the configurations. Default 15000. */
  readonly coverTime?: number;
  /** True once there is no time left; asked between rounds. */
  readonly stopped?: () => boolean;
  /** True once column generation should make room for plans. Default: never. */
  readonly enough?: () => boolean;
}

/**
 * Bounds and plans of a placement whose difficulty is packing. Where used copies are paid for: how many of each are used at least by rows
 * that every plan keeps, and fillings of what those rows choose. Then column generation over configurations of single
 * resource copies: ever better bounds, its prices as one more row, and plans from the configurations that priced out best.
 * Yields nothing if the core does not apply (see `packingCore`). Bounds of configurations carry a certificate.
 */
export async function* packingEvents(
  instance: Instance,
  target: Target,
  settings: PackingSettings,
): AsyncGenerator<PlanEvent, void, void> {
  const core = packingCore(instance, target);
  if (typeof core === "string") return;
  const stopped = settings.stopped ?? (() => false);
  const nodes = settings.nodes ?? 1000;
  const held = { cost: Number.POSITIVE_INFINITY };
  const better = keeper(instance, core, held);
  const first = firstUses(core);
  yield better(first);
  const usable = usablePairs(instance);
  const plain = hasFewSets(instance, usable) ? coverRows(instance, usable) : [];
  const opened = (rows: readonly PriceRow[], rounds: number) =>
    openedEvents(instance, target, core, rows, { ...settings, rounds, stopped, held });
  yield* opened(plain, 1);
  const rows: PriceRow[] = [];
  if (paysForCopies(core) && plain.length * core.resources <= MOST_PRICED) {
    for (const row of plain) {
      if (stopped()) return;
      rows.push(priceRow(instance, core, usable, row.price, row) ?? row);
      yield {};
    }
    yield* opened(rows, 2);
  }
  let last: PricingRound | undefined;
  const enough = () => stopped() || settings.enough?.() === true;
  const start = first.map(({ configuration }) => configuration);
  let rounds = settings.rounds ?? 300;
  let shown = Number.NEGATIVE_INFINITY;
  for await (const round of boundRounds(core, {
    solver: settings.solver,
    start,
    nodes,
    stopped: enough,
  })) {
    last = round;
    const bound = round.better ? certifyPrices(instance, target, core, round) : undefined;
    if (bound !== undefined && bound.value > shown) {
      shown = bound.value;
      yield { bound };
    } else yield {};
    if (--rounds <= 0) break;
  }
  if (last === undefined || stopped()) return;
  const { columns, prices } = last;
  if (paysForCopies(core)) {
    const row = priceRow(instance, core, usable, Array.from(prices));
    const others = rows.length > 0 ? rows : plain;
    if (row !== undefined) yield* opened([...others, row], 3);
  }
  if (core.optional.every((optional) => optional === 1)) {
    const worth = (t: number, r: number) => prices[t] - SCALE * core.value[t * core.resources + r];
    for (const order of ordersOf(core)) {
      if (stopped()) return;
      yield better(fillSequentially(core, order, (t, r) => worth(t, r) + SCALE / 10, 300));
    }
  }
  yield better(await cover(core, columns, settings.solver, settings.coverTime ?? 15_000, stopped));
}

/** Whole copies are all that is paid for, and all tasks must be somewhere. */
export function paysForCopies({ optional, fixed, usable, value }: PackingCore): boolean {
  return (
    !optional.includes(1) &&
    fixed.some((one) => one > 0) &&
    value.every((one, e) => usable[e] === 0 || one === 0)
  );
}

interface OpenedSettings extends Pick<PackingSettings, "solver"> {
  readonly rounds: number;
  readonly stopped: () => boolean;
  readonly held: { cost: number };
}

/** The bound of whole numbers of used copies within some rows, and plans on the copies that these rows choose. */
async function* openedEvents(
  instance: Instance,
  target: Target,
  core: PackingCore,
  rows: readonly PriceRow[],
  { solver, rounds, stopped, held }: OpenedSettings,
): AsyncGenerator<PlanEvent, void, void> {
  const bound = await certifyUsed(instance, target, core, rows, stopped);
  if (bound !== undefined) yield { bound };
  if (!paysForCopies(core) || rows.length === 0) return;
  const isDear = (cost: number) => cost >= held.cost;
  for await (const loads of openAndFill(instance, core, rows, {
    solver,
    rounds,
    stopped,
    isDear,
  })) {
    yield loads === undefined ? {} : kept(instance, core, held, loads);
  }
}

/** Keeps the cheapest loads so far and turns better ones into plans. */
function keeper(
  instance: Instance,
  core: PackingCore,
  held: { cost: number },
): (uses: readonly Use[]) => PlanEvent {
  return (uses) => {
    const { loads, left } = loadsOf(core, uses);
    return placeRest(core, loads, left) ? kept(instance, core, held, loads) : {};
  };
}

function kept(
  instance: Instance,
  core: PackingCore,
  held: { cost: number },
  loads: readonly CopyLoad[],
): PlanEvent {
  const cost = costOf(core, loads);
  const plan = cost < held.cost ? planOf(instance, loads) : undefined;
  if (plan === undefined) return {};
  held.cost = cost;
  return { plan };
}

/** Configurations that are worth most by themselves, where leaving tasks out is allowed. */
function firstUses(core: PackingCore): readonly Use[] {
  if (core.optional.includes(0)) return [];
  const worth = (t: number, r: number) => -core.value[t * core.resources + r];
  return fillSequentially(core, ordersOf(core)[0], worth, 100);
}

/** Entries from the smallest to the largest, and the other way. */
function ordersOf(core: PackingCore): readonly (readonly number[])[] {
  const entries = [...core.units.keys()];
  const size = (r: number) => core.capacity[r * core.dimensions] ?? 0;
  entries.sort((a, b) => size(a) - size(b) || a - b);
  return [entries, entries.toReversed()];
}

/** The best whole use of the configurations that the solver finds in the time; nothing if it finds none. */
async function cover(
  core: PackingCore,
  columns: readonly Configuration[],
  solver: Solver,
  timeLimit: number,
  stopped: () => boolean,
): Promise<readonly Use[]> {
  const program = coverProgram(core, columns);
  const { point } = await solver.solve(program, { timeLimit, gap: 1e-4 }, { shouldStop: stopped });
  if (point === undefined) return [];
  return columns.flatMap((configuration, k) => {
    const times = Math.round(point.x[k]);
    return times > 0 ? [{ configuration, times }] : [];
  });
}
