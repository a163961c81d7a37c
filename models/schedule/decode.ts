import { DEVICE } from "../../src/instance/types.ts";
import { demandOf } from "../../src/instance/usable.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { canonicalDevices } from "../../src/plan/devices.ts";
import { deviceRanges } from "../../src/plan/piece.ts";
import type { Plan } from "../../src/plan/types.ts";
import { InvariantError } from "../../src/util/errors.ts";
import { byUnit, type PlacedFamily, type ScheduleDraft } from "./draft.ts";
import { pinnedGroups } from "./pinned.ts";

/** A piece of a point: which of the columns it comes from, and when it runs, in slots. */
interface Run {
  readonly task: number;
  readonly family: PlacedFamily;
  /** Position of the column inside the family. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  resource: number;
  readonly devices: number[];
}

/**
 * The plan of an admitted point: copies of a unit numbered by their starts, pieces on places of several copies dealt to the
 * first one with a free seat (interval colouring), each piece on the first devices that are free, or on those that y names.
 * What is pinned keeps its devices; it comes first, since it begins before all others.
 */
export function decodePlan(draft: ScheduleDraft, x: Float64Array): Plan {
  const runs = runsOf(draft, x);
  runs.sort((a, b) => a.start - b.start || a.end - b.end || a.task - b.task);
  dealCopies(draft, runs);
  dealDevices(draft, runs, x);
  const { instance, grid } = draft;
  const pieces = runs.map(({ task, resource, start, devices }) => ({
    task,
    resource,
    start: start * grid.tick,
    ...(devices.length > 0 && { devices }),
  }));
  return canonicalDevices(instance, buildPlan(instance, pieces));
}

function runsOf({ pieces }: ScheduleDraft, x: Float64Array): Run[] {
  const runs: Run[] = [];
  for (const [unit, families] of byUnit(pieces)) {
    const own = families.flatMap((family) =>
      family.columns.flatMap((column, at) => {
        const start = family.slots[at];
        const count = Math.round(x[column]) * family.factor;
        return Array.from({ length: count }, () => ({ family, at, start }));
      }),
    );
    own.sort((a, b) => a.start - b.start || a.family.place.index - b.family.place.index);
    own.forEach(({ family, at, start }, i) => {
      const task = unit.copies[Math.floor(i / unit.workers)];
      const end = start + family.length;
      const resource = family.place.copies[0];
      runs.push({ task, family, at, start, end, resource, devices: [] });
    });
  }
  return runs;
}

/** `runs` by start. */
function dealCopies({ places }: ScheduleDraft, runs: readonly Run[]): void {
  for (const place of places) {
    const { copies, seats = 1 } = place;
    if (copies.length === 1 || seats === Infinity) continue;
    const ends = copies.map((): number[] => []);
    for (const run of runs) {
      if (run.family.place !== place || run.end === run.start) continue;
      const free = ends.findIndex((held, i) => {
        ends[i] = held.filter((end) => end > run.start);
        return ends[i].length < seats;
      });
      if (free < 0) throw new InvariantError("The point's pieces do not fit their place.");
      ends[free].push(run.end);
      run.resource = copies[free];
    }
  }
}

function dealDevices(draft: ScheduleDraft, runs: readonly Run[], x: Float64Array): void {
  const { instance, deviceFamilies } = draft;
  const chosen = new Map(
    deviceFamilies.map(({ pieces, dimension, devices }) => {
      const left = pieces.columns.map((_, at) =>
        devices.flatMap(({ columns }, g) => Array<number>(Math.round(x[columns[at]])).fill(g)),
      );
      return [`${draft.pieces.indexOf(pieces)} ${dimension}`, left];
    }),
  );
  const begunOn = new Map(
    [...pinnedGroups(instance.earlier?.pinned ?? [])].map(([key, own]) => [key, [...own]]),
  );
  const held = new Map<string, { readonly end: number; readonly amount: number }[][]>();
  for (const run of runs) {
    const { entry } = run.family.place;
    const begun = begunOn.get(`${run.task} ${run.resource}`)?.shift();
    if (begun !== undefined) run.devices.push(...begun.devices);
    for (const { dimension, first, count } of deviceRanges(instance, entry)) {
      const demand = demandOf(instance, run.family.unit.entry, entry, dimension);
      const wanted = Math.ceil(demand / DEVICE);
      const named = chosen.get(`${draft.pieces.indexOf(run.family)} ${dimension}`)?.[run.at];
      if (named !== undefined) {
        if (begun !== undefined) continue;
        run.devices.push(...named.splice(0, wanted).map((g) => first + g));
        continue;
      }
      const key = `${run.resource} ${dimension}`;
      const devices = held.get(key) ?? Array.from({ length: count }, () => []);
      held.set(key, devices);
      const amount = Math.min(demand, DEVICE);
      if (begun !== undefined) {
        for (const device of run.end > run.start ? begun.devices : []) {
          devices[device - first]?.push({ end: run.end, amount });
        }
        continue;
      }
      for (let g = 0, left = wanted; g < count && left > 0; g++) {
        devices[g] = devices[g].filter(({ end }) => end > run.start);
        const load = devices[g].reduce((sum, one) => sum + one.amount, 0);
        if (run.end > run.start && load + amount > DEVICE) continue;
        if (run.end > run.start) devices[g].push({ end: run.end, amount });
        run.devices.push(first + g);
        left--;
      }
    }
  }
}
