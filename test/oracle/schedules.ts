import type { Target } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { buildPlan, type Piece } from "../../src/plan/build.ts";
import { isLawfulSchedule } from "../plan/naive-schedule.ts";
import { devicesFor } from "../support/enumerate-devices.ts";
import { survives, withEveryDevice } from "../support/enumerate-losses.ts";
import { isRegularFor, missesOf, piecesOfEverySchedule } from "../support/enumerate-schedule.ts";
import { unitOf } from "../support/enumerate-starts.ts";
import { type Held, held } from "./held.ts";
import { levelValue } from "./values.ts";

/**
 * The values of every plan over time that may be the best of its levels, and whether it is lawful where that matters. "complete" if every
 * plan is no better in all levels than one of these; "sample" if the starts that are tried may miss some.
 */
export function everySchedule(
  instance: Instance,
  targets: readonly Target[],
  most: number,
  take: (values: readonly number[], isLawful: () => boolean) => void,
): "complete" | "sample" | "gave up" {
  let count = 0;
  const finish = (pieces: readonly Piece[]): boolean => {
    const timed = pieces.map(
      ({ task, resource, start = 0 }): Held => held(instance, task, resource, start),
    );
    const values = targets.map((target) => levelValue(instance, target, timed));
    take(values, () => isLawful(instance, pieces));
    return count++ < most;
  };
  const unit = unitOf(instance);
  const canBe = instance.robust === undefined && isRegularFor(instance, targets);
  const missesWhere = (isRegular: boolean) => missesOf(instance, targets, { unit, isRegular });
  // Where times are multiples of 1 ms alone, a grid misses no start at all.
  const isRegular = canBe && (unit !== 1 || missesWhere(true) === undefined);
  const isWhole = !isRegular && unit === 1;
  const done = piecesOfEverySchedule(instance, { everyStart: !isRegular, unit, finish });
  if (!done) return "gave up";
  return isWhole || missesWhere(isRegular) === undefined ? "complete" : "sample";
}

function isLawful(instance: Instance, pieces: readonly Piece[]): boolean {
  const { robust, ...plain } = instance;
  if (robust === undefined) {
    const devices = devicesFor(instance, pieces);
    return devices !== undefined && isLawfulSchedule(instance, buildPlan(instance, devices));
  }
  for (const plan of withEveryDevice(instance, buildPlan(instance, pieces))) {
    if (isLawfulSchedule(plain, plan) && survives(instance, plan)) return true;
  }
  return false;
}
