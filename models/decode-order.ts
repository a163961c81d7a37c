import { sequencePieces } from "../src/plan/sequence.ts";
import type { Draft } from "./draft.ts";
import type { Held } from "./held.ts";

/** The pieces of one resource copy in the order in which its regime runs them. */
export function orderOn(draft: Draft, held: Held, point: Float64Array): Held {
  const { instance, pairs, windows, sequencing } = draft;
  if (windows === undefined || sequencing === undefined || held.length === 0) return held;
  const regime = sequencing.regime[instance.resourceOfCopy[pairs.resource[held[0].x]]];
  if (regime === "disjunctive") return sorted(held, (x) => [middleOf(draft, point, x)]);
  if (regime === "agreeable") {
    return sorted(held, (x) => [windows.latest[pairs.entry[x]], windows.earliest[pairs.entry[x]]]);
  }
  const byTask = new Map(held.map((item) => [pairs.task[item.x], item]));
  const pieces = held.map(({ x }) => ({ task: pairs.task[x], resource: pairs.resource[x] }));
  return sequencePieces(instance, pieces).flatMap(({ task }) => byTask.get(task) ?? []);
}

/**
 * Twice the middle of a piece, in ticks. Of two pieces that do not overlap the earlier one has the smaller
 * middle, by at least half the sum of their runtimes, which a solver's tolerance cannot confuse.
 */
function middleOf({ instance, pairs, windows, delay }: Draft, point: Float64Array, x: number) {
  const tick = windows?.tick ?? 1;
  const start = (windows?.earliest[pairs.entry[x]] ?? 0) / tick + point[delay.get(x) ?? x];
  return 2 * start + (instance.pairs.runtime[pairs.entry[x]] / tick) * point[x];
}

function sorted(held: Held, keys: (x: number) => readonly number[]): Held {
  const keyed = held.map((item) => ({ item, key: keys(item.x) }));
  keyed.sort((a, b) => {
    const at = a.key.findIndex((value, i) => value !== b.key[i]);
    return at === -1 ? a.item.x - b.item.x : a.key[at] < b.key[at] ? -1 : 1;
  });
  return keyed.map(({ item }) => item);
}
