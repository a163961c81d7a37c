import { isDeviceShare } from "../../../instance/facts/devices.ts";
import { membershipOf } from "../../../instance/facts/groups.ts";
import { rulesOf, usageOf } from "../../../instance/schedule.ts";
import { DEVICE, type Instance } from "../../../instance/types.ts";
import { demandOf, usablePairs } from "../../../instance/usable.ts";
import { type DeviceRange, deviceRanges, devicesTaken, pieceEnd } from "../../../plan/piece.ts";
import type { Plan } from "../../../plan/types.ts";
import { remember } from "../../../util/remember.ts";
import { pickings } from "./pickings.ts";
import { isMetric, keepsSetups } from "./setups.ts";
import { meet, overlap, type Stay, staysBelow } from "./spans.ts";

/** What is asked of an instance again and again. */
interface Facts {
  readonly usable: Uint8Array;
  readonly ranges: readonly (readonly DeviceRange[])[];
  /** True if some resource or task wants no other piece beside one. */
  readonly hasExclusive: boolean;
  readonly hasSetup: boolean;
  /** True if a piece in between never makes setups shorter, so that neighbours that clash clash for good. */
  readonly isMonotone: boolean;
}

/**
 * The pieces of a plan over time on their resource copies, and what still fits beside them at a given start. Pieces come and go
 * one at a time. Sees every rule but colocate groups and precedence, which do not depend on who else moves.
 */
export class Stays {
  readonly instance: Instance;
  /** By resource copy. */
  readonly held: readonly Stay[][];
  /** By task copy: its pieces. */
  readonly #ofTask = new Map<number, Stay[]>();
  /** All pieces that use some shared limit. */
  readonly #limited = new Set<Stay>();
  readonly #facts: Facts;

  constructor(instance: Instance) {
    this.instance = instance;
    this.held = Array.from(instance.resourceOfCopy, () => []);
    this.#facts = factsOf(instance);
  }

  /** A task copy there from `start` on, without its devices. */
  stay(task: number, copy: number, start: number): Stay {
    const { taskOfCopy, resourceOfCopy, resources, pairs } = this.instance;
    const runtime = pairs.runtime[taskOfCopy[task] * resources.length + resourceOfCopy[copy]];
    return { task, copy, start, end: start + runtime, devices: [] };
  }

