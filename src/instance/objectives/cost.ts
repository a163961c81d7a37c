import { latestEnd, mostOfCopy, sumOf, sumOverCopies, totalWork } from "../amounts.ts";
import { billedTime, HOUR, timesTime } from "../billing.ts";
import { costOf } from "../features.ts";
import { paysTransfers } from "../links.ts";
import { piecesPerCopy } from "../schedule.ts";
import type { ScheduleRules } from "../schedule-rules.ts";
import type { Setting } from "../setting.ts";
import type { Objective, PartOf } from "./objective.ts";

/**
 * Micro-dollars: costs of the pieces, what each used resource copy pays once (in placement mode its rent is part of
 * `fixedPrice`), in mode schedule the time that resource copies are paid, and what moves between the sites of linked tasks.
 */
export const cost: Objective = {
  sense: "min",
  unit: "USD",
  perUnit: () => 1_000_000,
  parts: (setting) => [
    {
      kind: "pieces",
      isGain: false,
      byPlace: true,
      amount: (task, resource) => costOf(setting, task, resource),
      ...nearOf(setting),
    },
    used(setting),
    ...(paysTransfers(setting) ? [{ kind: "transfers" } as const] : []),
  ],
  worst: worstCost,
  counts: { what: "prices and costs", unit: "units of money" },
  always: true,
  words: ["price", "money"],
};

function nearOf({ pairs: { features } }: Setting): Pick<PartOf<"pieces">, "near"> {
  if (features === undefined) return {};
  return { near: { perMs: features.pricePerMs, flat: (task) => features.flatCost(task) } };
}

function used(setting: Setting): PartOf<"copies"> {
  const { resources, schedule } = setting;
  const fixed = (resource: number) => resources[resource]!.fixedPrice;
  if (schedule === undefined) return { kind: "copies", fixed };
  return {
    kind: "copies",
    fixed,
    timed: (resource, occupied) =>
      timesTime(resources[resource]!.pricePerHour, billedTime(setting, resource, occupied), HOUR),
  };
}

function worstCost(setting: Setting): number {
  const { resources, transfer, links, tasks, schedule } = setting;
  const pieceCosts = sumOverCopies(setting, (t) => mostOfCopy(setting, t, "cost"));
  const fixed = sumOf(resources.map(({ count, fixedPrice }) => count * fixedPrice));
  const most = transfer.price.reduce((price, one) => Math.max(price, one), 0);
  const products = links.map(({ output }) => output * most);
  const moved = sumOf(
    links.map(({ from }, k) => tasks[from]!.count * (products[k]! / 2 ** 20 + 1)),
  );
  // Transfers are priced per TiB and rounded; the product must be exact before that.
  const largestProduct = products.reduce((all, one) => Math.max(all, one), 0);
  const rents = schedule === undefined ? 0 : worstRents(setting, schedule);
  return Math.max(pieceCosts + fixed + moved + rents, largestProduct);
}

/**
 * What all resource copies may be paid together, or for all pieces wherever that is most, whichever is less; each interval may be
 * rounded up, those of a rental only once.
 */
function worstRents(setting: Setting, { billing }: ScheduleRules): number {
  const copies = setting.taskOfCopy.length;
  const pieces = sumOverCopies(setting, (t) => piecesPerCopy(setting, t));
  let [rented, everywhere, price, every] = [0, 0, 0, 0];
  setting.resources.forEach(({ count, pricePerHour }, r) => {
    const { by, every: step } = billing[r]!;
    const latest = latestEnd(setting);
    if (by === "rental") rented += Math.min(count, pieces) * pricePerHour * (latest + step);
    else {
      everywhere += count * pricePerHour * (latest + step * copies);
      [price, every] = [Math.max(price, pricePerHour), Math.max(every, step)];
    }
  });
  const occupied = Math.min(everywhere, price * (totalWork(setting) + every * pieces));
  return (rented + occupied) / HOUR + setting.resourceOfCopy.length;
}
