import { isDeviceShare } from "../../instance/facts/devices.ts";
import { rulesOf } from "../../instance/schedule.ts";
import { DEVICE, type Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import { factsOf } from "../facts.ts";

/** Resource entries of one kind and, where a task asks for it, with one value of a label. */
interface Team {
  /** Such as 'kind "a100" with rack "1"'. */
  readonly name: string;
  readonly entries: number[];
}

/**
 * Mode schedule: a mandatory task whose workers nowhere find room at one time. Counts how many fit side by side on each
 * empty resource copy of a team. O(tasks x resources x dimensions).
 */
export function crowdedGang(instance: Instance): string | undefined {
  const { workers, within } = rulesOf(instance);
  for (const [t, task] of instance.tasks.entries()) {
    if (task.optional || (workers[t] < 2 && within[t] < 0)) continue;
    let nearest: { readonly name: string; readonly room: number } | undefined;
    for (const { name, entries } of teamsOf(instance, t)) {
      const room = entries.reduce((sum, r) => sum + roomOn(instance, t, r), 0);
      if (nearest === undefined || room > nearest.room) nearest = { name, room };
    }
    const { room, name } = nearest ?? { room: 0, name: "" };
    if (room >= workers[t]) continue;
    const needs = `Task "${task.id}" needs ${countText(workers[t])} at one time ${where(instance, t)}`;
    if (room === 0) return `${needs}, and no resource that could hold one is like that.`;
    return `${needs}. The nearest is ${name}, which has room for ${room}.`;
  }
  return undefined;
}

function countText(workers: number): string {
  return workers === 1 ? "1 worker" : `${workers} workers`;
}

function where(instance: Instance, task: number): string {
  const { within, topology } = rulesOf(instance);
  const label = within[task] < 0 ? "" : ` with one value of "${topology[within[task]].label}"`;
  return `on resources of one kind${label}`;
}

/** Usable entries by kind and label value; none where the label is missing. */
function teamsOf(instance: Instance, task: number): Iterable<Team> {
  const { within, topology } = rulesOf(instance);
  const { resources } = instance;
  const { usable } = factsOf(instance);
  const domains = within[task] < 0 ? undefined : topology[within[task]];
  const teams = new Map<string, Team>();
  resources.forEach(({ kind }, r) => {
    if (usable[task * resources.length + r] === 0) return;
    const value = domains?.of[r] ?? 0;
    if (value < 0) return;
    const label = domains === undefined ? "" : ` with ${domains.label} "${domains.values[value]}"`;
    const name = `kind "${kind}"${label}`;
    const team = teams.get(name);
    if (team === undefined) teams.set(name, { name, entries: [r] });
    else team.entries.push(r);
  });
  return teams.values();
}

/** How many pieces of a task the empty copies of a usable entry hold side by side; Infinity if they take no time. */
function roomOn(instance: Instance, t: number, r: number): number {
  const { dimensions, resources, pairs, separate } = instance;
  const { exclusiveResource, exclusiveTask } = rulesOf(instance);
  const { count, capacity } = resources[r];
  if (separate.some(({ tasks }) => tasks.includes(t))) return count;
  if (pairs.runtime[t * resources.length + r] === 0) return Infinity;
  if (exclusiveResource[r] === 1 || exclusiveTask[t] === 1) return count;
  let most = Infinity;
  dimensions.forEach(({ devices }, d) => {
    const demand = demandOf(instance, t, r, d);
    if (demand === 0) return;
    const sharing = devices && isDeviceShare(demand);
    const fits = sharing
      ? (capacity[d] / DEVICE) * Math.floor(DEVICE / demand)
      : Math.floor(capacity[d] / demand);
    most = Math.min(most, fits);
  });
  return count * most;
}
