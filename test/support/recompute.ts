import { expect } from "vitest";
import type { TargetGauge } from "../../src/heuristics/local/target-gauge.ts";
import { State } from "../../src/heuristics/state/state.ts";
import type { Target } from "../../src/instance/targets.ts";
import { DEVICE, WHOLE } from "../../src/instance/types.ts";
import { demandOf } from "../../src/instance/usable.ts";
import { evaluateObjective, evaluateTarget } from "../../src/plan/evaluate.ts";
import { deviceRanges } from "../../src/plan/piece.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";

/** What a state that is still being filled may break. */
const UNFINISHED = new Set(["assignment"]);

/**
 * Works out anew, from nothing but which pieces are where, all that a state keeps up step by step: rules, sums, sequences,
 * groups, devices and what fits where. Fails where they differ.
 */
export function expectRecomputed(state: State, label: string): void {
  const { instance, pieces } = state;
  const plan = state.toPlan();
  expect(brokenRules(state, plan), label).toEqual([]);
  const anew = new State(instance, {
    plan,
    ...(state.sequences !== undefined && { byRatio: state.sequences.byRatio }),
  });
  expect(state.cost, label).toBe(evaluateObjective(instance, plan, { name: "cost" }));
  expect([...state.placed], label).toEqual(placedBy(plan, state.placed.length));
  expect([...state.busy], label).toEqual([...anew.busy]);
  expect([...state.load], label).toEqual([...anew.load]);
  for (const [copy, list] of state.held.entries()) {
    const tasks = (of: State) => of.held[copy].map((piece) => of.pieces.task[piece]).sort(byNumber);
    expect(tasks(state), label).toEqual(tasks(anew));
    for (const piece of list) expect(pieces.at[piece], label).toBe(copy);
  }
  expectDevices(state, label);
  if (state.sequences !== undefined) expectSequences(state, label);
  expectAdmission(state, anew, label);
}

/** The same of the gauges of some targets. */
export function expectGauges(
  state: State,
  gauges: readonly TargetGauge[],
  targets: readonly Target[],
  label: string,
): void {
  const plan = state.toPlan();
  for (const [i, target] of targets.entries()) {
    expect(gauges[i].value(), `${label}, ${target.name}`).toBe(
      evaluateTarget(state.instance, plan, target),
    );
  }
}

/** Broken rules other than tasks that are still to come, and recoveries, which a state does not have. */
function brokenRules({ instance }: State, plan: Plan): string[] {
  const { robust: _, ...rest } = instance;
  const verification = verify(rest, plan);
  if (verification.ok) return [];
  return verification.violations.map(({ rule }) => rule).filter((rule) => !UNFINISHED.has(rule));
}

function placedBy(plan: Plan, tasks: number): number[] {
  const placed = new Array<number>(tasks).fill(0);
  for (const [k, task] of plan.task.entries()) placed[task] += plan.share[k];
  return placed;
}

/** No device gives more than it has, and each piece has as many as it asks for. */
function expectDevices({ instance, devices, held, pieces }: State, label: string): void {
  if (devices === undefined) return;
  for (const [copy, list] of held.entries()) {
    const entry = instance.resourceOfCopy[copy];
    for (const { dimension, first, count } of deviceRanges(instance, entry)) {
      const used = new Map<number, number>();
      for (const piece of list) {
        const demand = demandOf(
          instance,
          instance.taskOfCopy[pieces.task[piece]],
          entry,
          dimension,
        );
        const own = (devices.of[piece] ?? []).filter((n) => n >= first && n < first + count);
        expect(own.length, label).toBe(Math.ceil(demand / DEVICE));
        for (const n of own) used.set(n, (used.get(n) ?? 0) + Math.min(DEVICE, demand));
      }
      for (const amount of used.values()) expect(amount, label).toBeLessThanOrEqual(DEVICE);
    }
  }
}

/** Ends, and the end of what is put where a sequence says it fits, by running everything once more. */
function expectSequences(state: State, label: string): void {
  const { instance, pieces, held, sequences } = state;
  if (sequences === undefined) return;
  const { tasks, taskOfCopy, resources, resourceOfCopy } = instance;
  for (const [copy, list] of held.entries()) {
    const { from, until = Infinity } = resources[resourceOfCopy[copy]];
    /** Ends of a sequence, undefined if something ends too late. */
    const run = (order: readonly number[]): number[] | undefined => {
      let clock = from;
      const ends: number[] = [];
      for (const piece of order) {
        const { release, deadline = Infinity } = tasks[taskOfCopy[pieces.task[piece]]];
        clock = Math.max(clock, release) + state.runtime(piece, copy);
        if (clock > Math.min(deadline, until)) return undefined;
        ends.push(clock);
      }
      return ends;
    };
    const ends = run(list);
    expect([...sequences.ends(copy).subarray(1, list.length + 1)], label).toEqual(ends);
    expect(sequences.end(copy), label).toBe(ends?.at(-1) ?? 0);
    for (let piece = 0; piece < pieces.count; piece++) {
      if (pieces.at[piece] >= 0 || state.usable[state.pair(piece, copy)] === 0) continue;
      const found = Array.from({ length: list.length + 1 }, (_, at) => {
        const order = list.toSpliced(at, 0, piece);
        expect(sequences.admits(piece, copy, at), label).toBe(run(order) !== undefined);
        return run(order);
      });
      const slot = sequences.slot(piece, copy);
      const possible = found.filter((one) => one !== undefined);
      expect(slot !== undefined, label).toBe(possible.length > 0);
      if (slot === undefined) continue;
      const chosen = found[slot.position];
      expect([slot.end, slot.own], label).toEqual([chosen?.at(-1), chosen?.[slot.position]]);
      if (sequences.byRatio) continue;
      expect(slot.end, label).toBe(Math.min(...possible.map((one) => one.at(-1) as number)));
    }
  }
}

/** What is nowhere fits exactly where it fits in a state that was made anew; devices may lie otherwise there. */
function expectAdmission(state: State, anew: State, label: string): void {
  const { instance, pieces } = state;
  for (let task = 0; task < instance.taskOfCopy.length; task++) {
    const [piece, same] = [unplaced(state, task), unplaced(anew, task)];
    if (piece < 0 || same < 0) continue;
    anew.pieces.share[same] = pieces.share[piece];
    for (let copy = 0; copy < state.held.length; copy++) {
      expect(state.suits(piece, copy), label).toBe(anew.suits(same, copy));
      expect(state.priceOf(piece, copy), label).toBe(anew.priceOf(same, copy));
    }
    expect(state.groups?.homeOf(task), label).toBe(anew.groups?.homeOf(task));
  }
}

function unplaced({ pieces, placed, instance }: State, task: number): number {
  const { divisible } = instance.tasks[instance.taskOfCopy[task]];
  if (divisible && placed[task] >= WHOLE) return -1;
  for (let p = pieces.first[task]; p >= 0; p = pieces.next[p]) if (pieces.at[p] < 0) return p;
  return -1;
}

function byNumber(a: number, b: number): number {
  return a - b;
}
