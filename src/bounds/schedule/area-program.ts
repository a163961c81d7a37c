import { headsOf } from "../../instance/facts/heads.ts";
import { costOf } from "../../instance/features.ts";
import { rulesOf } from "../../instance/schedule.ts";
import type { Instance } from "../../instance/types.ts";
import type { AreaMeasure } from "../../plan/certificate/over-time/types.ts";
import { ProgramBuilder } from "../../program/builder.ts";
import type { Program } from "../../program/types.ts";
import type { Candidate } from "./candidates.ts";

/** A linear program over shares of tasks on resource entries, and which of its rows hold areas. */
export interface AreaProgram {
  readonly program: Program;
  /** Row of a measure on a resource entry (entry -1 for a shared limit). */
  readonly areas: readonly {
    readonly measure: number;
    readonly entry: number;
    readonly row: number;
  }[];
}

/** What the program minimises: the time by which all area fits, or what is paid for it. */
export type AreaGoal = "time" | "cost" | "energy";

/** Task entries beyond which prices come from a part of them: prices need no exactness, what they prove has. */
const MOST_TASKS = 2500;

/**
 * Each task is shared out over resource entries where it can end by `last`; its area, share x amount / size x runtime, fits
 * into what the copies of an entry have of each measure; no plan is known to end before `known`. Runtimes in units of `unit` ms. Every measure is a relaxation, so
 * its dual prices prove bounds by themselves. O(T R measures).
 */
export function areaProgram(
  instance: Instance,
  candidates: readonly Candidate[],
  goal: AreaGoal,
  last: number,
  unit: number,
  known = 0,
): AreaProgram {
  const { resources, pairs } = instance;
  const { usable, head, tail, least } = headsOf(instance);
  const { workers, maintenance } = rulesOf(instance);
  const R = resources.length;
  const builder = new ProgramBuilder();
  const time = goal === "time" ? builder.addColumn({ objective: 1 }) : -1;
  const paid = resources.map(({ pricePerHour, power = 0 }) => {
    if (goal === "time") return -1;
    const each = goal === "cost" ? (pricePerHour / 3_600_000) * unit : (power / 1000) * unit;
    return builder.addColumn({ objective: each });
  });
  interface Cell {
    readonly column: number;
    readonly t: number;
    readonly r: number;
  }
  const cells: Cell[] = [];
  for (const { t, times } of sampled(instance)) {
    const columns: number[] = [];
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0 || resources[r].count === 0) continue;
      const runtime = pairs.runtime[t * R + r];
      if (Math.max(head[t], resources[r].from) + runtime > last - (tail[t] - least[t])) continue;
      const objective = goal === "cost" ? costOf(instance, t, r) : 0;
      const column = builder.addColumn({ objective });
      columns.push(column);
      cells.push({ column, t, r });
    }
    if (columns.length === 0) continue;
    builder.addRow({ lower: times * workers[t], columns, coefficients: columns.map(() => 1) });
  }
  const areas: { measure: number; entry: number; row: number }[] = [];
  candidates.forEach(({ share, size, shared }, measure) => {
    const addArea = (entry: number, held: readonly Cell[], count: number, closed: number) => {
      const columns: number[] = [];
      const coefficients: number[] = [];
      for (const { column, t, r } of held) {
        const area = (share(t, r) * pairs.runtime[t * R + r]) / unit;
        if (area === 0) continue;
        columns.push(column);
        coefficients.push(area);
      }
      if (columns.length === 0) return;
      columns.push(goal === "time" ? time : paid[entry]);
      coefficients.push(goal === "time" ? -count : -1);
      areas.push({
        measure,
        entry,
        row: builder.addRow({ upper: (-count * closed) / unit, columns, coefficients }),
      });
    };
    if (shared) {
      if (goal === "time" && size(0) > 0) addArea(-1, cells, 1, 0);
      return;
    }
    for (let r = 0; r < R; r++) {
      if (size(r) === 0) continue;
      // Only what is over by then is sure to be in the way.
      const closed = maintenance[r].reduce(
        (sum, [from, until]) => (until <= known ? sum + until - from : sum),
        0,
      );
      const begun = goal === "time" ? resources[r].from + closed : 0;
      addArea(
        r,
        cells.filter((cell) => cell.r === r),
        resources[r].count,
        begun,
      );
    }
  });
  return { program: builder.build(), areas };
}

/** Task entries that must be placed, each standing for so many copies; of very many every few. */
function sampled({ tasks }: Instance): readonly { readonly t: number; readonly times: number }[] {
  const must = tasks.flatMap(({ optional, count }, t) => (optional || count === 0 ? [] : [t]));
  if (must.length <= MOST_TASKS) return must.map((t) => ({ t, times: tasks[t].count }));
  const step = must.length / MOST_TASKS;
  return Array.from({ length: MOST_TASKS }, (_, i) => {
    const t = must[Math.floor(i * step)];
    return { t, times: tasks[t].count * step };
  });
}

/** Prices are whole numbers of this for one whole copy. */
const SCALE = 2 ** 40;

/**
 * Measures with prices from the duals of an area program: `scale` x dual for a full copy during one unit of time, rounded
 * down, so that what a full copy pays never passes `scale` x its price.
 */
export function pricedMeasures(
  instance: Instance,
  candidates: readonly Candidate[],
  { areas }: AreaProgram,
  duals: Float64Array,
  scale = SCALE,
): readonly AreaMeasure[] {
  const R = instance.resources.length;
  const prices = candidates.map(({ shared }) => new Array<number>(shared ? 1 : R).fill(0));
  for (const { measure, entry, row } of areas) {
    const { size, shared } = candidates[measure];
    const dual = Math.max(0, -duals[row]);
    const price = Math.floor((dual * scale) / size(shared ? 0 : entry));
    if (Number.isSafeInteger(price)) prices[measure][shared ? 0 : entry] = price;
  }
  return candidates.flatMap(({ of, parts }, m) =>
    prices[m].some((price) => price > 0)
      ? [{ of, ...(parts !== undefined && { parts }), price: prices[m] }]
      : [],
  );
}
