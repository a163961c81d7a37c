import { relaxedAfterLosses } from "../../bounds/losses.ts";
import { provesInfeasible } from "../../bounds/registry.ts";
import { targetParts } from "../../instance/objectives/kinds.ts";
import { Incumbent } from "../incumbent.ts";
import { type LevelTask, stoppedEnd } from "../method.ts";
import { keepWorths, worthsOf } from "../methods/areas.ts";
import { reservesOf } from "./reserves.ts";
import { isBehind, type Surrogate, surrogateOf } from "./surrogate.ts";

/** The relaxation that was planned for a level last. */
const RELAXATIONS = new WeakMap<Incumbent, Surrogate>();

/** The level without losses: every bound holds with them, and if it has no plan, there is none. What is known of it is kept. */
export function* relaxation(task: LevelTask): Generator<Surrogate, void, void> {
  const { incumbent } = task;
  const surrogate = RELAXATIONS.get(incumbent) ?? surrogateOf(task);
  RELAXATIONS.set(incumbent, surrogate);
  yield surrogate;
  const worths = worthsOf(surrogate.incumbent);
  if (worths !== undefined) keepWorths(incumbent, worths);
}

/** True if the relaxation of a level has plans that are better than any that survives. */
export function isBehindRelaxation({ incumbent }: LevelTask): boolean {
  const known = RELAXATIONS.get(incumbent);
  return known !== undefined && isBehind(incumbent, known.incumbent);
}

/** The level without losses and, where the best plan there does not survive, with reserves. */
export function* wholeThenReserves(task: LevelTask): Generator<Surrogate, void, void> {
  const whole = surrogateOf(task);
  yield whole;
  if (isBehind(task.incumbent, whole.incumbent)) yield* withReserves(task);
}

/** The level with every spare, and with ever more headroom until what is found there survives. */
export function* withReserves(task: LevelTask): Generator<Surrogate, void, void> {
  let isEnough = false;
  for (const part of reservesOf(task.incumbent.instance)) {
    const { name, instance } = part;
    if (stoppedEnd(task) !== undefined || (name === "headroom" && isEnough)) return;
    if (provesInfeasible(instance) !== undefined) continue;
    const surrogate = surrogateOf(task, { part, name });
    tellOf(task, surrogate);
    yield surrogate;
    isEnough =
      name === "headroom" && surrogate.incumbent.plan !== undefined && !surrogate.hasLost();
  }
}

/** What the relaxation over time has found holds with reserves, but for shares of a capacity, which is another one there. */
function tellOf({ incumbent: real }: LevelTask, { incumbent }: Surrogate): void {
  const known = RELAXATIONS.get(real)?.incumbent;
  if (known === undefined || real.instance.mode !== "schedule") return;
  const comparesResources = targetParts(real.instance, real.target).some(
    (part) =>
      ["utilization", "whole"].includes(part.kind) || (part.kind === "pieces" && part.isGain),
  );
  if (known.bound !== undefined && !comparesResources) incumbent.raise(known.bound);
  const worths = worthsOf(known);
  if (worths !== undefined) keepWorths(incumbent, worths);
}

/**
 * What is left after losses, of which only bounds are wanted: a plan that survives leaves one for each. Such bounds have no
 * certificate, since those speak of the instance itself.
 */
export function* afterLosses(task: LevelTask): Generator<LevelTask, void, void> {
  const { incumbent: real } = task;
  for (const { name, instance } of relaxedAfterLosses(real.instance, real.target)) {
    const incumbent = new Incumbent(instance, real.target, [], {
      refuted: (sentence) => {
        if (real.plan === undefined) real.refute(`Without ${name}: ${sentence}`);
      },
      raised: ({ certificate: _, ...plain }) => {
        real.raise({ ...plain, source: `${plain.source} without ${name}` });
      },
    });
    yield { ...task, incumbent };
  }
}
