import { rulesOf } from "../../src/instance/schedule.ts";
import { DEVICE, type Instance } from "../../src/instance/types.ts";
import { demandOf } from "../../src/instance/usable.ts";
import { buildPlan, type Piece } from "../../src/plan/build.ts";
import { deviceRanges } from "../../src/plan/piece.ts";
import type { Plan } from "../../src/plan/types.ts";

/**
 * Every plan whose starts are multiples of `step` ms up to `last`, with every choice of devices; feasible or not. Undefined if
 * there are more than `most`.
 */
export function everySchedule(
  instance: Instance,
  { step, last, most }: { readonly step: number; readonly last: number; readonly most: number },
): readonly Plan[] | undefined {
  let plans: readonly (readonly Piece[])[] = [[]];
  for (const copy of instance.taskOfCopy.keys()) {
    const choices = choicesOf(instance, copy, step, last);
    if (plans.length * choices.length > most) return undefined;
    plans = plans.flatMap((plan) => choices.map((choice) => [...plan, ...choice]));
  }
  return plans.map((pieces) => buildPlan(instance, pieces));
}

function choicesOf(
  instance: Instance,
  copy: number,
  step: number,
  last: number,
): readonly Piece[][] {
  const entry = instance.taskOfCopy[copy];
  const workers = rulesOf(instance).workers[entry];
  const choices: Piece[][] = instance.tasks[entry].optional ? [[]] : [];
  for (let start = 0; start <= last; start += step) {
    const alone = [...instance.resourceOfCopy.keys()].flatMap((resource) =>
      deviceChoices(instance, entry, instance.resourceOfCopy[resource]).map((devices) => ({
        task: copy,
        resource,
        start,
        devices,
      })),
    );
    choices.push(...multisets(alone, workers));
  }
  return choices;
}

function multisets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) =>
    multisets(items.slice(i), size - 1).map((rest) => [item, ...rest]),
  );
}

function deviceChoices(instance: Instance, task: number, entry: number): readonly number[][] {
  let lists: number[][] = [[]];
  for (const { dimension, first, count } of deviceRanges(instance, entry)) {
    const wanted = Math.ceil(demandOf(instance, task, entry, dimension) / DEVICE);
    const numbers = Array.from({ length: count }, (_, g) => first + g);
    lists = lists.flatMap((list) => subsets(numbers, wanted).map((more) => [...list, ...more]));
  }
  return lists;
}

function subsets(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) =>
    subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]),
  );
}
