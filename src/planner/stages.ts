import { chooseForStages, pricesOf } from "../exact/stages/choose.ts";
import { treePlans } from "../heuristics/stage-trees.ts";
import { planAlong } from "../heuristics/stages.ts";
import { countsTransfers } from "../instance/links.ts";
import type { CapacityPrices, Certificate } from "../plan/certificate/types.ts";
import { makeRandom } from "../util/random.ts";
import { breathe } from "./clock.ts";
import { goalReached, type LevelTask } from "./method.ts";

/** Where the target pays for transfers: the bound of the stage dynamic program and a plan along its choices. */
export async function offerStages(task: LevelTask): Promise<void> {
  const { incumbent, clock } = task;
  const { instance, target } = incumbent;
  if (instance.pairs.features !== undefined) return;
  const choice = chooseForStages(instance, target);
  if (choice === undefined) return;
  if (choice.bound !== undefined) incumbent.raise(choice.bound);
  clock.spend();
  await breathe();
  if (clock.stopped() !== undefined || goalReached(incumbent, task.goal)) return;
  const plan = planAlong(instance, target, choice.entry);
  if (plan !== undefined) incumbent.offer(plan, "stages");
  await breathe();
}

/** Trees one after another at prices of room that a bound has found, so that room is left where it is short. */
export async function offerPricedStages(task: LevelTask): Promise<void> {
  const { incumbent, clock } = task;
  const { instance, target, certified } = incumbent;
  const prices = certified?.certificate;
  if (!countsTransfers(instance, target) || instance.pairs.features !== undefined) return;
  if (prices === undefined || !isPrices(prices)) return;
  if (prices.price.every((row) => row.every((one) => one === 0))) return;
  const rooms = pricesOf(instance, prices);
  for (const plan of treePlans(instance, target, rooms, makeRandom(task.seed))) {
    incumbent.offer(plan, "stages");
    clock.spend();
    await breathe();
    if (clock.stopped() !== undefined || goalReached(incumbent, task.goal)) return;
  }
}

function isPrices(certificate: Certificate): certificate is CapacityPrices {
  return certificate.kind === "capacity-prices";
}
