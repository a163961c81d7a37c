import fc from "fast-check";
import type { MakespanCore } from "../../../src/cores/types.ts";

/** Small nasty cores: zeros, ties, forbidden pairs, tasks without any pair, one resource, equal columns, long runtimes. */
export const cores: fc.Arbitrary<MakespanCore> = fc
  .record({
    tasks: fc.integer({ min: 1, max: 7 }),
    entries: fc.integer({ min: 1, max: 3 }),
    copies: fc.constantFrom(1, 1, 2),
    longest: fc.constantFrom(1, 4, 20, 60, 30_000_000, 5_000_000_000),
    gaps: fc.constantFrom(0, 0, 1, 3),
    divisor: fc.constantFrom(1, 1, 7),
  })
  .chain(({ tasks, entries, copies, longest, gaps, divisor }) =>
    fc
      .array(
        fc.oneof(
          { weight: 8, arbitrary: fc.integer({ min: 0, max: longest }) },
          { weight: gaps, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
        ),
        { minLength: tasks * entries, maxLength: tasks * entries },
      )
      .map((table) => coreOf(tasks, entries, copies, table, divisor)),
  );

function coreOf(
  tasks: number,
  entries: number,
  copies: number,
  table: readonly number[],
  divisor: number,
): MakespanCore {
  const entry = Int32Array.from({ length: entries * copies }, (_, i) => Math.floor(i / copies));
  const resources = entry.length;
  const runtime = new Float64Array(tasks * resources);
  for (let j = 0; j < tasks; j++) {
    for (let i = 0; i < resources; i++) {
      runtime[j * resources + i] = table[j * entries + entry[i]];
    }
  }
  return { tasks, resources, runtime, entry, divisor };
}

/** Runtimes drawn from low .. high by a small generator of its own. */
export function uniformCore(
  tasks: number,
  resources: number,
  low: number,
  high: number,
  seed: number,
): MakespanCore {
  let state = seed;
  const draw = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return low + ((state >>> 8) % (high - low + 1));
  };
  return {
    tasks,
    resources,
    runtime: Float64Array.from({ length: tasks * resources }, draw),
    entry: Int32Array.from({ length: resources }, (_, i) => i),
    divisor: 1,
  };
}

/** The largest load, counted anew; undefined if a task stands nowhere or on a forbidden pair. */
export function makespanOf(core: MakespanCore, assignment: Int32Array): number | undefined {
  const load = new Array<number>(core.resources).fill(0);
  if (assignment.length !== core.tasks) return undefined;
  for (let j = 0; j < core.tasks; j++) {
    const one = core.runtime[j * core.resources + assignment[j]];
    if (one === undefined || one === Number.POSITIVE_INFINITY) return undefined;
    load[assignment[j]] += one;
  }
  return Math.max(...load);
}

/** The least makespan of all assignments by enumeration; undefined if there is none. */
export function leastMakespan(core: MakespanCore): number | undefined {
  const load = new Array<number>(core.resources).fill(0);
  let best = Number.POSITIVE_INFINITY;
  const visit = (j: number, most: number) => {
    if (most >= best) return;
    if (j === core.tasks) {
      best = most;
      return;
    }
    for (let i = 0; i < core.resources; i++) {
      const one = core.runtime[j * core.resources + i];
      if (one === Number.POSITIVE_INFINITY) continue;
      load[i] += one;
      visit(j + 1, Math.max(most, load[i]));
      load[i] -= one;
    }
  };
  visit(0, 0);
  return best === Number.POSITIVE_INFINITY ? undefined : best;
}
