import { chooseForStages } from "../exact/stages/choose.ts";
import { planAlong } from "../heuristics/stages.ts";
import type { CapacityPrices, Certificate } from "../plan/certificate/types.ts";
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
  offerAlong(task, choice.entry);
  await breathe();
}

/** The same along prices of capacity, which a bound has found: choices that leave room where it is short. */
export async function offerPricedStages(task: LevelTask): Promise<void> {
  const { incumbent, clock } = task;
  const { instance, target, certified } = incumbent;
  const prices = certified?.certificate;
  if (instance.pairs.features !== undefined || prices === undefined || !isPrices(prices)) return;
  if (prices.price.every((row) => row.every((one) => one === 0))) return;
  const choice = chooseForStages(instance, target, prices);
  if (choice === undefined) return;
  offerAlong(task, choice.entry);
  clock.spend();
  await breathe();
}

function offerAlong({ incumbent }: LevelTask, entry: Int32Array): void {
  const plan = planAlong(incumbent.instance, incumbent.target, entry);
  if (plan !== undefined) incumbent.offer(plan, "stages");
}

function isPrices(certificate: Certificate): certificate is CapacityPrices {
  return certificate.kind === "capacity-prices";
}
