import { isDeviceShare } from "../src/instance/facts/devices.ts";
import { DEVICE } from "../src/instance/types.ts";
import { buildPlan, type Piece } from "../src/plan/build.ts";
import { type DeviceRange, deviceRanges } from "../src/plan/piece.ts";
import { withRecoveries } from "../src/plan/recovery.ts";
import type { Plan, Recovery } from "../src/plan/types.ts";
import { sharedDevice } from "./devices.ts";
import type { Move } from "./draft.ts";
import { type Draft, demandOn } from "./draft.ts";
import { columnsOn } from "./pairs.ts";
import { demandAt } from "./robust-rows.ts";

/** The plan with the recoveries of an admitted point; `plan` is what was decoded of it, with its devices. */
export function addRecoveries(draft: Draft, plan: Plan, x: Float64Array): Plan {
  if (draft.instance.robust === undefined) return plan;
  const recoveries = draft.losses.flatMap((columns): Recovery[] => {
    const pieces = [...columns.ofCopy].flatMap(([copy, moves]) =>
      arrivalsOn(
        draft,
        copy,
        moves.filter(({ column }) => x[column] === 1),
        plan,
        x,
      ),
    );
    return pieces.length === 0
      ? []
      : [{ loss: columns.loss, moved: buildPlan(draft.instance, pieces) }];
  });
  return withRecoveries(plan, recoveries);
}

/** The pieces that come to a resource copy, on devices beside what stays. */
function arrivalsOn(
  draft: Draft,
  copy: number,
  moves: readonly Move[],
  plan: Plan,
  x: Float64Array,
): readonly Piece[] {
  if (moves.length === 0) return [];
  const { instance } = draft;
  const lists = new Map<number, number[]>(moves.map(({ task }) => [task, []]));
  for (const range of deviceRanges(instance, instance.resourceOfCopy[copy])) {
    const load = loadsOn(draft, plan, copy, range);
    const chosen = chosenDevices(draft, plan, copy, range, x);
    const coming = moves
      .map((move) => ({ ...move, demand: demandAt(instance, move.task, copy, range.dimension) }))
      .filter(({ demand }) => demand > 0)
      .sort(
        (a, b) =>
          Number(isDeviceShare(b.demand)) - Number(isDeviceShare(a.demand)) ||
          b.demand - a.demand ||
          a.task - b.task,
      );
    for (const { task, column, demand } of coming) {
      const list = lists.get(task) as number[];
      if (!isDeviceShare(demand)) {
        for (let left = demand; left > 0; left -= DEVICE)
          list.push(take(load, DEVICE, range.first));
        continue;
      }
      const g = draft.recoveryChoices
        .get(column)
        ?.find(({ d }) => d === range.dimension)
        ?.columns.findIndex((z) => x[z] === 1);
      if (g === undefined || g < 0) {
        list.push(takeShare(load, demand, range.first));
        continue;
      }
      const device = chosen.get(g) ?? take(load, 0, range.first);
      chosen.set(g, device);
      load[device - range.first] += demand;
      list.push(device);
    }
  }
  return moves.map(({ task }) => {
    const devices = lists.get(task) as number[];
    return { task, resource: copy, ...(devices.length > 0 && { devices }) };
  });
}

/** What is taken of each device of a dimension on a resource copy. */
function loadsOn(
  { instance }: Draft,
  plan: Plan,
  copy: number,
  { dimension, first, count }: DeviceRange,
): number[] {
  const load = new Array<number>(count).fill(0);
  for (let k = 0; k < plan.task.length; k++) {
    if (plan.resource[k] !== copy) continue;
    const each = Math.min(DEVICE, demandAt(instance, plan.task[k], copy, dimension));
    for (let i = plan.deviceStart[k]; i < plan.deviceStart[k + 1]; i++) {
      const device = plan.device[i] - first;
      if (device >= 0 && device < count) load[device] += each;
    }
  }
  return load;
}

/** The device behind each number g, where something that stays is on it. */
function chosenDevices(
  draft: Draft,
  plan: Plan,
  copy: number,
  { dimension }: DeviceRange,
  x: Float64Array,
): Map<number, number> {
  const chosen = new Map<number, number>();
  for (const pair of columnsOn(draft.pairs, copy)) {
    if (x[pair] !== 1 || !isDeviceShare(demandOn(draft, pair, dimension))) continue;
    const choice = draft.deviceChoices.find(
      (one) => one.pair === pair && one.dimension === dimension,
    );
    const g = choice?.columns.findIndex((y) => x[y] === 1) ?? -1;
    const device = sharedDevice(draft, plan, draft.pairs.task[pair], copy, dimension);
    if (g >= 0 && device !== undefined) chosen.set(g, device);
  }
  return chosen;
}

/** First fit: shared devices first, since idle ones may be needed whole. */
function takeShare(load: number[], demand: number, first: number): number {
  const found = load.findIndex((held) => held > 0 && held + demand <= DEVICE);
  if (found < 0) return take(load, demand, first);
  load[found] += demand;
  return first + found;
}

/** An idle device; the last one where there is none, which the verifier then refuses. */
function take(load: number[], amount: number, first: number): number {
  const found = load.indexOf(0);
  const device = found < 0 ? load.length - 1 : found;
  load[device] += amount;
  return first + device;
}
