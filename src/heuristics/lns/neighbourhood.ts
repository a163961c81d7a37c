import type { Scope } from "../../../models/pairs.ts";
import { bundleOf } from "../../instance/bundles.ts";
import { paysTransfers } from "../../instance/links.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import type { Plan } from "../../plan/types.ts";
import type { Random } from "../../util/random.ts";
import { criticalityOf } from "./criticality.ts";
import { linkedOrder } from "./linked.ts";
import { withMoves } from "./moves.ts";

/** Ways to choose what a neighbourhood frees. */
export const KINDS = ["copies", "critical copies", "alike", "random"] as const;
export type NeighbourhoodKind = (typeof KINDS)[number];

/** A part of a plan that may change: the pairs of freed task copies; all others stay where they are. */
export interface Neighbourhood {
  readonly kind: NeighbourhoodKind;
  readonly scope: Scope;
  /** Freed task copies. */
  readonly freed: number;
  /** Pairs of freed task copies. */
  readonly pairs: number;
}

/** Chooses parts of plans of one instance to free. */
export interface NeighbourhoodSelector {
  /** Frees task copies until they have about `size` pairs. O(pieces + size). */
  free(plan: Plan, kind: NeighbourhoodKind, size: number, random: Random): Neighbourhood;
}

/** Unused copies of each resource entry that a neighbourhood may open. */
const SPARE = 1;

/** `target` says which copies are critical: those with the highest utilizations, or the dearest. */
export function neighbourhoodSelector(instance: Instance, target: Target): NeighbourhoodSelector {
  const usable = usablePairs(instance);
  const bundles = bundleOf(instance);
  const members = membersByBundle(instance, bundles);
  const isLinked = paysTransfers(instance);
  const { taskOfCopy } = instance;
  const isUsable = (task: number, copy: number) =>
    usable[taskOfCopy[task] * instance.resources.length + instance.resourceOfCopy[copy]] === 1;
  return {
    free(plan, kind, size, random) {
      const held = heldBy(instance, plan);
      const part = new Part(instance, plan, isUsable, (task) =>
        members.get(bundles[taskOfCopy[task]]),
      );
      if (kind === "copies" || kind === "critical copies") {
        const order =
          kind === "copies" ? near(instance, random) : critical(instance, target, held, random);
        freeCopies(part, order, held, size, random);
      } else {
        const order =
          kind === "alike"
            ? alike(instance, random)
            : isLinked
              ? linkedOrder(instance, random)
              : shuffled(taskOfCopy.length, random);
        freeTasks(part, order, held, size, random);
      }
      const scope = instance.robust === undefined ? part : withMoves(part, plan, part.copies);
      return { kind, scope, freed: part.freed, pairs: part.pairs };
    },
  };
}

/** The lists of copies of freed task copies, and for the others those that the plan gives them. */
class Part implements Scope {
  freed = 0;
  pairs = 0;
  readonly #lists = new Map<number, readonly number[]>();
  readonly #held: number[][];
  readonly #isUsable: (task: number, copy: number) => boolean;
  readonly #membersOf: (task: number) => readonly number[] | undefined;

  constructor(
    instance: Instance,
    plan: Plan,
    isUsable: (task: number, copy: number) => boolean,
    membersOf: (task: number) => readonly number[] | undefined,
  ) {
    this.#held = Array.from(instance.taskOfCopy, () => []);
    for (let k = 0; k < plan.task.length; k++) this.#held[plan.task[k]].push(plan.resource[k]);
    this.#isUsable = isUsable;
    this.#membersOf = membersOf;
  }

  copiesOf(task: number): readonly number[] {
    return this.#lists.get(task) ?? this.#held[task];
  }

