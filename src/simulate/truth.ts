import { HOUR, timesTime } from "../instance/billing.ts";
import { MOST_PAIRS } from "../instance/features.ts";
import { withoutLosses } from "../instance/losses.ts";
import type { Instance } from "../instance/types.ts";
import { splitEntries } from "../replan/split.ts";
import { UsageError } from "../util/errors.ts";

/**
 * The instance as a simulation plays it: every task copy an entry of its own, so that each can have a true runtime; without
 * deadlines and ends of windows, which what happens may pass (see `lateCopies`), and without losses, which are played instead.
 * Copies keep their numbers and names. Throws UsageError where that makes too many pairs.
 */
export function playedInstance(instance: Instance): Instance {
  const copies = instance.taskOfCopy.length;
  if (instance.pairs.features !== undefined || copies * instance.resources.length > MOST_PAIRS) {
    throw new UsageError(
      "The instance has too many pairs of task copies and resources to be simulated.\nMaybe simulate a part of it.",
    );
  }
  const lasting: Instance = Object.freeze({
    ...withoutLosses(instance),
    tasks: instance.tasks.map(({ deadline: _, ...task }) => Object.freeze(task)),
    resources: instance.resources.map(({ until: _, ...resource }) => Object.freeze(resource)),
  });
  return splitEntries(lasting, { tasks: lasting.taskOfCopy.keys(), resources: [] });
}

/**
 * A played instance with the runtimes that `trueOf` gives, in ms, by task copy, resource entry and expected runtime: at least 1 ms where there
 * was one. What follows from runtimes alone, energy and the price of a sequence's pieces, follows here too.
 */
export function withTruth(
  played: Instance,
  trueOf: (copy: number, entry: number, expected: number) => number,
): Instance {
  const { pairs, resources, mode } = played;
  const runtime = pairs.runtime.slice();
  const cost = pairs.cost.slice();
  const energy = pairs.energy.slice();
  for (let k = 0; k < runtime.length; k++) {
    const before = runtime[k];
    if (before === 0) continue;
    const t = Math.floor(k / resources.length);
    const r = k - t * resources.length;
    const now = trueOf(t, r, before);
    if (now === before) continue;
    runtime[k] = Math.max(1, Math.round(now));
    const { pricePerHour, power } = resources[r];
    if (power !== undefined) energy[k] = timesTime(power, runtime[k], 1000);
    const rented = timesTime(pricePerHour, before, HOUR);
    // Prices for an hour are rounded, so that a rent can be off by that; any other cost was given for the task.
    const isRent = mode === "batch" && Math.abs(cost[k] - rented) <= 1 + before / HOUR;
    if (isRent) cost[k] = timesTime(pricePerHour, runtime[k], HOUR);
  }
  return Object.freeze({ ...played, pairs: Object.freeze({ ...pairs, runtime, cost, energy }) });
}
