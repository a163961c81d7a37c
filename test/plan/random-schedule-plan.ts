import { DEVICE, type Instance } from "../../src/instance/types.ts";
import { buildPlan, type Piece } from "../../src/plan/build.ts";
import type { Plan } from "../../src/plan/types.ts";
import type { Random } from "../../src/util/random.ts";
import { isLawfulSchedule } from "./naive-schedule.ts";

/** Draws for each task copy before one is taken as it is. */
const TRIES = 12;

/**
 * A plan over time, copy by copy behind what it waits for: of some random places, times and devices the first that breaks
 * nothing so far, else any. Often feasible, often just so, and often not.
 */
export function randomSchedulePlan(instance: Instance, random: Random): Plan {
  let pieces: Piece[] = [];
  // Without what is still missing, a plan may only be lawful if nothing has to be placed.
  const relaxed = {
    ...instance,
    tasks: instance.tasks.map((task) => ({ ...task, optional: true })),
  };
  for (const copy of copiesInOrder(instance)) {
    if (instance.tasks[instance.taskOfCopy[copy]].optional && random.int(0, 2) === 0) continue;
    let drawn: Piece[] = [];
    for (let i = 0; i < TRIES; i++) {
      drawn = [...pieces, ...draw(instance, random, copy, pieces)];
      if (isLawfulSchedule(relaxed, buildPlan(instance, drawn))) break;
    }
    pieces = drawn;
  }
  return buildPlan(instance, pieces);
}

function copiesInOrder(instance: Instance): number[] {
  const depth = instance.tasks.map(() => 0);
  for (const _ of instance.tasks) {
    for (const { before, after } of instance.schedule!.precedence) {
      depth[after] = Math.max(depth[after], depth[before] + 1);
    }
  }
  const of = (copy: number) => depth[instance.taskOfCopy[copy]];
  return [...instance.taskOfCopy.keys()].sort((a, b) => of(a) - of(b));
}

function draw(instance: Instance, random: Random, copy: number, placed: readonly Piece[]): Piece[] {
  const t = instance.taskOfCopy[copy];
  const places = instance.resourceOfCopy.length;
  const first = random.int(0, places - 1);
  const kindOf = (place: number) => instance.resources[instance.resourceOfCopy[place]].kind;
  const alike = [...instance.resourceOfCopy.keys()].filter(
    (place) => kindOf(place) === kindOf(first),
  );
  const spread = random.int(0, 1) === 0;
  const start = startOf(instance, random, t, first, placed);
  return Array.from({ length: instance.schedule!.workers[t] }, (_, i) => {
    const resource = i === 0 || !spread ? first : alike[random.int(0, alike.length - 1)];
    return { task: copy, resource, start, devices: devices(instance, random, t, resource) };
  });
}

/** Where something ends, opens or may begin, now and then a little later. */
function startOf(
  instance: Instance,
  random: Random,
  t: number,
  place: number,
  placed: readonly Piece[],
): number {
  const { tasks, resources, resourceOfCopy, taskOfCopy, pairs, schedule } = instance;
  const r = resourceOfCopy[place];
  const { precedence, maintenance, setup } = schedule!;
  const least = Math.max(tasks[t].release, resources[r].from);
  const ends = placed.map(({ task, resource, start = 0 }) => {
    return start + pairs.runtime[taskOfCopy[task] * resources.length + resourceOfCopy[resource]];
  });
  const steps = [0, ...precedence.map(({ lag }) => lag), ...setup];
  const times = [
    least,
    ...maintenance[r].map(([, until]) => until),
    ...ends.map((end) => end + steps[random.int(0, steps.length - 1)]),
  ];
  const time = Math.max(least, times[random.int(0, times.length - 1)]);
  return random.int(0, 3) > 0 ? time : time + [0, 1, 500, 1000, 2000][random.int(0, 4)];
}

function devices(instance: Instance, random: Random, t: number, place: number): number[] {
  const r = instance.resourceOfCopy[place];
  const list: number[] = [];
  let first = 0;
  instance.dimensions.forEach(({ devices: areDevices }, d) => {
    if (!areDevices) return;
    const count = instance.resources[r].capacity[d] / DEVICE;
    const { perPair, values } = instance.demand[d];
    const demand = values[perPair ? t * instance.resources.length + r : t];
    const all = random.shuffle(Array.from({ length: count }, (_, g) => first + g));
    list.push(...all.slice(0, Math.ceil(demand / DEVICE)));
    first += count;
  });
  return list;
}