  /** Resource copies among which something is freed, ascending. */
  get copies(): readonly number[] {
    return [...new Set([...this.#lists.values()].flat())].sort((a, b) => a - b);
  }

  isFree(task: number): boolean {
    return this.#lists.has(task);
  }

  placesOf(task: number): readonly number[] {
    return this.#held[task];
  }

  /** Frees a task copy, and all that must stand with it, among the given copies and where they are. */
  release(task: number, copies: readonly number[]): void {
    const together = this.#membersOf(task) ?? [task];
    const where = new Set(copies);
    for (const member of together) for (const copy of this.#held[member]) where.add(copy);
    for (const member of together) {
      const list = [...where].filter((copy) => this.#isUsable(member, copy)).sort((a, b) => a - b);
      this.pairs += list.length - (this.#lists.get(member)?.length ?? 0);
      if (!this.#lists.has(member)) this.freed++;
      this.#lists.set(member, list);
    }
  }
}

/** Takes copies in the given order with all their tasks, and as many unplaced tasks. */
function freeCopies(
  part: Part,
  order: readonly number[],
  { byCopy, unplaced }: Held,
  size: number,
  random: Random,
): void {
  const copies: number[] = [];
  const tasks: number[] = [];
  for (const copy of order) {
    if (copies.length >= 2 && (copies.length + 1) * (tasks.length + byCopy[copy].length) > size)
      break;
    copies.push(copy);
    tasks.push(...byCopy[copy]);
  }
  for (const task of tasks) part.release(task, copies);
  for (const task of random.shuffle([...unplaced])) {
    if (part.pairs >= size + size / 2) break;
    part.release(task, copies);
  }
}

/** Copies that a freed task may go to: all of a sample, the same for all so that they can trade places. */
const MOST_COPIES = 48;

function freeTasks(
  part: Part,
  order: Iterable<number>,
  held: Held,
  size: number,
  random: Random,
): void {
  const width = Math.min(MOST_COPIES, Math.max(4, Math.floor(Math.sqrt(size))));
  const copies = new Set<number>(spares(held, random).slice(0, Math.ceil(width / 4)));
  const tasks: number[] = [];
  for (const task of order) {
    if (tasks.length * copies.size >= size) break;
    if (copies.size < width) for (const copy of part.placesOf(task)) copies.add(copy);
    tasks.push(task);
  }
  const list = [...copies];
  for (const task of tasks) {
    if (part.pairs >= size + size / 2) break;
    if (!part.isFree(task)) part.release(task, list);
  }
}

/** What stands where. */
interface Held {
  readonly byCopy: readonly (readonly number[])[];
  /** Optional task copies without a place. */
  readonly unplaced: readonly number[];
  readonly instance: Instance;
}

function heldBy(instance: Instance, plan: Plan): Held {
  const byCopy: number[][] = Array.from(instance.resourceOfCopy, () => []);
  const placed = new Uint8Array(instance.taskOfCopy.length);
  for (let k = 0; k < plan.task.length; k++) {
    byCopy[plan.resource[k]].push(plan.task[k]);
    placed[plan.task[k]] = 1;
  }
  const unplaced = [...placed.keys()].filter((task) => placed[task] === 0);
  return { byCopy, unplaced, instance };
}

/** The first unused copies of each entry, in random order of entries: unused copies of one entry are alike. */
function spares({ byCopy, instance }: Held, random: Random): number[] {
  const list: number[] = [];
  for (let r = 0; r < instance.resources.length; r++) {
    let found = 0;
    for (let j = instance.resourceCopyStart[r]; j < instance.resourceCopyStart[r + 1]; j++) {
      if (byCopy[j].length === 0 && found++ < SPARE) list.push(j);
    }
  }
  return random.shuffle(list);
}

/** Half the time copies with near numbers, which are often of one kind, else any. */
function near(instance: Instance, random: Random): number[] {
  const copies = instance.resourceOfCopy.length;
  if (random.int(0, 1) === 0) return shuffled(copies, random);
  const from = random.int(0, copies - 1);
  return Array.from({ length: copies }, (_, i) => (from + i) % copies);
}

/** The fullest copies, or the dearest for what they hold, by turns with any others. */
function critical(instance: Instance, target: Target, { byCopy }: Held, random: Random): number[] {
  const criticality = criticalityOf(instance, target, byCopy);
  const noise = criticality.map((value) => value * (1 + random.unit() / 4));
  const order = [...noise.keys()].sort((a, b) => noise[b] - noise[a]);
  const others = shuffled(order.length, random);
  const mixed = order.flatMap((copy, i) => [copy, others[i]]);
  return [...new Set(mixed)];
}

/** A random task copy first, then those whose demands and runtimes are most like its own. */
function alike(instance: Instance, random: Random): number[] {
  const { taskOfCopy, demand, pairs } = instance;
  const R = instance.resources.length;
  const r = random.int(0, R - 1);
  const features = [
    ...demand.map(
      ({ perPair, values }) =>
        (t: number) =>
          values[perPair ? t * R + r : t],
    ),
    (t: number) => pairs.runtime[t * R + r],
  ];
  const seed = taskOfCopy[random.int(0, taskOfCopy.length - 1)];
  const apart = Float64Array.from(instance.tasks, (_, t) =>
    features.reduce((sum, of) => sum + Math.abs(of(t) - of(seed)) / (1 + of(t) + of(seed)), 0),
  );
  const order = shuffled(taskOfCopy.length, random);
  const far = order.map((task) => apart[taskOfCopy[task]] + random.unit() / 2);
  return [...order.keys()].sort((a, b) => far[a] - far[b]).map((i) => order[i]);
}

function membersByBundle(
  instance: Instance,
  bundles: ArrayLike<number>,
): ReadonlyMap<number, readonly number[]> {
  const grouped = new Set(instance.colocate.flatMap((group) => group.tasks));
  const members = new Map<number, number[]>();
  instance.taskOfCopy.forEach((entry, task) => {
    if (!grouped.has(entry)) return;
    const list = members.get(bundles[entry]);
    if (list === undefined) members.set(bundles[entry], [task]);
    else list.push(task);
  });
  return members;
}

function shuffled(count: number, random: Random): number[] {
  return random.shuffle(Array.from({ length: count }, (_, i) => i));
}
