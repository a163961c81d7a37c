import { costFactor, makeForest, type StageForest } from "../bounds/prices/forest.ts";
import { additiveValues, countsTransfers } from "../instance/additive.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { usablePairs } from "../instance/usable.ts";
import { type Handles, handling, unheard } from "../plan/traits.ts";
import type { Plan } from "../plan/types.ts";
import type { Random } from "../util/random.ts";
import type { Choice } from "./choice.ts";
import { entriesInOrder } from "./entries.ts";
import { PLACEMENTS } from "./handles.ts";
import { demandKey } from "./keys.ts";
import { ListPlan } from "./list-plan.ts";
import { levelKindOf, marginalOf } from "./marginal.ts";
import { placeUnit } from "./place.ts";
import { repair } from "./repair.ts";
import { byKey, unitsOf } from "./units.ts";

/** What a task entry pays on a resource entry for the room it takes there, in units of the target. */
export type RoomPrice = (task: number, resource: number) => number;

/** What trees have heard of: companions would have to come along, and colocate groups are not among it. */
export const TREES: Handles = handling(
  ...[...PLACEMENTS.names].filter((name) => name !== "colocate"),
);

/** Rounds over all trees after which better ones are left to other searches. */
const MOST_ROUNDS = 12;

/**
 * Plans in which whole trees of stages go where the dynamic program puts them in the room that is left: first one after
 * another, the largest demand first, with a price on room; then each is taken out and put back again, without prices and
 * never dearer, round by round in random order. Yields ever better plans; none where a target counts no transfers, is no sum,
 * or where a task finds no place. The rounds are for the cost alone. A round is O(pairs + links x sites^2).
 */
export function* treePlans(
  instance: Instance,
  target: Target,
  price: RoomPrice,
  random: Random,
): Generator<Plan, void, void> {
  const trees = makeTrees(instance, target);
  if (trees === undefined || !trees.fill(price)) return;
  yield trees.state.toPlan();
  if (target.terms.length > 1 || target.terms[0].objective.name !== "cost") return;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = trees.state.cost;
    for (const [tree, copy] of random.shuffle([...trees.all])) {
      if (!trees.renew(tree, copy)) return;
    }
    if (trees.state.cost >= before) return;
    yield trees.state.toPlan();
  }
}

interface Trees {
  readonly state: ListPlan;
  /** Tree and copy of each. */
  readonly all: readonly (readonly [tree: number, copy: number])[];
  /** Places everything that must be placed; false if something finds no place. */
  fill(price: RoomPrice): boolean;
  /** Takes one tree out and puts it back no dearer; false if there was no way back. */
  renew(tree: number, copy: number): boolean;
}

const FREE: RoomPrice = () => 0;

function makeTrees(instance: Instance, target: Target): Trees | undefined {
  if (!countsTransfers(instance, target) || unheard([TREES], { instance, target }) !== undefined) {
    return undefined;
  }
  const values = additiveValues(instance, target);
  if (values === undefined) return undefined;
  const { tasks, taskCopyStart, resources, transfer } = instance;
  const R = resources.length;
  const forest = makeForest(instance, costFactor(target));
  const state = new ListPlan(instance);
  const at = new Int32Array(forest.best.length);
  const by = marginalOf(instance, target);
  const anywhere: Choice = {
    by,
    entries: entriesInOrder(instance),
    divide: levelKindOf(instance, target),
  };
  const copyOf = (row: number, copy: number) => taskCopyStart[forest.tasks[row]] + copy;

  /** The first copy of each entry that has room, by site the cheapest. */
  const look = (row: number, copy: number, price: RoomPrice) => {
    const S = forest.states;
    const t = forest.tasks[row];
    forest.best.fill(Infinity, row * S, (row + 1) * S);
    if (tasks[t].optional) forest.best[row * S + S - 1] = 0;
    for (let r = 0; r < R; r++) {
      if (state.usable[t * R + r] === 0) continue;
      const slot = row * S + transfer.siteOf[r];
      const least = values.pair[t * R + r] + values.place[t] + price(t, r);
      if (least >= forest.best[slot]) continue;
      state.search.eachFitting(copyOf(row, copy), r, (place) => {
        const opened = state.held[place].length === 0 ? values.fixed[r] : 0;
        if (least + opened < forest.best[slot]) {
          forest.best[slot] = least + opened;
          at[slot] = place;
        }
        return true;
      });
    }
  };
  /** Puts a tree where the program says; stages that take each other's room go where the target rises least. */
  const put = (tree: number, copy: number, price: RoomPrice): readonly number[] => {
    const [from, to] = [forest.start[tree], forest.start[tree + 1]];
    for (let row = from; row < to; row++) look(row, copy, price);
    const isOpen = forest.solveTree(tree) < Infinity;
    const failed: number[] = [];
    for (let row = from; row < to; row++) {
      const S = forest.states;
      const task = copyOf(row, copy);
      const site = forest.state[row];
      if (isOpen && site === S - 1) continue;
      const place = isOpen ? at[row * S + site] : -1;
      if (place >= 0 && state.fits(task, place)) state.place(task, place);
      else if (!placeUnit(state, [task], anywhere) && !isOptional(instance, task))
        failed.push(task);
    }
    return failed;
  };
  const all = treesOf(instance, forest);
  return {
    state,
    all,
    fill(price) {
      const key = demandKey(instance, usablePairs(instance), target);
      const size = (tree: number) => {
        let sum = 0;
        for (let row = forest.start[tree]; row < forest.start[tree + 1]; row++) {
          sum += key[forest.tasks[row]];
        }
        return sum;
      };
      const sizes = Float64Array.from({ length: forest.start.length - 1 }, (_, tree) => size(tree));
      const order = [...all].sort(([a], [b]) => sizes[b] - sizes[a]);
      const failed = order.flatMap(([tree, copy]) =>
        put(tree, copy, price).map((task) => [task] as const),
      );
      const linked = new Set(forest.tasks);
      const rest = unitsOf(instance).mandatory.filter(
        ([first]) => !linked.has(instance.taskOfCopy[first]),
      );
      const left = byKey(instance, rest, key).filter((unit) => !placeUnit(state, unit, anywhere));
      const open = [...failed, ...left];
      return open.length === 0 || repair(state, open, anywhere);
    },
    renew(tree, copy) {
      const before = state.cost;
      const rows = Array.from(
        { length: forest.start[tree + 1] - forest.start[tree] },
        (_, i) => forest.start[tree] + i,
      );
      const members = rows.map((row) => copyOf(row, copy));
      const homes = members.map((task) => state.copiesOf(task)[0] ?? -1);
      for (const task of members) state.removeAll(task);
      if (put(tree, copy, FREE).length === 0 && state.cost <= before) return true;
      for (const task of members) state.removeAll(task);
      return members.every((task, i) => {
        if (homes[i] < 0) return true;
        if (!state.fits(task, homes[i])) return false;
        state.place(task, homes[i]);
        return true;
      });
    },
  };

  function isOptional({ taskOfCopy }: Instance, task: number): boolean {
    return tasks[taskOfCopy[task]].optional;
  }
}

function treesOf({ tasks }: Instance, forest: StageForest): readonly (readonly [number, number])[] {
  const all: (readonly [number, number])[] = [];
  for (let tree = 0; tree + 1 < forest.start.length; tree++) {
    const { count } = tasks[forest.tasks[forest.start[tree]]];
    for (let copy = 0; copy < count; copy++) all.push([tree, copy]);
  }
  return all;
}
