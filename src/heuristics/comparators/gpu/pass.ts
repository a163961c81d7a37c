import type { Piece } from "../../../plan/build.ts";
import type { Random } from "../../../util/random.ts";
import type { GpuHosts, HostState } from "./hosts.ts";
import type { GpuRank } from "./scores.ts";

/** Where a task comes: a copy and what it becomes. */
interface Chosen {
  readonly copy: number;
  readonly after: HostState;
}

/** Chooses a place for a task entry; undefined where it fits nowhere. */
export type Choose = (task: number) => Chosen | undefined;

/**
 * The least rank; of equal hosts one by lot, as kube-scheduler has it, and of equal devices the fullest. Ranks are of states, so they are
 * worked out once for each.
 */
export function byRank(hosts: GpuHosts, rank: GpuRank, random: Random): Choose {
  const T = hosts.instance.tasks.length;
  const known = new Map<number, { readonly after: HostState; readonly value: number } | null>();
  const bestOf = (task: number, state: HostState) => {
    const key = state.number * T + task;
    let best = known.get(key);
    if (best === undefined) {
      best = null;
      if (hosts.fits(task, state)) {
        for (const after of hosts.choices(task, state)) {
          const value = rank(task, state, after);
          if (best === null || value < best.value) best = { after, value };
        }
      }
      known.set(key, best);
    }
    return best;
  };
  return (task) => {
    let chosen: (Chosen & { readonly value: number }) | undefined;
    let equal = 0;
    for (const [copy, state] of hosts.states.entries()) {
      const best = bestOf(task, state);
      if (best === null || (chosen !== undefined && best.value > chosen.value)) continue;
      equal = best.value === chosen?.value ? equal + 1 : 1;
      // The n-th of equal ones takes the place of the one before once in n times.
      if (equal === 1 || random.int(1, equal) === 1) chosen = { copy, ...best };
    }
    return chosen;
  };
}

/** Any host with room, and any of its devices with room. */
export function byLot(hosts: GpuHosts, random: Random): Choose {
  return (task) => {
    const open = [...hosts.states.keys()].filter((copy) => hosts.fits(task, hosts.states[copy]));
    if (open.length === 0) return undefined;
    const copy = open[random.int(0, open.length - 1)];
    const choices = hosts.choices(task, hosts.states[copy]);
    return { copy, after: choices[random.int(0, choices.length - 1)] };
  };
}

/** Places task copies in this order, each for good; those that find no room are left out. */
export function inOrder(
  hosts: GpuHosts,
  copies: Iterable<number>,
  choose: Choose,
): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const task of copies) {
    const entry = hosts.instance.taskOfCopy[task];
    const chosen = choose(entry);
    if (chosen === undefined) continue;
    const devices = hosts.place(entry, chosen.copy, chosen.after);
    pieces.push({ task, resource: chosen.copy, devices });
  }
  return pieces;
}
