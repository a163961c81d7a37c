import type { Random } from "../../util/random.ts";
import type { Snapshot, Step, Walk } from "./walk.ts";

/** How many of the best plans are kept. */
const KEPT = 8;
/** Two kept plans differ in more than this share of the pieces. */
const APART = 0.02;

/** A few of the best plans that differ enough from each other to be worth mixing. */
export class Elite {
  readonly #kept: Snapshot[] = [];

  get size(): number {
    return this.#kept.length;
  }

  /** Takes the plan unless a better one is close to it; closer worse ones make place. */
  add(snapshot: Snapshot): void {
    const least = APART * snapshot.at.length;
    const near = this.#kept.filter((other) => distance(other.at, snapshot.at) <= least);
    if (near.some((other) => other.value <= snapshot.value)) return;
    for (const other of near) this.#kept.splice(this.#kept.indexOf(other), 1);
    this.#kept.push(snapshot);
    this.#kept.sort((a, b) => a.value - b.value);
    this.#kept.length = Math.min(this.#kept.length, KEPT);
  }

  /** Two different plans, in random order; requires that there are two. */
  pair(random: Random): readonly [Snapshot, Snapshot] {
    const i = random.int(0, this.#kept.length - 1);
    const j = random.int(0, this.#kept.length - 2);
    return [this.#kept[i], this.#kept[j < i ? j : j + 1]];
  }

  clear(): void {
    this.#kept.length = 0;
  }
}

/** Candidates compared at each step of a path. */
const WIDTH = 4;
const MOST_STEPS = 5000;
/** The same where each step is dear to confirm: nobody looks at the clock in between. */
const FEW_STEPS = 100;

/**
 * Path relinking (Glover 1997, DOI 10.1007/978-1-4615-4102-8_1): walks from where it is towards `goal`, each time by
 * the best of a few pieces that are not yet there, and stops half-way, where both parents are far.
 * A piece that finds no room drives one that must leave its place anyway.
 */
export function relink(walk: Walk, goal: Snapshot, random: Random): void {
  const { at, fixed } = walk.state.pieces;
  const open = [...at.keys()].filter((p) => at[p] !== goal.at[p] && fixed[p] === 0);
  const most = walk.isDear ? FEW_STEPS : MOST_STEPS;
  const half = Math.min(most, Math.ceil(open.length / 2));
  for (let step = 0; step < half && open.length > 1; step++) {
    let [best, bestGuide] = [-1, Infinity];
    for (let i = 0; i < WIDTH; i++) {
      const index = random.int(0, open.length - 1);
      if (!walk.attempt(towards(walk, goal, open[index]))) continue;
      const guide = walk.gauge.guide();
      walk.undo();
      if (guide < bestGuide) [best, bestGuide] = [index, guide];
    }
    if (best < 0) continue;
    if (!walk.attempt(towards(walk, goal, open[best])) || !walk.confirm()) continue;
    open[best] = open[open.length - 1];
    open.pop();
  }
}

function towards({ state }: Walk, goal: Snapshot, piece: number): readonly Step[] {
  const to = goal.at[piece];
  const { first, next } = state.pieces;
  const task = state.pieces.task[piece];
  const pieces: number[] = [];
  const companions = state.groups?.isBound(task)
    ? state.groups.companions(task, (t) => state.placed[t] > 0)
    : [task];
  // Replicas come and go together; placed ones move one by one.
  const alone = state.pieces.at[piece] >= 0 && to >= 0 && companions.length === 1;
  if (alone) pieces.push(piece);
  else {
    for (const t of companions) {
      for (let p = first[t]; p >= 0; p = next[p]) pieces.push(p);
    }
  }
  const steps: Step[] = pieces.map((p) => ({ piece: p, to: alone ? to : goal.at[p] }));
  if (to < 0 || state.hasRoom(piece, to)) return steps;
  const guest = state.held[to].find(
    (p) =>
      goal.at[p] !== to && goal.at[p] >= 0 && state.pieces.fixed[p] === 0 && !pieces.includes(p),
  );
  return guest === undefined ? steps : [...steps, { piece: guest, to: goal.at[guest] }];
}

function distance(a: Int32Array, b: Int32Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}
