import type { MovingPlan } from "./anneal.ts";
import type { MakespanLandscape } from "./landscape.ts";

/** What a unit of priced load costs beside a unit of priced overload: what is saved is room for what is over. */
const LOAD_COST = 0.3;
/** Most tasks that move in one exchange. */
const MOST_TASKS = 5;
/** Pairs of tasks looked at for one exchange at most. */
const MOST_PAIRS = 500_000;
/** A change smaller than this share of all loads is rounding: without it, exchanges of long tasks might undo each other forever. */
const DUST = 1e-12;

/** Exchanges on one moving plan, which they change. */
export interface ExchangeSearch {
  /** Aims at loads of at most `limit`. */
  aim(limit: number): void;
  /** Makes the best exchange that begins with `task`, of the fewest tasks that better the plan; false if there is none. */
  tryFrom(task: number): boolean;
  /** Pairs of tasks looked at: a measure of work that depends on no clock. */
  work(): number;
}

/**
 * Cyclic and path exchanges: a task goes to a near resource, pushes one of its tasks out, which goes on to another resource,
 * and so on until one finds room or takes the place of the first. Every resource is passed once, so what an exchange
 * changes is the sum over its steps, and the cheapest are shortest paths over tasks; only those are followed whose steps gain together with
 * what the task on its way must pay at least (the gain criterion). Sources: Thompson, Psaraftis (1993), DOI
 * 10.1287/opre.41.5.935; for makespans Frangioni, Necciari, Scutella (2004), DOI 10.1023/B:JOCO.0000031420.05971.29.
 */
export function makeExchanges(
  { core, price, near, width }: MakespanLandscape,
  { at, load }: MovingPlan,
): ExchangeSearch {
  const { tasks, resources, runtime } = core;
  const on: number[][] = Array.from({ length: resources }, () => []);
  at.forEach((i, j) => {
    on[i].push(j);
  });
  /** What a task pays at least, wherever it goes. */
  const least = Float64Array.from(at, (_, j) => {
    const i = near[j * width];
    return LOAD_COST * price[i] * runtime[j * resources + i];
  });
  const dust = DUST * load.reduce((sum, one, i) => sum + price[i] * (1 + one), 0);
  const label = new Float64Array(tasks);
  const parent = new Int32Array(tasks);
  const reached = new Int32Array(tasks);
  const queued = new Int32Array(tasks);
  const path = new Int32Array(MOST_TASKS + 1);
  let frontier = new Int32Array(tasks);
  let following = new Int32Array(tasks);
  let search = 0;
  let step = 0;
  let limit = 0;
  let looked = 0;

  function penalty(i: number, amount: number): number {
    const above = amount - limit;
    return price[i] * (LOAD_COST * above + (above > 0 ? above : 0));
  }

  /** Whether the path that ends with `task` leaves or enters a resource. */
  function passes(task: number, resource: number): boolean {
    for (let j = task; j >= 0; j = parent[j]) if (at[j] === resource) return true;
    return false;
  }

  /** Moves the tasks of the path that ends with `task`, each to where the next one was, and `task` to `resource`; false if it is none. */
  function apply(task: number, resource: number): boolean {
    let count = 0;
    for (let j = task; j >= 0; j = parent[j]) {
      if (count > MOST_TASKS) return false;
      for (let k = 0; k < count; k++) if (at[path[k]] === at[j]) return false;
      if (at[j] === resource && parent[j] >= 0) return false;
      path[count++] = j;
    }
    let to = resource;
    for (let k = 0; k < count; k++) {
      const j = path[k];
      const from = at[j];
      on[from].splice(on[from].indexOf(j), 1);
      load[from] -= runtime[j * resources + from];
      on[to].push(j);
      load[to] += runtime[j * resources + to];
      at[j] = to;
      to = from;
    }
    return true;
  }

  return {
    aim(to) {
      limit = to;
    },
    tryFrom(first) {
      search++;
      const enough = looked + MOST_PAIRS;
      const home = at[first];
      const held = penalty(home, load[home]);
      const without = load[home] - runtime[first * resources + home];
      const left = penalty(home, without) - held;
      label[first] = left + least[first];
      if (label[first] >= -dust) return false;
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
          const own = label[j] - least[j];
          for (let k = j * width; k < (j + 1) * width; k++) {
            const r = near[k];
            const added = runtime[j * resources + r];
            if (r === home) {
              if (depth === 1) continue;
              const cost = own - left + penalty(home, without + added) - held;
              if (cost < best) {
                best = cost;
                last = j;
                target = r;
              }
              continue;
            }
            if (passes(j, r)) continue;
            const full = load[r] + added;
            const before = own - penalty(r, load[r]);
            const cost = before + penalty(r, full);
            if (cost < best) {
              best = cost;
              last = j;
              target = r;
            }
            if (depth === MOST_TASKS) continue;
            const members = on[r];
            looked += members.length;
            for (let q = 0; q < members.length; q++) {
              const o = members[q];
              const sum = before + penalty(r, full - runtime[o * resources + r]) + least[o];
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
