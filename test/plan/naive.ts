import { type Instance, WHOLE } from "../../src/instance/types.ts";
import { handling, unheard } from "../../src/plan/traits.ts";
import type { Plan } from "../../src/plan/types.ts";
import { naiveValue } from "./naive-objectives.ts";
import { keepsOwnRules, withOwnRules } from "./own-rules.ts";

/** The rules that are written down here. */
const WRITTEN = handling(
  ...(["placement", "sequence", "optional", "divisible", "replicas", "across"] as const),
  ...(["colocate", "separate", "devices", "budget", "release", "deadline", "available"] as const),
);

interface Row {
  readonly copy: number;
  readonly place: number;
  readonly share: bigint;
  readonly start: number;
  readonly end: number;
  readonly devices: readonly number[];
}

/**
 * Feasibility by the letter of docs/instance.md, slowly and in BigInt, written apart from the verifier:
 * every pair of pieces is compared, every device is looked at. Knows nothing of columns or order.
 */
export function isFeasible(instance: Instance, plan: Plan): boolean {
  const unknown = unheard([withOwnRules(WRITTEN)], { instance });
  if (unknown !== undefined) throw new Error(`Not written down here: ${unknown}.`);
  const rows = rowsOf(instance, plan);
  if (rows === undefined) return false;
  const copies = [...instance.taskOfCopy.keys()];
  const places = [...instance.resourceOfCopy.keys()];
  return (
    copies.every((copy) => isAssigned(instance, rows, copy)) &&
    rows.every((row) => isAllowed(instance, row)) &&
    places.every((place) => fits(instance, rows, place)) &&
    rows.every((a, i) => rows.every((b, j) => i === j || mayMeet(instance, a, b))) &&
    groupsHold(instance, rows) &&
    keepsBudget(instance, plan) &&
    keepsOwnRules(instance, plan, WRITTEN)
  );
}

function rowsOf(instance: Instance, plan: Plan): Row[] | undefined {
  const rows: Row[] = [];
  for (let k = 0; k < plan.task.length; k++) {
    const [copy, place, share, start] = [
      plan.task[k],
      plan.resource[k],
      plan.share[k],
      plan.start[k],
    ];
    if (!(copy in instance.taskOfCopy) || !(place in instance.resourceOfCopy)) return undefined;
    if (share <= 0 || share > WHOLE || !Number.isInteger(start) || start < 0) return undefined;
    if (instance.mode === "placement" && start !== 0) return undefined;
    if (
      k > 0 &&
      (plan.task[k - 1] > copy || (plan.task[k - 1] === copy && plan.resource[k - 1] > place))
    ) {
      return undefined;
    }
    const pair =
      instance.taskOfCopy[copy] * instance.resources.length + instance.resourceOfCopy[place];
    const part = (amount: number) => (BigInt(amount) * BigInt(share) + 999_999n) / 1_000_000n;
    rows.push({
      copy,
      place,
      share: BigInt(share),
      start,
      end: start + Number(part(instance.pairs.runtime[pair])),
      devices: [...plan.device.slice(plan.deviceStart[k], plan.deviceStart[k + 1])],
    });
  }
  return rows;
}

function isAssigned(instance: Instance, rows: readonly Row[], copy: number): boolean {
  const task = instance.tasks[instance.taskOfCopy[copy]];
  const mine = rows.filter((row) => row.copy === copy);
  const placesDiffer = new Set(mine.map(({ place }) => place)).size === mine.length;
  if (mine.length === 0) return task.optional;
  const sum = mine.reduce((total, { share }) => total + share, 0n);
  if (task.divisible) {
    return placesDiffer && (sum === 1_000_000n || (task.optional && sum < 1_000_000n));
  }
  if (mine.some(({ share }) => share !== 1_000_000n)) return false;
  if (mine.length !== task.replicas || !placesDiffer) return false;
  if (task.across === undefined) return true;
  const { label } = instance.domains[task.across];
  const values = mine.map(
    ({ place }) => instance.resources[instance.resourceOfCopy[place]].labels[label],
  );
  return !values.includes(undefined as never) && new Set(values).size === values.length;
}

