import type { Random } from "../../util/random.ts";
import type { WideAssignment } from "./assign.ts";
import { type Candidates, WIDTH } from "./candidates.ts";
import type { WideView } from "./view.ts";

/** Moves between two yields. */
const STRIDE = 100_000;
/** Temperature at the start and the end, as shares of the mean step from a task's first to its second candidate. */
const INITIAL = 0.03;
const FINAL = 0.001;
/** Places that an ejected task looks at with room for it. */
const LOOKS = 3;

/**
 * Anneals the value of an assignment, in place, over `moves` moves within all capacities: a task goes to one of its
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
  const { resource, load, value } = candidates;
  const { at, room } = held;
  const members = listMembers(at, view.resources);
  const scale = meanStep(view.tasks, candidates);
  let temperature = scale * INITIAL;

  /** The cheapest of a task's first few candidates, away from `to`, that have room; -1 if none. */
  function refuge(task: number, to: number, from: number, freed: number): number {
    let best = -1;
    let looks = 0;
    for (let k = task * WIDTH; k < (task + 1) * WIDTH && resource[k] >= 0; k++) {
      const r = resource[k];
      if (r === to || room[r] + (r === from ? freed : 0) < load[k]) continue;
      if (best < 0 || value[k] < value[best]) best = k;
      if (++looks === LOOKS) break;
    }
    return best;
  }

  function place(task: number, k: number): void {
    const from = at[task];
    const to = resource[k];
    room[from] += held.load[task];
    room[to] -= load[k];
    members.move(task, from, to);
    at[task] = to;
    held.load[task] = load[k];
    held.value[task] = value[k];
  }

  for (let move = 0; move < moves; move++) {
    if (move % 1000 === 0) temperature = scale * INITIAL * (FINAL / INITIAL) ** (move / moves);
    if (move % STRIDE === STRIDE - 1) yield;
    const j = random.int(0, view.tasks - 1);
    const k = j * WIDTH + Math.floor(random.unit() * random.unit() * WIDTH);
    const to = resource[k];
    const from = at[j];
    if (to < 0 || to === from) continue;
    let rise = value[k] - held.value[j];
    let other = -1;
    let next = -1;
    if (room[to] < load[k]) {
      other = members.on[to][random.int(0, members.count[to] - 1)];
      if (room[to] + held.load[other] < load[k]) continue;
      next = refuge(other, to, from, held.load[j]);
      if (next < 0) continue;
      rise += value[next] - held.value[other];
    }
    if (rise > 0 && random.unit() >= Math.exp(-rise / temperature)) continue;
    if (other >= 0) place(other, next);
    place(j, k);
  }
}

/** What is much and little here; 1 if nothing is. */
function meanStep(tasks: number, { resource, value }: Candidates): number {
  let sum = 0;
  let steps = 0;
  for (let j = 0; j < tasks; j++) {
    const k = j * WIDTH;
    if (resource[k + 1] < 0) continue;
    sum += Math.abs(value[k + 1] - value[k]);
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
