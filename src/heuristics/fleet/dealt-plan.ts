import type { Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import { planFromAssignment } from "../../plan/build.ts";
import { deviceRanges, devicesTaken } from "../../plan/piece.ts";
import type { Plan } from "../../plan/types.ts";

/**
 * The plan that puts each task copy whole on `place[copy]`; in batch mode each resource copy runs its tasks one
 * after another in their order from the beginning of its window, on its first devices. Columnar: O(task copies).
 */
export function dealtPlan(instance: Instance, place: Int32Array): Plan {
  const plan = planFromAssignment(instance, place);
  if (instance.mode === "placement") return plan;
  const { taskOfCopy, resourceOfCopy, resources, pairs } = instance;
  const R = resources.length;
  const free = Float64Array.from(resourceOfCopy, (r) => resources[r].from);
  for (let k = 0; k < place.length; k++) {
    const copy = place[k];
    plan.start[k] = free[copy];
    free[copy] += pairs.runtime[taskOfCopy[k] * R + resourceOfCopy[copy]];
  }
  return { ...plan, ...devicesOf(instance, place) };
}

function devicesOf(instance: Instance, place: Int32Array): Pick<Plan, "deviceStart" | "device"> {
  const { taskOfCopy, resourceOfCopy, resources } = instance;
  const R = resources.length;
  const ranges = resources.map((_, r) => deviceRanges(instance, r));
  const lists = new Map<number, readonly number[]>();
  const listOf = (pair: number): readonly number[] => {
    let list = lists.get(pair);
    if (list === undefined) {
      const [t, r] = [Math.floor(pair / R), pair % R];
      list = ranges[r].flatMap(({ dimension, first }) => {
        const taken = devicesTaken(demandOf(instance, t, r, dimension));
        return Array.from({ length: taken }, (_, i) => first + i);
      });
      lists.set(pair, list);
    }
    return list;
  };
  const deviceStart = new Int32Array(place.length + 1);
  for (let k = 0; k < place.length; k++) {
    const pair = taskOfCopy[k] * R + resourceOfCopy[place[k]];
    deviceStart[k + 1] = deviceStart[k] + listOf(pair).length;
  }
  const device = new Int32Array(deviceStart[place.length]);
  for (let k = 0; k < place.length; k++) {
    device.set(listOf(taskOfCopy[k] * R + resourceOfCopy[place[k]]), deviceStart[k]);
  }
  return { deviceStart, device };
}
