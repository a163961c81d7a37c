import { usablePairs } from "../../../instance/usable.ts";
import { evaluateObjective, evaluateTarget } from "../../../plan/evaluate.ts";
import type { Plan } from "../../../plan/types.ts";
import type { Random } from "../../../util/random.ts";
import type { LocalEvent, LocalTask } from "../../local/improve.ts";
import { recover } from "./recover.ts";
import { type Applied, type Change, RobustWalk } from "./walk.ts";

/** Proposals of one event, after which a better plan is told, and of one round of annealing from the best plan. */
const SLICE = 40;
const ROUND = 2000;
/** Placements tried for each loss of a proposal: most find their old recovery again. */
const NODE_LIMIT = 300;
/** Resource copies that are compared where a light or a tight one is wanted. */
const LOOKS = 5;
/** Where rounds begin, in usual rises of the value, and by what they have cooled at their end. */
const HEATS = [0.05, 0.3, 1] as const;
const COOLED = 1e-3;

/**
 * Local search among placements that survive every loss: shifts, swaps, drains of one resource copy, and optional tasks
 * that come and go, in rounds of annealing from the best plan. A proposal counts only if it keeps budget and limits and
 * its recoveries, mended where they must be, are found. Needs a plan with recoveries. Never ends by itself unless
 * nothing can move.
 */
export function* improveRobust(
  { instance, target, limits, start, heard }: LocalTask,
  random: Random,
): Generator<LocalEvent, void, void> {
  let best = { plan: start, value: evaluateTarget(instance, start, target) };
  let proposer = new Proposer(new RobustWalk(instance, start), random);
  if (proposer.isIdle) return;
  const isWithin = (plan: Plan) =>
    (instance.budget === undefined ||
      evaluateObjective(instance, plan, { name: "cost" }) <= instance.budget) &&
    limits.every((limit) => evaluateTarget(instance, plan, limit.target) <= limit.atMost);
  let told = best;
  let [rises, rose] = [0, 0];
  for (let round = 0; ; round++) {
    const other = heard?.();
    const value = other && evaluateTarget(instance, other, target);
    if (other !== undefined && value !== undefined && value < best.value) {
      best = { plan: other, value };
      told = best;
    }
    let held = best;
    proposer = new Proposer(new RobustWalk(instance, best.plan), random);
    for (let n = 0; n < ROUND; n++) {
      if (n % SLICE === 0) {
        yield best === told ? {} : { plan: best.plan };
        told = best;
      }
      const applied = proposer.propose();
      if (applied === undefined) continue;
      const bare = proposer.walk.toPlan();
      const now = evaluateTarget(instance, bare, target);
      const rise = now - held.value;
      if (rise > 0) {
        rises += rise;
        rose++;
      }
      const heat =
        HEATS[round % HEATS.length] * (rises / Math.max(1, rose)) * COOLED ** (n / ROUND);
      const isTaken =
        (rise <= 0 || random.unit() < Math.exp(-rise / Math.max(heat, 1e-9))) && isWithin(bare);
      const hint = held.plan.recoveries ?? [];
      const found = isTaken
        ? recover(instance, bare, {
            rooms: proposer.walk.rooms,
            hint,
            changed: applied,
            nodeLimit: NODE_LIMIT,
          })
        : undefined;
      if (found === undefined || !("plan" in found)) {
        applied.undo();
        continue;
      }
      held = { plan: found.plan, value: now };
      if (now < best.value) best = held;
    }
  }
}

/** Draws changes of a walk and applies those that fit. */
class Proposer {
  readonly walk: RobustWalk;
  readonly #random: Random;
  /** Usable resource copies by task entry. */
  readonly #places: readonly (readonly number[])[];

