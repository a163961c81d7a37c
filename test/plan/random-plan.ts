import { type Instance, WHOLE } from "../../src/instance/types.ts";
import { buildPlan, type Piece, piecesOf } from "../../src/plan/build.ts";
import { withDevices } from "../../src/plan/devices.ts";
import { type ResourceOrder, sequencePieces, startAsap } from "../../src/plan/sequence.ts";
import type { Plan } from "../../src/plan/types.ts";
import type { Random } from "../../src/util/random.ts";

/** A plan drawn without regard to most rules, yet often feasible on small instances. */
export function randomPlan(instance: Instance, random: Random): Plan {
  const resources = instance.resourceOfCopy.length;
  const home = random.int(0, resources - 1);
  const pieces: Piece[] = [];
  for (let task = 0; task < instance.taskOfCopy.length; task++) {
    const { optional, divisible, replicas } = instance.tasks[instance.taskOfCopy[task]];
    if (optional && random.int(0, 2) === 0) continue;
    const places = random.shuffle([...Array(resources).keys()]);
    if (random.int(0, 2) === 0) places.unshift(...places.splice(places.indexOf(home), 1));
    if (divisible && random.int(0, 3) > 0)
      pieces.push(...randomShares(random, task, places, optional));
    else for (const resource of places.slice(0, replicas)) pieces.push({ task, resource });
  }
  if (instance.mode === "placement")
    return buildPlan(instance, withDevices(instance, pieces) ?? pieces);
  if (random.int(0, 2) > 0) return buildPlan(instance, sequencePieces(instance, pieces));
  const dueOf = ({ task }: Piece) => instance.tasks[instance.taskOfCopy[task]].deadline ?? 1e15;
  const byDeadline = pieces.toSorted((a, b) => dueOf(a) - dueOf(b));
  const orders = Array.from(
    { length: resources },
    (_, r): ResourceOrder => [r, byDeadline.filter(({ resource }) => resource === r)],
  );
  return buildPlan(instance, startAsap(instance, orders));
}

/** The plan with one small change, most often for the worse. */
export function mutate(instance: Instance, plan: Plan, random: Random): Plan {
  const pieces = [...piecesOf(plan)];
  if (pieces.length === 0) return plan;
  const at = random.int(0, pieces.length - 1);
  const piece = pieces[at];
  const change = (fields: Partial<Piece>) =>
    buildPlan(instance, pieces.with(at, { ...piece, ...fields }));
  const deltas = [1, -1, 1000, -1000, 500];
  const delta = deltas[random.int(0, deltas.length - 1)];
  switch (random.int(0, 6)) {
    case 0:
      return buildPlan(instance, pieces.toSpliced(at, 1));
    case 1:
      return buildPlan(instance, [...pieces, piece]);
    case 2:
      return change({ resource: random.int(0, instance.resourceOfCopy.length - 1) });
    case 3:
      return change({ share: Math.max(1, Math.min(WHOLE, piece.share + delta)) });
    case 4:
      return change({ start: piece.start + delta });
    case 5:
      return change({ devices: piece.devices.map((g) => Math.max(0, g + random.int(-1, 1))) });
    default:
      return change({ task: random.int(0, instance.taskOfCopy.length - 1) });
  }
}

function randomShares(
  random: Random,
  task: number,
  places: readonly number[],
  optional: boolean,
): Piece[] {
  let left = optional && random.int(0, 1) === 0 ? random.int(1, WHOLE) : WHOLE;
  const pieces: Piece[] = [];
  for (const resource of places) {
    const share = resource === places.at(-1) ? left : random.int(0, left);
    if (share > 0) pieces.push({ task, resource, share });
    left -= share;
  }
  return pieces;
}
