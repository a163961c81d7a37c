import { DEVICE, type Instance } from "../../instance/types.ts";
import { amountText } from "../../plan/wording.ts";
import { type BoundItem, factsOf, itemValue, usableDemand, usableValue } from "../facts.ts";
import { separatePieces } from "../fixed-price.ts";

/** A separate group with more mandatory pieces than resource copies that could hold any of them. */
export function crowdedGroup(instance: Instance): string | undefined {
  const { usable } = factsOf(instance);
  const { resources, separate, tasks } = instance;
  const R = resources.length;
  for (const group of separate) {
    const members = group.tasks.filter((t) => !tasks[t].optional);
    const pieces = separatePieces(instance, members);
    const copies = resources.reduce(
      (sum, { count }, r) => (members.some((t) => usable[t * R + r] === 1) ? sum + count : sum),
      0,
    );
    if (pieces > copies) {
      return `Separate group "${group.name}" has ${pieces} members to place, and only ${copies} resource copies could hold one.`;
    }
  }
  return undefined;
}

/** Colocated tasks that no single resource can hold together. */
export function scatteredGroup(instance: Instance): string | undefined {
  const { resources, tasks } = instance;
  for (const item of factsOf(instance).items) {
    const single = item.members.length === 1 && item.members[0].copies === 1;
    if (single || resources.some((_, r) => holds(instance, item, r))) continue;
    const names = item.members.map(({ task }) => `"${tasks[task].id}"`).join(", ");
    return `No resource can hold the colocated tasks ${names} together${shortage(instance, item)}.`;
  }
  return undefined;
}

function holds(instance: Instance, item: BoundItem, resource: number): boolean {
  const runtime = itemValue(item, resource, usableValue(instance, instance.pairs.runtime));
  if (runtime === undefined) return false;
  const { mode, dimensions, resources, tasks } = instance;
  if (mode === "placement") {
    return [...dimensions.keys()].every((d) => {
      const demand = itemValue(item, resource, usableDemand(instance, d));
      return demand !== undefined && demand <= resources[resource].capacity[d];
    });
  }
  const members = item.members.map(({ task }) => tasks[task]);
  const release = Math.min(...members.map((task) => task.release));
  const deadline = Math.max(...members.map((task) => task.deadline ?? Infinity));
  const { from, until = Infinity } = resources[resource];
  return Math.max(release, from) + runtime <= Math.min(deadline, until);
}

/** ": they need 96GiB memory, the largest has 80GiB", if one dimension alone says so. */
function shortage(instance: Instance, item: BoundItem): string {
  if (instance.mode === "batch") return "";
  for (const [d, { name, devices }] of instance.dimensions.entries()) {
    const { perPair, values } = instance.demand[d];
    if (perPair) continue;
    const need = item.members.reduce((sum, { task, copies }) => sum + copies * values[task], 0);
    const most = Math.max(...instance.resources.map((resource) => resource.capacity[d]));
    if (need <= most) continue;
    const has = devices ? `${most / DEVICE}` : amountText(instance, d, most);
    return `: they need ${amountText(instance, d, need)} ${name}, the largest has ${has}`;
  }
  return "";
}