  constructor(walk: RobustWalk, random: Random) {
    this.walk = walk;
    this.#random = random;
    const { instance } = walk;
    const usable = usablePairs(instance);
    const copies = [...instance.resourceOfCopy.keys()];
    this.#places = instance.tasks.map((_, t) =>
      copies.filter((j) => usable[t * instance.resources.length + instance.resourceOfCopy[j]]),
    );
  }

  /** True if no task has anywhere else to be. */
  get isIdle(): boolean {
    const { tasks } = this.walk.instance;
    return this.#places.every((list, t) => list.length < 2 && !tasks[t].optional);
  }

  /** Applies one random change; what undoes it, or undefined if it did not fit. */
  propose(): Applied | undefined {
    const { stands, instance } = this.walk;
    const task = this.#random.int(0, stands.length - 1);
    const kind = this.#random.int(0, 9);
    if (stands[task].length === 0) return this.#insert(task);
    if (instance.tasks[instance.taskOfCopy[task]].optional && kind === 0) {
      return this.walk.apply(stands[task].map(({ copy }) => ({ task, from: copy })));
    }
    if (kind === 1) return this.#drain(this.#lightCopy(task));
    if (kind < 5) return this.#swap(task);
    return this.#shift(task);
  }

  #shift(task: number): Applied | undefined {
    const from = this.#pick(this.walk.stands[task]).copy;
    const to = this.#place(task);
    if (to === undefined || to === from) return undefined;
    return this.walk.apply(this.walk.tiedTo(task).map((one) => ({ task: one, from, to })));
  }

  #swap(task: number): Applied | undefined {
    const { stands } = this.walk;
    const other = this.#random.int(0, stands.length - 1);
    if (stands[other].length === 0) return undefined;
    const [a, b] = [this.#pick(stands[task]).copy, this.#pick(stands[other]).copy];
    if (a === b) return undefined;
    return this.walk.apply([
      ...this.walk.tiedTo(task).map((one): Change => ({ task: one, from: a, to: b })),
      ...this.walk.tiedTo(other).map((one): Change => ({ task: one, from: b, to: a })),
    ]);
  }

  #insert(task: number): Applied | undefined {
    const { instance } = this.walk;
    const home = this.walk.homeOf(task);
    if (home === undefined) return undefined;
    const { replicas } = instance.tasks[instance.taskOfCopy[task]];
    const changes: Change[] = [];
    for (let i = 0; i < replicas; i++) {
      const to = home >= 0 ? home : this.#place(task);
      if (to === undefined) return undefined;
      changes.push({ task, to });
    }
    return this.walk.apply(changes);
  }

  /** Everything on a resource copy goes where it fits, to used copies only. */
  #drain(copy: number): Applied | undefined {
    const { stands, rooms } = this.walk;
    const done: Applied[] = [];
    const undo = () => {
      while (done.length > 0) done.pop()?.undo();
    };
    const held = stands.flatMap((list, task) => (list.some((s) => s.copy === copy) ? [task] : []));
    for (const task of held) {
      // Companions went along.
      if (!stands[task].some((stand) => stand.copy === copy)) continue;
      const places = this.#places[this.walk.instance.taskOfCopy[task]].filter(
        (to) => to !== copy && rooms.count[to] > 0 && rooms.fits(task, to),
      );
      const to = places.length === 0 ? copy : this.#tight(task, places);
      const changes = this.walk.tiedTo(task).map((one) => ({ task: one, from: copy, to }));
      const applied = to === copy ? undefined : this.walk.apply(changes);
      if (applied === undefined) {
        undo();
        return undefined;
      }
      done.push(applied);
    }
    const [tasks, copies] = [new Set<number>(), new Set<number>()];
    for (const one of done) {
      for (const task of one.tasks) tasks.add(task);
      for (const each of one.copies) copies.add(each);
    }
    return { undo, tasks, copies };
  }

  /** Of a few used resource copies the one with the fewest pieces. */
  #lightCopy(task: number): number {
    const { stands, rooms } = this.walk;
    let best = this.#pick(stands[task]).copy;
    for (let i = 1; i < LOOKS; i++) {
      const [one] = this.#pick(stands);
      if (one !== undefined && rooms.count[one.copy] < rooms.count[best]) best = one.copy;
    }
    return best;
  }

  /** Of a few places the one that the task fills best. */
  #tight(task: number, places: readonly number[]): number {
    let best = this.#pick(places);
    for (let i = 1; i < LOOKS; i++) {
      const other = this.#pick(places);
      if (this.walk.rooms.slack(task, other) < this.walk.rooms.slack(task, best)) best = other;
    }
    return best;
  }

  #place(task: number): number | undefined {
    const places = this.#places[this.walk.instance.taskOfCopy[task]];
    return places.length === 0 ? undefined : this.#pick(places);
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#random.int(0, items.length - 1)];
  }
}
