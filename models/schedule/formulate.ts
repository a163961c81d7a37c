import type { LevelLimit } from "../../src/instance/level-limit.ts";
import { rulesOf } from "../../src/instance/schedule.ts";
import type { Target } from "../../src/instance/targets.ts";
import type { Instance, ObjectiveName, ObjectiveSpec } from "../../src/instance/types.ts";
import { usablePairs } from "../../src/instance/usable.ts";
import { unheard } from "../../src/plan/traits.ts";
import { ProgramBuilder } from "../../src/program/builder.ts";
import { addLimitRow, encodingOf } from "../level-rows.ts";
import { FORMULATIONS, type FormCache, slotsOf } from "../objectives.ts";
import { PROGRAM_OVER_TIME, SLOT_ROWS } from "../rules.ts";
import { targetForm } from "../target-form.ts";
import type { Encoding, Unsupported } from "../types.ts";
import { averagedGrid } from "./averaged.ts";
import { addColumns, type ColumnSources, countColumns } from "./columns.ts";
import { decodePlan } from "./decode.ts";
import type { ScheduleDraft } from "./draft.ts";
import { encodePlan } from "./encode.ts";
import { gridOf } from "./grid.ts";
import { placesOf } from "./places.ts";
import { isSumOfRuntimes, type Rate, wholeAmount } from "./rents.ts";
import { unitsOf } from "./units.ts";
import { lastEnd, taskWindows } from "./windows.ts";

/** Columns beyond which a time-indexed program is hopeless for a solver, and entries that fill its memory. */
const MOST_COLUMNS = 200_000;
const MOST_ENTRIES = 30_000_000;

/**
 * An instance over time and one target as an integer program indexed by time (Sousa and Wolsey 1992, DOI
 * 10.1007/BF01580886): x[unit, place, slot] counts the pieces of a unit (equal task copies) that start on a place (a resource
 * copy, or equal ones that nothing tells apart) in a slot of the grid. Its points are the plans on the grid up to the numbering of
 * equal copies and devices; grid.ts tells why some best plan is among them. Otherwise as `formulate`.
 */
export function formulateSchedule(
  instance: Instance,
  target: Target,
  limits: readonly LevelLimit[],
): Encoding | Unsupported {
  const unknown = unheard([PROGRAM_OVER_TIME], { instance, target });
  if (unknown !== undefined) {
    return { unsupported: `The integer program indexed by time has no rows where ${unknown}.` };
  }
  const asked = objectivesOf(instance, [target, ...limits.map((limit) => limit.target)]);
  const usable = usablePairs(instance);
  const atMost = Math.min(Infinity, ...limits.map(makespanLimit));
  const rates = paidRates(instance, asked);
  const steps = rates.flat().map(({ every }) => every);
  const strict = gridOf(instance, usable, steps, atMost);
  const paid = {
    ...{ instance, usable, target, atMost, rates },
    isOfTime: target.terms.some(({ objective }) => FORMULATIONS[objective.name].rate !== undefined),
    hasOtherLimits: limits.some((limit) => !Number.isFinite(makespanLimit(limit))),
  };
  const { grid: wide, loss } = averagedGrid(strict, paid);
  const windows = taskWindows(instance, usable, wide);
  const grid = { ...wide, horizon: lastEnd(instance, usable, wide, windows) };
  const sources: ColumnSources = {
    instance,
    grid,
    windows,
    usable,
    units: unitsOf(instance),
    places: placesOf(instance, usable, { apart: apartFor(instance, asked) }),
  };
  const size = countColumns(sources) + slotColumns(sources, asked);
  if (size > MOST_COLUMNS) return tooLarge(size, "columns", MOST_COLUMNS, grid.tick);
  const builder = new ProgramBuilder();
  const draft: ScheduleDraft = {
    ...sources,
    rules: rulesOf(instance),
    builder,
    fills: [],
    ...addColumns(builder, sources),
    deviceFamilies: [],
    going: {},
    used: new Map(),
    refusals: [],
  };
  const entries = countEntries(draft);
  if (entries > MOST_ENTRIES) return tooLarge(entries, "entries", MOST_ENTRIES, grid.tick);
  const cache: FormCache = new Map();
  const formOf = (objective: ObjectiveSpec) => slotsOf(draft, objective, cache);
  const form = targetForm(draft, target, formOf);
  if (instance.budget !== undefined) {
    const { columns, coefficients, offset } = formOf({ ...PLAIN, name: "cost" });
    builder.addRow({ upper: instance.budget - offset, columns, coefficients });
  }
  const limited = limits.map((limit) => {
    // A limit on the makespan is kept by the horizon.
    if (Number.isFinite(makespanLimit(limit))) return true;
    const own = targetForm(draft, limit.target, formOf);
    addLimitRow(builder, own, limit.atMost);
    return own.exact;
  });
  for (const { add } of SLOT_ROWS) add(draft);
  if (draft.refusals.length > 0) return { unsupported: draft.refusals[0] };
  if (builder.columns > MOST_COLUMNS) {
    return tooLarge(builder.columns, "columns", MOST_COLUMNS, grid.tick);
  }
  const encoding = encodingOf(builder, form, !limited.includes(false), {
    encode: (plan, columns) => encodePlan(draft, columns, plan),
    decode: (x) => decodePlan(draft, x),
  });
  if (loss === 0) return encoding;
  return {
    ...encoding,
    loss,
    liftBound: (dualBound) => encoding.liftBound(dualBound) - loss,
    liftProven: () => undefined,
  };
}

