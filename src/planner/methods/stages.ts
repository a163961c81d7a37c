import { chooseForStages, pricesOf } from "../../exact/stages/choose.ts";
import { PLACEMENTS } from "../../heuristics/handles.ts";
import { TREES, treePlans } from "../../heuristics/stage-trees.ts";
import { planAlong } from "../../heuristics/stages.ts";
import { countsTransfers } from "../../instance/additive.ts";
import type { CapacityPrices, Certificate } from "../../plan/certificate/types.ts";
import { makeRandom } from "../../util/random.ts";
import type { Event, LevelTask, Method } from "../method.ts";

/** Where the target pays for transfers: the bound of a dynamic program over stages, and a plan along its choices. */
export const dp: Method = {
  name: "dp",
  role: "complete",
  about: "dynamic program over the trees of linked stages, where transfers are paid for",
  source: "stages",
  handles: [PLACEMENTS],
  fits: needsTransfers,
  events: stageEvents,
};

/** Trees one after another at prices of capacity that a bound has found, so that room is left where it is short. */
export const trees: Method = {
  name: "trees",
  role: "start",
  about: "trees of linked stages one after another, at the prices of a bound",
  source: "stages",
  after: ["prices"],
  handles: [TREES],
  fits: needsTransfers,
  events: treeEvents,
};

function needsTransfers({ incumbent: { instance, target } }: LevelTask): true | string {
  return countsTransfers(instance, target) || "the objective counts no transfers between stages";
}

function* stageEvents({ incumbent }: LevelTask): Generator<Event, void> {
  const { instance, target } = incumbent;
  const choice = chooseForStages(instance, target);
  if (choice === undefined) return;
  yield choice.bound === undefined ? {} : { bound: choice.bound };
  const plan = planAlong(instance, target, choice.entry);
  if (plan !== undefined) yield { plan, work: 0 };
}

function* treeEvents({ incumbent, seed }: LevelTask): Generator<Event, void> {
  const { instance, target, certified } = incumbent;
  const found = certified?.certificate;
  if (found === undefined || !isPrices(found)) return;
  if (found.price.every((row) => row.every((one) => one === 0))) return;
  const priceOf = pricesOf(instance, found);
  for (const plan of treePlans(instance, target, priceOf, makeRandom(seed))) yield { plan };
}

function isPrices(certificate: Certificate): certificate is CapacityPrices {
  return certificate.kind === "capacity-prices";
}
