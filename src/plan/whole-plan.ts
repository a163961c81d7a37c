import { runtimeOf } from "../instance/features.ts";
import type { Instance } from "../instance/types.ts";
import { demandOf } from "../instance/usable.ts";
import { InvariantError } from "../util/errors.ts";
import { buildPlan, piecesOf, planFromAssignment } from "./build.ts";
import { withDevices } from "./devices.ts";
import { deviceRangesOf, devicesTaken } from "./piece.ts";
import type { Plan } from "./types.ts";

/**
 * The plan that puts each task copy whole on resource copy `home[copy]`, or nowhere where that is -1, for tasks that wait for
 * nothing: in batch mode each resource copy runs its tasks one after another in their order from the beginning of its window,
 * on its first devices. In placement mode whole devices are chosen where tasks own some; throws InvariantError if
 * they do not suffice. Columnar: O(task copies) but for devices of placements.
 */
export function wholePlan(instance: Instance, home: Int32Array): Plan {
  const plan = planFromAssignment(instance, home);
  if (instance.mode === "placement") return ownsDevices(instance) ? placed(instance, plan) : plan;
  const { taskOfCopy, resourceOfCopy, resources } = instance;
  const free = Float64Array.from(resourceOfCopy, (r) => resources[r].from);
  for (let k = 0; k < plan.task.length; k++) {
    const copy = plan.resource[k];
    plan.start[k] = free[copy];
    free[copy] += runtimeOf(instance, taskOfCopy[plan.task[k]], resourceOfCopy[copy]);
  }
  return { ...plan, ...firstDevices(instance, plan) };
}

function ownsDevices({ dimensions, demand }: Instance): boolean {
  return dimensions.some(({ devices }, d) => devices && demand[d].values.some((one) => one > 0));
}

function placed(instance: Instance, plan: Plan): Plan {
  const pieces = withDevices(instance, piecesOf(plan));
  if (pieces === undefined) throw new InvariantError("Whole devices within capacity do not fit.");
  return buildPlan(instance, pieces);
}

function firstDevices(instance: Instance, plan: Plan): Pick<Plan, "deviceStart" | "device"> {
  const { taskOfCopy, resourceOfCopy, resources } = instance;
  const ranges = deviceRangesOf(instance);
  const lists = new Map<number, readonly number[]>();
  const listOf = (k: number): readonly number[] => {
    const [t, r] = [taskOfCopy[plan.task[k]], resourceOfCopy[plan.resource[k]]];
    const pair = t * resources.length + r;
    let list = lists.get(pair);
    if (list === undefined) {
      list = ranges(r).flatMap(({ dimension, first }) => {
        const taken = devicesTaken(demandOf(instance, t, r, dimension));
        return Array.from({ length: taken }, (_, i) => first + i);
      });
      lists.set(pair, list);
    }
    return list;
  };
  const pieces = plan.task.length;
  const deviceStart = new Int32Array(pieces + 1);
  for (let k = 0; k < pieces; k++) deviceStart[k + 1] = deviceStart[k] + listOf(k).length;
  const device = new Int32Array(deviceStart[pieces]);
  for (let k = 0; k < pieces; k++) device.set(listOf(k), deviceStart[k]);
  return { deviceStart, device };
}
