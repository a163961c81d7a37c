import { rulesOf } from "../../src/instance/schedule.ts";
import { DEVICE, type Instance } from "../../src/instance/types.ts";
import { demandOf, deviceDimensions } from "../../src/instance/usable.ts";
import { deviceRanges } from "../../src/plan/piece.ts";

/**
 * Why an instance is more than rigid jobs on hosts: tasks of whole devices with releases and precedence, workers that start together
 * on one kind, hosts that run one at a time, and nothing else. Undefined if it is just that.
 */
export function moreThanRigid(instance: Instance): string | undefined {
  if (instance.mode !== "schedule") return "written for tasks side by side over time only";
  const rules = rulesOf(instance);
  const { tasks, resources, demand } = instance;
  const hasShares = deviceDimensions(instance).some((d) =>
    demand[d].values.some((amount) => amount > 0 && amount < DEVICE),
  );
  const asked: readonly (readonly [boolean, string])[] = [
    [hasShares, "shares of devices"],
    [rules.limits.length > 0, "shared limits"],
    [rules.setup.some((time) => time > 0), "setup times"],
    [rules.maintenance.some((list) => list.length > 0), "maintenance"],
    [rules.exclusiveTask.includes(1), "tasks that use a resource alone"],
    [rules.within.some((room) => room >= 0), "rooms of workers"],
    [instance.separate.length + instance.colocate.length > 0, "groups"],
    [instance.budget !== undefined, "a budget"],
    [tasks.some(({ optional }) => optional), "optional tasks"],
    [resources.some(({ from, until }) => from > 0 || until !== undefined), "windows of resources"],
    [hasUnequalKinds(instance), "kinds with several runtimes"],
  ];
  const found = asked.find(([is]) => is);
  return found && `its natural model here knows no ${found[1]}`;
}

/** True if resources of one kind differ in a runtime, so that workers would end apart. */
function hasUnequalKinds({ resources, pairs }: Instance): boolean {
  const R = resources.length;
  return pairs.runtime.some((runtime, e) => {
    const r = e % R;
    const first = resources.findIndex(({ kind }) => kind === resources[r].kind);
    return pairs.runtime[e - r + first] !== runtime;
  });
}

/** The most pieces of a task copy that one copy of a resource entry holds at once. */
export function mostPieces(instance: Instance, task: number, entry: number): number {
  const { capacity } = instance.resources[entry];
  return instance.dimensions.reduce((least, _, d) => {
    const demand = demandOf(instance, task, entry, d);
    return demand === 0 ? least : Math.min(least, Math.floor(capacity[d] / demand));
  }, rulesOf(instance).workers[task]);
}

interface Started {
  readonly task: number;
  readonly resource: number;
  readonly start: number;
}

/** The pieces with the lowest devices that are free when they start: whole devices always suffice where capacity does. */
export function withFreeDevices<P extends Started>(
  instance: Instance,
  pieces: readonly P[],
): readonly (P & { readonly devices: readonly number[] })[] {
  const busy = new Map<number, Float64Array>();
  const R = instance.resources.length;
  return [...pieces]
    .sort((a, b) => a.start - b.start)
    .map((piece) => {
      const task = instance.taskOfCopy[piece.task];
      const entry = instance.resourceOfCopy[piece.resource];
      const ranges = deviceRanges(instance, entry);
      const last = ranges.at(-1);
      const size = last === undefined ? 0 : last.first + last.count;
      const ends = busy.get(piece.resource) ?? new Float64Array(size);
      busy.set(piece.resource, ends);
      const devices: number[] = [];
      for (const { dimension, first, count } of ranges) {
        let left = demandOf(instance, task, entry, dimension) / DEVICE;
        for (let g = first; g < first + count && left > 0; g++) {
          if (ends[g] > piece.start) continue;
          ends[g] = piece.start + instance.pairs.runtime[task * R + entry];
          devices.push(g);
          left--;
        }
      }
      return { ...piece, devices };
    });
}
