import { headsOf } from "../../../../instance/facts/heads.ts";
import { placingsOf } from "../../../../instance/facts/placings.ts";
import { rulesOf } from "../../../../instance/schedule.ts";
import { CertificateRejection } from "../../reading.ts";
import { highOf, type LogState, lowOf, needOf, openOf, spanOf } from "./state.ts";
import { endOf, MAKESPAN, startOf } from "./variables.ts";

/** Reads the next number of a step: of at least 0, below `limit`. */
export type Read = (limit: number) => number;

/** Tells whether no plan is within the known bounds, by one rule of the instance and what `read` gives. Throws Rejection. */
type Lemma = (known: LogState, read: Read) => boolean;

/** The numbers of the kinds of lemmas. */
export const RULE = {
  tail: 0,
  after: 1,
  runs: 2,
  window: 3,
  before: 4,
  apart: 5,
  alike: 6,
  timeTable: 7,
  energy: 8,
} as const;

/** By `RULE`. */
export const LEMMAS: readonly Lemma[] = [
  tail,
  after,
  runs,
  window,
  before,
  apart,
  alike,
  timeTable,
  energy,
];

const readCopy = (known: LogState, read: Read) => {
  const copy = read(known.variables.choices.length);
  refuseAway(known, copy);
  return copy;
};

function refuseAway(known: LogState, copy: number): void {
  if (known.variables.isThere[copy]) return;
  throw new CertificateRejection("a lemma speaks of a task that may stay away");
}

/** What waits for a task ends by the makespan. */
function tail(known: LogState, read: Read): boolean {
  const copy = readCopy(known, read);
  const t = known.instance.taskOfCopy[copy];
  const { tail: tails, least } = headsOf(known.instance);
  const behind = (tails[t] - least[t]) / known.variables.unit;
  return spanOf(known, copy, openOf(known, copy)).end + behind > highOf(known, MAKESPAN);
}

/** A precedence by its number, of one copy and another. */
function after(known: LogState, read: Read): boolean {
  const { instance, variables } = known;
  const { precedence } = rulesOf(instance);
  const { before: from, after: to, lag, pairwise } = precedence[read(precedence.length)];
  const [i, j] = [readCopy(known, read), readCopy(known, read)];
  const { taskOfCopy, taskCopyStart } = instance;
  const isPair = !pairwise || i - taskCopyStart[from] === j - taskCopyStart[to];
  if (taskOfCopy[i] !== from || taskOfCopy[j] !== to || !isPair) {
    throw new CertificateRejection("a precedence is of other tasks");
  }
  const [a, b] = [spanOf(known, i, openOf(known, i)), spanOf(known, j, openOf(known, j))];
  return a.end + lag / variables.unit > b.high;
}

/** A copy is placed once, and ends when it has run. */
function runs(known: LogState, read: Read): boolean {
  const copy = readCopy(known, read);
  const { shortest, longest, count } = openOf(known, copy);
  if (count === 0) return true;
  const { low, high, end } = spanOf(known, copy, { shortest });
  const latest = highOf(known, startOf(copy)) + longest;
  return low > high || end > highOf(known, endOf(copy)) || lowOf(known, endOf(copy)) > latest;
}

/** A copy starts and ends while its resources are there. */
function window(known: LogState, read: Read): boolean {
  const copy = readCopy(known, read);
  const open = openOf(known, copy);
  const { instance, variables } = known;
  const { unit, choices, runtime } = variables;
  const t = instance.taskOfCopy[copy];
  for (let k = 0; k < choices[copy]; k++) {
    if (!open.isOpen(k)) continue;
    const { entries } = placingsOf(instance)[t][k];
    const times = entries.map((r) => instance.resources[r]);
    const from = Math.min(...times.map((resource) => resource.from)) / unit;
    const until = Math.max(...times.map((resource) => resource.until ?? Infinity)) / unit;
    const { low, high } = spanOf(known, copy, { shortest: runtime[t][k] });
    if (Math.max(low, from) <= high && Math.max(low, from) + runtime[t][k] <= until) return false;
  }
  return true;
}

/** Where an order is 1, the one ends before the other starts. */
function before(known: LogState, read: Read): boolean {
  const q = read(known.orders.length);
  const [i, j] = known.orders[q];
  if (lowOf(known, known.variables.orders + q) < 1) return false;
  return spanOf(known, i, openOf(known, i)).end > spanOf(known, j, openOf(known, j)).high;
}