const PLAIN = { tolerance: 0, weight: { numerator: 1, denominator: 1 } };

/** The names of all objectives that the program prices, cost among them if there is a budget. */
function objectivesOf(
  { budget }: Instance,
  targets: readonly Target[],
): ReadonlySet<ObjectiveName> {
  const names = targets.flatMap(({ terms }) => terms.map(({ objective }) => objective.name));
  return new Set(budget === undefined ? names : [...names, "cost" as const]);
}

/** The most that a limit allows as an end; Infinity if it is no limit on the makespan alone. */
function makespanLimit({ target: { terms }, atMost }: LevelLimit): number {
  const [{ objective, factor }] = terms;
  return terms.length === 1 && objective.name === "makespan"
    ? Math.floor(atMost / factor)
    : Infinity;
}

/** How many columns of their own the slots have: what objectives ask for, and up to four on each place that is paid by time. */
function slotColumns(
  { instance, grid, places }: ColumnSources,
  asked: ReadonlySet<ObjectiveName>,
): number {
  const paid = places.flatMap(({ entry, seats }) =>
    ratesOf(instance, asked, entry).filter((rate) => !isSumOfRuntimes(rate, seats)),
  );
  const perSlot = paid.reduce((sum, { by }) => sum + (by === "rental" ? 4 : 1), 0);
  const own = [...asked].reduce((sum, name) => sum + (FORMULATIONS[name].perSlot ?? 0), 0);
  return grid.horizon * (perSlot + own);
}

/** What is paid or drawn for time, of a resource entry, under the objectives asked for. */
function ratesOf(
  instance: Instance,
  asked: ReadonlySet<ObjectiveName>,
  entry: number,
): readonly Rate[] {
  const rates = [...asked].flatMap((name) => FORMULATIONS[name].rate?.(instance, entry) ?? []);
  return rates.filter(({ amount }) => amount > 0);
}

/** By resource entry: what is paid by time that is no sum of runtimes. The grid must divide its steps. */
function paidRates(
  instance: Instance,
  asked: ReadonlySet<ObjectiveName>,
): readonly (readonly Rate[])[] {
  const usable = usablePairs(instance);
  const alone = new Set(
    placesOf(instance, usable, { apart: () => false }).flatMap(({ entry, seats }) =>
      seats === 1 ? [entry] : [],
    ),
  );
  return instance.resources.map((_, entry) =>
    ratesOf(instance, asked, entry).filter(
      (rate) => !isSumOfRuntimes(rate, alone.has(entry) ? 1 : undefined),
    ),
  );
}

/** Whether the copies of a resource entry must be told apart for what is asked; see `Place`. */
function apartFor(instance: Instance, asked: ReadonlySet<ObjectiveName>) {
  const R = instance.resources.length;
  return (entry: number, seats: number | undefined): boolean => {
    if ([...asked].some((name) => FORMULATIONS[name].apart?.(instance, entry))) return true;
    const runtimes = instance.tasks.map((_, t) => instance.pairs.runtime[t * R + entry]);
    return ratesOf(instance, asked, entry).some(
      (rate) =>
        !isSumOfRuntimes(rate, seats) ||
        runtimes.some((runtime) => wholeAmount(rate, runtime) === undefined),
    );
  };
}

/** About how many entries the rows of capacity, limits and precedence have. */
function countEntries({ instance, rules, pieces, starts }: ScheduleDraft): number {
  const families = instance.dimensions.length + rules.limits.length + 1;
  const running = pieces.reduce((sum, { slots, length }) => sum + slots.length * length, 0);
  const columnsOf = new Map<number, number>();
  for (const { unit, slots } of starts) {
    columnsOf.set(unit.index, (columnsOf.get(unit.index) ?? 0) + slots.length);
  }
  const perEntry = instance.tasks.map(() => 0);
  for (const { unit, slots } of starts) perEntry[unit.entry] += slots.length;
  const waiting = rules.precedence.reduce((sum, { before, after, pairwise }) => {
    const [a, b] = [before, after].map((t) => perEntry[t] / instance.tasks[t].count);
    const pairs = instance.tasks[after].count * (pairwise ? 1 : instance.tasks[before].count);
    return sum + (pairs * b * (a + b)) / 2;
  }, 0);
  return running * families + waiting;
}

function tooLarge(size: number, what: string, most: number, tick: number): Unsupported {
  return {
    unsupported:
      `The program over time would have ${Math.round(size).toLocaleString("en")} ${what} in steps of ` +
      `${tick.toLocaleString("en")} ms, more than the ${most.toLocaleString("en")} that a solver could use: ` +
      "fewer tasks, or times with a larger common divisor, need fewer.",
  };
}