  /** True if a piece may run there whatever else does: eligible, large enough, open, and ended by `latest`. */
  mayRun({ task, copy, start, end }: Stay, latest: number): boolean {
    const { taskOfCopy, resourceOfCopy, resources, tasks } = this.instance;
    const [t, r] = [taskOfCopy[task], resourceOfCopy[copy]];
    const { maintenance, within, topology, limits } = rulesOf(this.instance);
    if (this.#facts.usable[t * resources.length + r] === 0) return false;
    const { from, until = Infinity } = resources[r];
    const { release, deadline = Infinity } = tasks[t];
    if (start < Math.max(from, release) || end > Math.min(until, deadline, latest)) return false;
    if (within[t] >= 0 && topology[within[t]].of[r] < 0) return false;
    return (
      maintenance[r].every(([shut, open]) => !meet({ start, end }, { start: shut, end: open })) &&
      limits.every((limit) => usageOf(limit, t, r, resources.length) <= limit.capacity)
    );
  }

  /** True if a piece that may run there fits beside what stands; devices are for `deviceChoices`. */
  fits(stay: Stay): boolean {
    return (
      this.#joinsGang(stay) &&
      this.#keepsApart(stay) &&
      this.#isAlone(stay) &&
      this.#hasRoom(stay) &&
      this.#keepsLimits(stay) &&
      (!this.#facts.isMonotone || keepsSetups(this.instance, this.held[stay.copy], stay))
    );
  }

  /** Every choice of devices that is not like another one, the most used devices first; none if devices do not suffice. */
  *deviceChoices(stay: Stay, dimension = 0): Generator<readonly number[], void, void> {
    const { taskOfCopy, resourceOfCopy } = this.instance;
    const [t, r] = [taskOfCopy[stay.task], resourceOfCopy[stay.copy]];
    const range = this.#facts.ranges[r][dimension];
    if (range === undefined) {
      yield [];
      return;
    }
    const demand = demandOf(this.instance, t, r, range.dimension);
    for (const own of this.#choicesOf(stay, range, demand)) {
      for (const rest of this.deviceChoices(stay, dimension + 1)) yield [...own, ...rest];
    }
  }

  /** True if the devices of a piece, of which it has the right number, are free for it. */
  devicesFit(stay: Stay): boolean {
    if (stay.start === stay.end) return true;
    return stay.devices.every((n) => this.#isFree(stay, n, this.#amountOn(stay, n)));
  }

  put(stay: Stay): void {
    this.held[stay.copy].push(stay);
    const own = this.#ofTask.get(stay.task);
    if (own === undefined) this.#ofTask.set(stay.task, [stay]);
    else own.push(stay);
    if (this.#uses(stay)) this.#limited.add(stay);
  }

  take(stay: Stay): void {
    remove(this.held[stay.copy], stay);
    remove(this.#ofTask.get(stay.task) ?? [], stay);
    this.#limited.delete(stay);
  }

  /** How little is left beside a piece and all that meets it: the sum over dimensions of what is left over capacity. */
  slack(stay: Stay): number {
    const { taskOfCopy, resourceOfCopy, resources, dimensions } = this.instance;
    const [t, r] = [taskOfCopy[stay.task], resourceOfCopy[stay.copy]];
    const others = this.#beside(stay);
    let sum = 0;
    for (let d = 0; d < dimensions.length; d++) {
      const capacity = resources[r].capacity[d];
      if (capacity === 0) continue;
      const load = others.reduce((all, one) => all + this.#demand(one, d), 0);
      sum += (capacity - load - demandOf(this.instance, t, r, d)) / capacity;
    }
    return sum;
  }

  /** True if setup times pass between all pieces there. To be asked of complete recoveries; `fits` may not see it. */
  setupsHold(copy: number): boolean {
    if (!this.#facts.hasSetup || this.#facts.isMonotone) return true;
    return this.held[copy].every((stay) => keepsSetups(this.instance, this.held[stay.copy], stay));
  }

  /** True if two tasks may not stand on one resource copy, so that their recoveries depend on each other. */
  areApart(a: number, b: number): boolean {
    const { taskOfCopy } = this.instance;
    const { apart } = membershipOf(this.instance);
    return apart[taskOfCopy[a]].some((g) => apart[taskOfCopy[b]].includes(g));
  }

  #demand({ task, copy }: Stay, d: number): number {
    const { taskOfCopy, resourceOfCopy } = this.instance;
    return demandOf(this.instance, taskOfCopy[task], resourceOfCopy[copy], d);
  }

  #beside(stay: Stay): readonly Stay[] {
    return this.held[stay.copy].filter((other) => overlap(stay, other));
  }

  /** Workers are on one kind, and in one domain where they must be. */
  #joinsGang({ task, copy }: Stay): boolean {
    const [other] = this.#ofTask.get(task) ?? [];
    if (other === undefined) return true;
    const { taskOfCopy, resourceOfCopy, resources } = this.instance;
    const { within, topology } = rulesOf(this.instance);
    const [a, b] = [resourceOfCopy[copy], resourceOfCopy[other.copy]];
    const label = within[taskOfCopy[task]];
    if (resources[a].kind !== resources[b].kind) return false;
    return label < 0 || topology[label].of[a] === topology[label].of[b];
  }

  #keepsApart({ task, copy }: Stay): boolean {
    if (membershipOf(this.instance).apart[this.instance.taskOfCopy[task]].length === 0) return true;
    return this.held[copy].every((other) => !this.areApart(task, other.task));
  }

  #isAlone(stay: Stay): boolean {
    if (!this.#facts.hasExclusive) return true;
    const { taskOfCopy, resourceOfCopy } = this.instance;
    const { exclusiveResource, exclusiveTask } = rulesOf(this.instance);
    const wants = (one: Stay) => exclusiveTask[taskOfCopy[one.task]] === 1;
    const all = exclusiveResource[resourceOfCopy[stay.copy]] === 1 || wants(stay);
    return this.held[stay.copy].every((other) => !(all || wants(other)) || !meet(stay, other));
  }

  /** What takes no time only has to fit alone. Devices are looked at one by one elsewhere. */
  #hasRoom(stay: Stay): boolean {
    const { dimensions, resources, resourceOfCopy } = this.instance;
    const { capacity } = resources[resourceOfCopy[stay.copy]];
    const others = this.#beside(stay);
    if (others.length === 0) return true;
    return dimensions.every(({ devices }, d) => {
      const demand = devices ? 0 : this.#demand(stay, d);
      if (demand === 0) return true;
      const amounts = others.map((one) => this.#demand(one, d));
      return staysBelow(stay, others, amounts, capacity[d] - demand);
    });
  }

  #uses({ task, copy }: Stay): boolean {
    const { taskOfCopy, resourceOfCopy, resources } = this.instance;
    return rulesOf(this.instance).limits.some(
      (limit) => usageOf(limit, taskOfCopy[task], resourceOfCopy[copy], resources.length) > 0,
    );
  }

  #keepsLimits(stay: Stay): boolean {
    if (!this.#uses(stay)) return true;
    const { taskOfCopy, resourceOfCopy, resources } = this.instance;
    const others = [...this.#limited].filter((other) => overlap(stay, other));
    return rulesOf(this.instance).limits.every((limit) => {
      const usage = ({ task, copy }: Stay) =>
        usageOf(limit, taskOfCopy[task], resourceOfCopy[copy], resources.length);
      const own = usage(stay);
      return own === 0 || staysBelow(stay, others, others.map(usage), limit.capacity - own);
    });
  }

  *#choicesOf(
    stay: Stay,
    { first, count }: DeviceRange,
    demand: number,
  ): Generator<readonly number[], void, void> {
    const wanted = devicesTaken(demand);
    if (stay.start === stay.end || wanted === 0) {
      if (wanted <= count) yield Array.from({ length: wanted }, (_, i) => first + i);
      return;
    }
    const each = Math.min(DEVICE, demand);
    // Devices with the same users at all times are alike.
    const users = new Array<string>(count).fill("");
    const isBusy = new Uint8Array(count);
    for (const [i, other] of this.held[stay.copy].entries()) {
      const meets = overlap(stay, other);
      for (const device of other.devices) {
        if (device < first || device >= first + count) continue;
        users[device - first] += `${i} `;
        if (meets) isBusy[device - first] = 1;
      }
    }
    const alike = new Map<string, number[]>();
    for (const [i, key] of users.entries()) {
      if (isBusy[i] === 1 && !this.#isFree(stay, first + i, each)) continue;
      const others = alike.get(key);
      if (others === undefined) alike.set(key, [first + i]);
      else others.push(first + i);
    }
    const groups = [...alike].sort((a, b) => b[0].length - a[0].length).map(([, list]) => list);
    yield* pickings(groups, wanted);
  }

  #isFree(stay: Stay, device: number, each: number): boolean {
    const users = this.#beside(stay).filter(({ devices }) => devices.includes(device));
    const amounts = users.map((one) => this.#amountOn(one, device));
    return staysBelow(stay, users, amounts, DEVICE - each);
  }

  /** What a piece takes of one of its devices. */
  #amountOn(stay: Stay, device: number): number {
    const ranges = this.#facts.ranges[this.instance.resourceOfCopy[stay.copy]];
    const range = ranges.find(({ first, count }) => device >= first && device < first + count);
    const demand = range === undefined ? 0 : this.#demand(stay, range.dimension);
    return isDeviceShare(demand) ? demand : DEVICE;
  }
}

const factsOf = remember((instance: Instance): Facts => {
  const { resources } = instance;
  const { setup, exclusiveResource, exclusiveTask } = rulesOf(instance);
  const hasSetup = setup.some((time) => time > 0);
  return {
    usable: usablePairs(instance),
    ranges: resources.map((_, r) => deviceRanges(instance, r)),
    hasExclusive: exclusiveResource.includes(1) || exclusiveTask.includes(1),
    hasSetup,
    isMonotone: hasSetup && isMetric(instance),
  };
});

/** A piece of a plan. */
export function stayOf(instance: Instance, plan: Plan, k: number): Stay {
  return {
    task: plan.task[k],
    copy: plan.resource[k],
    start: plan.start[k],
    end: pieceEnd(instance, plan, k),
    devices: [...plan.device.subarray(plan.deviceStart[k], plan.deviceStart[k + 1])],
  };
}

function remove<T>(list: T[], item: T): void {
  list.splice(list.indexOf(item), 1);
}
