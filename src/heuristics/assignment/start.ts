import type { Random } from "../../util/random.ts";
import { emptyLoads, type MovingLoads, overloaded, put, take } from "./loads.ts";
import type { PricedCore } from "./priced-core.ts";

/**
 * A first assignment: tasks in order of regret, each to the resource of least reduced cost with room, or, where none has
 * room, to the one that it overloads least. All tasks are placed; loads may be too large. O(n log n + n m).
 */
export function firstAssignment(priced: PricedCore): MovingLoads {
  const { core, reducedCost, second } = priced;
  const { tasks, resources, weight } = core;
  const loads = emptyLoads(core);
  const order = Array.from({ length: tasks }, (_, j) => j).sort((a, b) =>
    second[a] === second[b] ? a - b : second[a] > second[b] ? -1 : 1,
  );
  for (const j of order) {
    let at = -1;
    let least = Number.POSITIVE_INFINITY;
    let spill = Number.POSITIVE_INFINITY;
    for (let i = 0; i < resources; i++) {
      const e = j * resources + i;
      if (reducedCost[e] === Number.POSITIVE_INFINITY) continue;
      const over = Math.max(0, weight[e] - loads.room[i]);
      if (over < spill || (over === spill && reducedCost[e] < least)) {
        spill = over;
        least = reducedCost[e];
        at = i;
      }
    }
    put(loads, j, at);
  }
  return loads;
}

/** An assignment with tasks in nobody's hands (-1) as a whole one: each goes where it overloads least, then costs least. */
export function completed({ core, reducedCost }: PricedCore, homes: Int32Array): Int32Array {
  const { tasks, resources, weight, capacity } = core;
  const whole = Int32Array.from(homes);
  const room = Int32Array.from(capacity);
  for (let j = 0; j < tasks; j++) {
    if (homes[j] >= 0) room[homes[j]] -= weight[j * resources + homes[j]];
  }
  for (let j = 0; j < tasks; j++) {
    if (homes[j] >= 0) continue;
    let spill = Number.POSITIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < resources; i++) {
      const e = j * resources + i;
      if (reducedCost[e] === Number.POSITIVE_INFINITY) continue;
      const over = Math.max(0, weight[e] - Math.max(0, room[i]));
      if (over > spill || (over === spill && reducedCost[e] >= least)) continue;
      spill = over;
      least = reducedCost[e];
      whole[j] = i;
    }
    room[whole[j]] -= weight[j * resources + whole[j]];
  }
  return whole;
}

/**
 * Moves tasks until every load is within its capacity: shifts and swaps that lower the overload, each resource's
 * weighed by a price of its own that rises while it stays overloaded (strategic oscillation). Yields now and then;
 * returns only when all fits. Source: Yagiura, Ibaraki, Glover (2004), DOI 10.1287/ijoc.1030.0036.
 */
export function* repair(priced: PricedCore, loads: MovingLoads, random: Random): Generator<void> {
  const { core, reducedCost } = priced;
  const { resources, weight } = core;
  const { at, room, on, count } = loads;
  const price = new Float64Array(resources).fill(1);
  const tabu = new Int32Array(core.tasks);
  const slope = costSlope(priced);
  let work = 0;
  for (let round = 1; ; round++) {
    const over = overloaded(loads);
    if (over.length === 0) return;
    const i = over[random.int(0, over.length - 1)];
    let best = Number.POSITIVE_INFINITY;
    let move = -1;
    let target = -1;
    let partner = -1;
    for (let p = 0; p < count[i]; p++) {
      const j = on[i][p];
      if (tabu[j] > round) continue;
      const mine = weight[j * resources + i];
      for (let r = 0; r < resources; r++) {
        const into = j * resources + r;
        if (r === i || reducedCost[into] === Number.POSITIVE_INFINITY) continue;
        const steep = slope * (reducedCost[into] - reducedCost[j * resources + i]);
        const shift = rise(i, mine) + rise(r, -weight[into]) + steep;
        if (shift < best) {
          best = shift;
          move = j;
          target = r;
          partner = -1;
        }
        if (room[r] >= weight[into]) continue;
        work += count[r];
        for (let q = 0; q < count[r]; q++) {
          const k = on[r][q];
          const back = k * resources + i;
          if (reducedCost[back] === Number.POSITIVE_INFINITY || tabu[k] > round) continue;
          const swap =
            rise(i, mine - weight[back]) +
            rise(r, weight[k * resources + r] - weight[into]) +
            steep +
            slope * (reducedCost[back] - reducedCost[k * resources + r]);
          if (swap < best) {
            best = swap;
            move = j;
            target = r;
            partner = k;
          }
        }
      }
    }
    if (best >= 0) for (const r of over) price[r] = Math.min(price[r] * 1.2, 1e6);
    if (move >= 0) exchange(move, target, partner, round);
    work += resources * count[i] + resources;
    if (work > 200_000) {
      work = 0;
      yield;
    }
  }

  /** How much the priced overload of `r` rises if its room grows by `more`. */
  function rise(r: number, more: number): number {
    return price[r] * (Math.max(0, -(room[r] + more)) - Math.max(0, -room[r]));
  }

  function exchange(task: number, target: number, partner: number, round: number): void {
    const source = at[task];
    take(loads, task);
    if (partner >= 0) {
      take(loads, partner);
      put(loads, partner, source);
      tabu[partner] = round + random.int(2, 10);
    }
    put(loads, task, target);
    tabu[task] = round + random.int(2, 10);
  }
}

/** Scales reduced cost so that it decides between moves of about equal overload, and no more. */
function costSlope({ reducedCost }: PricedCore): number {
  let sum = 0;
  let pairs = 0;
  for (const x of reducedCost) {
    if (x === Number.POSITIVE_INFINITY) continue;
    sum += x;
    pairs++;
  }
  return sum > 0 ? (0.1 * pairs) / sum : 0;
}