function isAllowed(instance: Instance, row: Row): boolean {
  const t = instance.taskOfCopy[row.copy];
  const r = instance.resourceOfCopy[row.place];
  if (instance.pairs.eligible[t * instance.resources.length + r] === 0) return false;
  if (!takesItsDevices(instance, row)) return false;
  if (instance.mode === "placement") return true;
  const task = instance.tasks[t];
  const resource = instance.resources[r];
  return (
    row.start >= task.release &&
    row.start >= resource.from &&
    row.end <= (task.deadline ?? Infinity) &&
    row.end <= (resource.until ?? Infinity)
  );
}

function demandIn(instance: Instance, d: number, row: Row): bigint {
  const { perPair, values } = instance.demand[d];
  const t = instance.taskOfCopy[row.copy];
  const r = instance.resourceOfCopy[row.place];
  return BigInt(perPair ? values[t * instance.resources.length + r] : values[t]);
}

/** By device number: the device dimension it belongs to. */
function deviceNames(instance: Instance, place: number): number[] {
  const { capacity } = instance.resources[instance.resourceOfCopy[place]];
  return instance.dimensions.flatMap(({ devices }, d) =>
    devices ? new Array<number>(capacity[d] / 1000).fill(d) : [],
  );
}

function takesItsDevices(instance: Instance, row: Row): boolean {
  const owner = deviceNames(instance, row.place);
  const ascending = row.devices.every((g, i) => i === 0 || g > row.devices[i - 1]);
  if (!ascending || row.devices.some((g) => owner[g] === undefined)) return false;
  return instance.dimensions.every(({ devices }, d) => {
    if (!devices) return true;
    const demand = Number(demandIn(instance, d, row));
    const wanted = demand === 0 ? 0 : demand < 1000 ? 1 : demand / 1000;
    return row.devices.filter((g) => owner[g] === d).length === wanted;
  });
}

function fits(instance: Instance, rows: readonly Row[], place: number): boolean {
  const here = rows.filter((row) => row.place === place);
  const { capacity } = instance.resources[instance.resourceOfCopy[place]];
  const together = instance.mode === "placement" ? [here] : here.map((row) => [row]);
  const plain = together.every((set) =>
    capacity.every((limit, d) => {
      const load = set.reduce((sum, row) => sum + demandIn(instance, d, row) * row.share, 0n);
      return load <= BigInt(limit) * 1_000_000n;
    }),
  );
  if (!plain || instance.mode === "batch") return plain;
  return deviceNames(instance, place).every((d, g) => {
    const load = here
      .filter(({ devices }) => devices.includes(g))
      .reduce((sum, row) => sum + Math.min(1000, Number(demandIn(instance, d, row))), 0);
    return load <= 1000;
  });
}

/** Whether two pieces keep out of each other's time. */
function mayMeet(instance: Instance, a: Row, b: Row): boolean {
  if (instance.mode === "placement" || a.place !== b.place) return true;
  if (a.start === a.end) return a.start <= b.start || a.start >= b.end;
  if (b.start === b.end) return b.start <= a.start || b.start >= a.end;
  return a.end <= b.start || b.end <= a.start;
}

function groupsHold(instance: Instance, rows: readonly Row[]): boolean {
  const members = (tasks: readonly number[]) =>
    rows.filter(({ copy }) => tasks.includes(instance.taskOfCopy[copy])).map(({ place }) => place);
  return (
    instance.colocate.every(({ tasks }) => new Set(members(tasks)).size <= 1) &&
    instance.separate.every(({ tasks }) => new Set(members(tasks)).size === members(tasks).length)
  );
}

function keepsBudget(instance: Instance, plan: Plan): boolean {
  if (instance.budget === undefined) return true;
  return naiveValue(instance, plan, { name: "cost" }) <= BigInt(instance.budget);
}
