/** What exchanges lower: the sum of costs, and what overload costs. */
export interface ExchangeProblem {
  readonly tasks: number;
  readonly resources: number;
  /** By task, then resource: cost + price x weight, less the least of the task. */
  readonly reducedCost: Float64Array;
  readonly weight: ArrayLike<number>;
  /** The candidate list of each task: near resources, `width` a task, allowed ones only; -1 behind the last. */
  readonly candidates: Int32Array;
  readonly width: number;
  /** What a unit of free room costs by resource. */
  readonly price: ArrayLike<number>;
  /** Cost of a unit of overload by resource, beside the price that it pays as weight; positive. */
  readonly penalty: ArrayLike<number>;
}

/** Tasks on resources, as exchanges see them. */
export interface ExchangeState {
  /** Resource by task. */
  readonly at: Int32Array;
  /** What is left by resource; negative = overload. */
  readonly room: ArrayLike<number>;
  /** Tasks by resource: the first `count[i]` of `on[i]`. */
  readonly on: readonly Int32Array[];
  readonly count: Int32Array;
}

/** Exchanges of one assignment. */
export interface ExchangeSearch {
  /** Makes the best exchange that begins with `task`, of the fewest tasks that better the plan; false if there is none. */
  tryFrom(task: number): boolean;
  /** Pairs of tasks looked at: a measure of work that depends on no clock. */
  work(): number;
}

/** Most tasks that move in one exchange. */
const MOST_TASKS = 5;
/** Pairs of tasks looked at for one exchange at most. */
const MOST_PAIRS = 500_000;
/** A change smaller than this share of all costs is rounding: without it, exchanges of long tasks might undo each other forever. */
const DUST = 1e-12;

/**
 * Cyclic and path exchanges: a task goes to a near resource, pushes one of its tasks out, which goes on to another
 * resource, and so on until one finds room or takes the place of the first. Every resource is passed once, so what an
 * exchange changes is the sum over its steps, and the cheapest are shortest paths over tasks; only those are followed
 * whose steps gain, with the task on its way where it costs least (the gain criterion).
 * `move` puts a task elsewhere. Sources: Thompson, Psaraftis (1993), DOI 10.1287/opre.41.5.935; for makespans Frangioni,
 * Necciari, Scutella (2004), DOI 10.1023/B:JOCO.0000031420.05971.29.
 */
export function makeExchanges(
  { tasks, resources, reducedCost, weight, candidates, width, price, penalty }: ExchangeProblem,
  { at, room, on, count }: ExchangeState,
  move: (task: number, resource: number) => void,
): ExchangeSearch {
  const dust = DUST * at.reduce((sum, i, j) => sum + penalty[i] * weight[j * resources + i], 1);
  const label = new Float64Array(tasks);
  const parent = new Int32Array(tasks);
  const reached = new Int32Array(tasks);
  const queued = new Int32Array(tasks);
  const path = new Int32Array(MOST_TASKS + 1);
  let frontier = new Int32Array(tasks);
  let following = new Int32Array(tasks);
  let search = 0;
  let step = 0;
  let looked = 0;

  /** What `left` on resource i costs: the price of what stays free, or overload. */
  function held(i: number, left: number): number {
    return left < 0 ? -left * penalty[i] : left * price[i];
  }

  /** Whether the path that ends with `task` leaves or enters a resource. */
  function passes(task: number, resource: number): boolean {
    for (let j = task; j >= 0; j = parent[j]) if (at[j] === resource) return true;
    return false;
  }

  /** Moves the tasks of the path that ends with `task`, each to where the next one was, and `task` to `resource`; false if it is none. */
  function apply(task: number, resource: number): boolean {
    let length = 0;
    for (let j = task; j >= 0; j = parent[j]) {
      if (length > MOST_TASKS) return false;
      for (let k = 0; k < length; k++) if (at[path[k]] === at[j]) return false;
      if (at[j] === resource && parent[j] >= 0) return false;
      path[length++] = j;
    }
    let to = resource;
    for (let k = 0; k < length; k++) {
      const from = at[path[k]];
      move(path[k], to);
      to = from;
    }
    return true;
  }

  return {
    tryFrom(first) {
      search++;
      const enough = looked + MOST_PAIRS;
      const home = at[first];
      const pair = first * resources + home;
      const without = room[home] + weight[pair];
      // As if the place were filled to the brim by what comes last; what it costs instead is added then.
      label[first] = -reducedCost[pair] - held(home, room[home]);
      const away = held(home, without);
      reached[first] = search;
      parent[first] = -1;
      frontier[0] = first;
      let size = 1;
      for (let depth = 1; depth <= MOST_TASKS && size > 0; depth++) {
        step++;
        let next = 0;
        let best = -dust;
        let last = -1;
        let target = -1;
        for (let f = 0; f < size && looked < enough; f++) {
          const j = frontier[f];
          const own = label[j];
          for (let k = j * width; k < (j + 1) * width; k++) {
            const r = candidates[k];
            if (r < 0) break;
            const e = j * resources + r;
            if (r === home) {
              if (depth === 1) continue;
              const sum = own + reducedCost[e] + held(home, without - weight[e]);
              if (sum < best) {
                best = sum;
                last = j;
                target = r;
              }
              continue;
            }
            if (passes(j, r)) continue;
            const before = own + reducedCost[e] - held(r, room[r]);
            const left = room[r] - weight[e];
            const sum = before + away + held(r, left);
            if (sum < best) {
              best = sum;
              last = j;
              target = r;
            }
            if (depth === MOST_TASKS) continue;
            const members = on[r];
            const most = count[r];
            looked += most;
            for (let q = 0; q < most; q++) {
              const o = members[q];
              const out = o * resources + r;
              const sum = before - reducedCost[out] + held(r, left + weight[out]);
              if (sum >= -dust || (reached[o] === search && sum >= label[o] - dust)) continue;
              reached[o] = search;
              label[o] = sum;
              parent[o] = j;
              if (queued[o] !== step) {
                queued[o] = step;
                following[next++] = o;
              }
            }
          }
        }
        if (last >= 0 && apply(last, target)) return true;
        [frontier, following] = [following, frontier];
        size = next;
      }
      return false;
    },
    work: () => looked,
  };
}