/** Where it is 0 and both cannot run at once, since they need too much of a capacity, the other ends first. */
function apart(known: LogState, read: Read): boolean {
  const q = read(known.orders.length);
  const capacity = known.capacities[read(known.capacities.length)];
  const [i, j] = known.orders[q];
  if (highOf(known, known.variables.orders + q) >= 1) return false;
  const [a, b] = [openOf(known, i), openOf(known, j)];
  if (a.count === 0 || b.count === 0) return true;
  // What takes no time is never in anyone's way.
  if (a.shortest === 0 || b.shortest === 0) return false;
  const needed = needOf(known, capacity, i, a) + needOf(known, capacity, j, b);
  return needed > capacity.size && spanOf(known, j, b).end > spanOf(known, i, a).high;
}

/** Copies of one entry can change places, unless each waits for one of its own: so they start in the order of their numbers. */
function alike(known: LogState, read: Read): boolean {
  const i = readCopy(known, read);
  const { taskOfCopy } = known.instance;
  const t = taskOfCopy[i];
  if (i + 1 >= taskOfCopy.length || taskOfCopy[i + 1] !== t) {
    throw new CertificateRejection("copies of two tasks are no equals");
  }
  const { precedence } = rulesOf(known.instance);
  if (precedence.some(({ before: a, after: b, pairwise }) => pairwise && (a === t || b === t))) {
    throw new CertificateRejection("a task waits copy by copy");
  }
  return lowOf(known, startOf(i)) > highOf(known, startOf(i + 1));
}

/** Most times of one lemma. */
const MOST_POINTS = 1000;

/**
 * A capacity at some times, and the number of a task copy + 1, or 0. Without a copy more must run at the first time than there is; with
 * one, so much runs at each time that it cannot, and no start that is left lies between them.
 */
function timeTable(known: LogState, read: Read): boolean {
  const { capacities, variables } = known;
  const capacity = capacities[read(capacities.length)];
  const copies = variables.choices.length;
  const copy = read(copies + 1) - 1;
  if (copy >= 0) refuseAway(known, copy);
  const points = Array.from({ length: read(MOST_POINTS) }, () => read(2 ** 31));
  const busyAt = (time: number) => {
    let sum = 0;
    for (let c = 0; c < copies; c++) {
      if (c === copy || !variables.isThere[c]) continue;
      if (lowOf(known, startOf(c)) > time || highOf(known, startOf(c)) > time) continue;
      const open = openOf(known, c);
      if (spanOf(known, c, open).end > time) sum += needOf(known, capacity, c, open);
    }
    return sum;
  };
  if (copy < 0) return points.length > 0 && busyAt(points[0]) > capacity.size;
  const open = openOf(known, copy);
  if (open.count === 0) return true;
  const { low, high } = spanOf(known, copy, open);
  const room = capacity.size - needOf(known, capacity, copy, open);
  let free = low;
  for (const time of points) {
    // All starts up to here are ruled out.
    if (free > high) break;
    if (time < free || time >= free + open.shortest || busyAt(time) <= room) return false;
    free = time + 1;
  }
  return free > high;
}

/** Between two times all copies need more of a capacity, wherever they run, than there is. */
function energy(known: LogState, read: Read): boolean {
  const { capacities, variables, instance } = known;
  const capacity = capacities[read(capacities.length)];
  const [from, until] = [read(2 ** 31), read(2 ** 31)];
  if (from >= until) return false;
  let room = capacity.size * (until - from);
  if (!Number.isSafeInteger(room)) throw new CertificateRejection("an energy is too large");
  for (let c = 0; c < variables.choices.length; c++) {
    if (!variables.isThere[c]) continue;
    // A sole placing is open, as those of most are.
    const open = variables.choices[c] === 1 ? undefined : openOf(known, c);
    const t = instance.taskOfCopy[c];
    let least = Infinity;
    for (let k = 0; k < variables.choices[c]; k++) {
      if (open?.isOpen(k) === false) continue;
      const runtime = variables.runtime[t][k];
      const { low, high } = spanOf(known, c, { shortest: runtime });
      // Pushed as far to the left or to the right as it goes, whichever leaves less inside.
      const inside = Math.min(runtime, until - from, low + runtime - from, until - high);
      least = Math.min(least, Math.max(0, inside) * capacity.need(t, k));
    }
    room -= least;
    if (room < 0) return true;
  }
  return false;
}
