import type { Random } from "../../util/random.ts";
import type { WideAssignment } from "./assign.ts";
import type { Candidates } from "./candidates.ts";
import type { WideView } from "./view.ts";

/** Moves between two yields. */
const STRIDE = 100_000;
/** Heat at the start and the end, as shares of the mean step from a task's first to its second candidate. */
const HOT = 0.03;
const COLD = 0.001;
/** Places that an ejected task looks at with room for it. */
const LOOKS = 3;

/**
 * Anneals the value of an assignment, in place, over `moves` moves within all windows: a task goes to one of its
 * candidates, and where that is full, a random task there that makes room goes on to the best of its first candidates
 * that have some. Source: Kirkpatrick, Gelatt, Vecchi (1983), DOI 10.1126/science.220.4598.671.
 */
export function* polish(
  view: WideView,
  candidates: Candidates,
  held: WideAssignment,
  moves: number,
  random: Random,
): Generator<void, void, void> {
  const { width, resource, runtime } = candidates;
  const { at, room } = held;
  const { tasks, instance } = view;
  const worthOf = (j: number) =>
    view.isFlat[instance.taskOfCopy[j]] === 1 ? view.flat : view.rented;
  const members = listMembers(at, view.resources);
  const scale = meanStep(view, candidates);
  let heat = scale * HOT;

  /** The candidate of `task`, away from `to`, where its value is least among the first few with room; -1 if none. */
  function refuge(task: number, to: number, from: number, freed: number): number {
    const worth = worthOf(task);
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    let looks = 0;
    for (let k = task * width; k < (task + 1) * width && resource[k] >= 0; k++) {
      const r = resource[k];
      if (r === to || room[r] + (r === from ? freed : 0) < runtime[k]) continue;
      const value = runtime[k] * worth[r];
      if (value < least) {
        least = value;
        best = k;
      }
      if (++looks === LOOKS) break;
    }
    return best;
  }

  function place(task: number, k: number): void {
    const from = at[task];
    const to = resource[k];
    room[from] += held.runtime[task];
    room[to] -= runtime[k];
    members.move(task, from, to);
    at[task] = to;
    held.runtime[task] = runtime[k];
  }

  for (let move = 0; move < moves; move++) {
    if (move % 1000 === 0) heat = scale * HOT * (COLD / HOT) ** (move / moves);
    if (move % STRIDE === STRIDE - 1) yield;
    const j = random.int(0, tasks - 1);
    const k = j * width + Math.floor(random.unit() * random.unit() * width);
    const to = resource[k];
    const from = at[j];
    if (to < 0 || to === from) continue;
    let rise = runtime[k] * worthOf(j)[to] - held.runtime[j] * worthOf(j)[from];
    let other = -1;
    let next = -1;
    if (room[to] < runtime[k]) {
      other = members.on[to][random.int(0, members.count[to] - 1)];
      if (room[to] + held.runtime[other] < runtime[k]) continue;
      next = refuge(other, to, from, held.runtime[j]);
      if (next < 0) continue;
      const worth = worthOf(other);
      rise += runtime[next] * worth[resource[next]] - held.runtime[other] * worth[to];
    }
    if (rise > 0 && random.unit() >= Math.exp(-rise / heat)) continue;
    if (other >= 0) place(other, next);
    place(j, k);
  }
}

function meanStep(view: WideView, { width, resource, runtime }: Candidates): number {
  let sum = 0;
  let steps = 0;
  for (let j = 0; j < view.tasks; j++) {
    const k = j * width;
    if (width < 2 || resource[k + 1] < 0) continue;
    const worth = view.isFlat[view.instance.taskOfCopy[j]] === 1 ? view.flat : view.rented;
    sum += Math.abs(runtime[k + 1] * worth[resource[k + 1]] - runtime[k] * worth[resource[k]]);
    steps++;
  }
  return sum > 0 ? sum / steps : 1;
}

function listMembers(at: Int32Array, resources: number) {
  const count = new Int32Array(resources);
  const place = new Int32Array(at.length);
  const on: number[][] = Array.from({ length: resources }, () => []);
  at.forEach((r, j) => {
    place[j] = count[r]++;
    on[r].push(j);
  });
  return {
    on,
    count,
    move(task: number, from: number, to: number) {
      const last = on[from][--count[from]];
      on[from][place[task]] = last;
      place[last] = place[task];
      place[task] = count[to];
      on[to][count[to]++] = task;
    },
  };
}
