import type { Fleet } from "./pools.ts";

/** More tasks without a place than this are not worth it. */
const MOST_HOMELESS = 200;

/** Steps in all, copies of a pool that are looked at in one, and pieces that make way at once. */
const STEPS = 1000;
const COPIES = 16;
const MOST_EJECTED = 12;

/** Where tasks are; `place` and `load` are changed. */
export interface Housing {
  readonly place: Int32Array;
  readonly load: Float64Array;
  readonly taskStart: Int32Array;
  readonly resourceStart: Int32Array;
}

/**
 * Finds places for the tasks without one (`place` -1), the largest first: where there is room, or on a copy where the
 * smaller tasks that must make way weigh least; these are then without a place themselves. Returns how many stay
 * without. O(steps x copies looked at x tasks of a copy). Ejection: Glover (1996), DOI 10.1016/0166-218X(94)00037-E.
 */
export function eject(fleet: Fleet, limit: Float64Array, housing: Housing): number {
  const { classes, pools, weight } = fleet;
  const { place, load, taskStart, resourceStart } = housing;
  const size = new Float64Array(classes).fill(Infinity);
  for (let pair = 0; pair < weight.length; pair++) {
    const t = Math.floor(pair / pools);
    if (weight[pair] <= limit[pair % pools]) size[t] = Math.min(size[t], weight[pair]);
  }
  const classOf = new Int32Array(place.length);
  for (let t = 0; t < classes; t++) classOf.fill(t, taskStart[t], taskStart[t + 1]);
  const waiting: number[] = [];
  for (let k = 0; k < place.length; k++) if (place[k] === -1) waiting.push(k);
  if (waiting.length > MOST_HOMELESS) return waiting.length;
  const tasksOn: number[][] = Array.from(load, () => []);
  for (let k = 0; k < place.length; k++) if (place[k] !== -1) tasksOn[place[k]].push(k);
  for (let n = 0; n < STEPS && waiting.length > 0; n++) {
    let at = 0;
    for (let i = 1; i < waiting.length; i++) {
      if (size[classOf[waiting[i]]] > size[classOf[waiting[at]]]) at = i;
    }
    const task = waiting[at];
    const t = classOf[task];
    let least = Infinity;
    let best: { copy: number; pool: number; out: readonly number[] } | undefined;
    for (let r = 0; r < pools && least > 0; r++) {
      const own = weight[t * pools + r];
      if (own > limit[r] || own === Infinity) continue;
      const light = (k: number) => weight[classOf[k] * pools + r];
      const copies = resourceStart[r + 1] - resourceStart[r];
      for (let i = 0; i < copies; i++) {
        const copy = resourceStart[r] + i;
        const need = load[copy] + own - limit[r];
        if (need <= 0) {
          least = 0;
          best = { copy, pool: r, out: [] };
          break;
        }
        if ((i + n) % Math.ceil(copies / COPIES) !== 0) continue;
        const out = wayFor(tasksOn[copy], need, light, (k) => size[classOf[k]] < size[t]);
        const lost = out.reduce((sum, k) => sum + size[classOf[k]], 0);
        if (out.length === 0 || lost >= least) continue;
        least = lost;
        best = { copy, pool: r, out };
      }
    }
    if (best === undefined) return waiting.length;
    waiting.splice(at, 1);
    const { copy, pool, out } = best;
    for (const k of out) {
      place[k] = -1;
      load[copy] -= weight[classOf[k] * pools + pool];
      tasksOn[copy].splice(tasksOn[copy].indexOf(k), 1);
      waiting.push(k);
    }
    place[task] = copy;
    load[copy] += weight[t * pools + pool];
    tasksOn[copy].push(task);
  }
  return waiting.length;
}

/** Few tasks of a copy that weigh `need` together, none more than it takes; none if there are no such. */
function wayFor(
  tasks: readonly number[],
  need: number,
  weightOf: (task: number) => number,
  mayGo: (task: number) => boolean,
): readonly number[] {
  let single = -1;
  let lightest = Infinity;
  let all = 0;
  for (const task of tasks) {
    if (!mayGo(task)) continue;
    const own = weightOf(task);
    all += own;
    if (own < need || own >= lightest) continue;
    lightest = own;
    single = task;
  }
  if (single !== -1) return [single];
  if (all < need) return [];
  const small = tasks.filter(mayGo).sort((a, b) => weightOf(b) - weightOf(a) || a - b);
  const out: number[] = [];
  let rest = need;
  for (const task of small) {
    if (out.length === MOST_EJECTED) return [];
    out.push(task);
    rest -= weightOf(task);
    if (rest <= 0) break;
  }
  if (rest > 0) return [];
  return out.filter((task) => {
    if (weightOf(task) > -rest) return true;
    rest += weightOf(task);
    return false;
  });
}
