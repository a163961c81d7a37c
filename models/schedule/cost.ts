import { HOUR } from "../../src/instance/billing.ts";
import { paysTransfers, transferTable } from "../../src/instance/links.ts";
import type { Instance } from "../../src/instance/types.ts";
import { type ObjectiveForm, sumForm } from "../form.ts";
import { addLinkFlow, type SiteChoice } from "../transfer.ts";
import { byUnit, type Family, type ScheduleDraft } from "./draft.ts";
import { addRates, type Rate } from "./rents.ts";
import type { CopyClass } from "./units.ts";
import { addUsed } from "./used.ts";

type Add = (column: number, coefficient: number) => void;

/** What a resource entry costs for its time. */
export function rentOf({ resources, schedule }: Instance, entry: number): Rate {
  const { by = "occupied", every = 1 } = schedule?.billing[entry] ?? {};
  return { amount: resources[entry].pricePerHour, per: HOUR, by, every };
}

/** What a resource entry draws while it is occupied. */
export function powerOf({ resources }: Instance, entry: number): Rate {
  return { amount: resources[entry].power ?? 0, per: 1000, by: "occupied", every: 1 };
}

/**
 * cost = sum of c x over pieces + sum of fixed used (used.ts) + paid time of resource copies (rents.ts) + transfers (transfer.ts), in
 * micro-dollars.
 */
export function costForm(draft: ScheduleDraft): ObjectiveForm {
  const { instance, pieces } = draft;
  const sum = sumForm();
  const R = instance.resources.length;
  for (const { unit, place, columns, factor } of pieces) {
    const cost = instance.pairs.cost[unit.entry * R + place.entry];
    for (const column of columns) sum.add(column, cost * factor);
  }
  addUsed(draft, (entry) => instance.resources[entry].fixedPrice, sum.add);
  addRates(draft, (entry) => rentOf(instance, entry), sum.add);
  addTransfers(draft, sum.add);
  return sum.form();
}

/** energy = power x occupied time of each resource copy, rounded half up, in millijoules (rents.ts). */
export function energyForm(draft: ScheduleDraft): ObjectiveForm {
  const sum = sumForm();
  addRates(draft, (entry) => powerOf(draft.instance, entry), sum.add);
  return sum.form();
}

function addTransfers(draft: ScheduleDraft, add: Add): void {
  const { instance, units, refusals } = draft;
  if (!paysTransfers(instance)) return;
  const families = byUnit(draft.pieces);
  for (const link of instance.links) {
    const cost = transferTable(instance, link.output);
    if (!cost.some((one) => one > 0)) continue;
    const [from, to] = [link.from, link.to].map((t) => units.filter(({ entry }) => entry === t));
    from.forEach((a, i) => {
      const b = to[i];
      if (a.workers > 1 || b.workers > 1) {
        refusals.push("Transfers to or from a task with several workers have no integer program.");
        return;
      }
      const [leaving, arriving] = [a, b].map((unit) =>
        standsOf(draft, unit, families.get(unit) ?? []),
      );
      addLinkFlow(draft, cost, [a.copies[0], b.copies[0]], [leaving, arriving], add);
    });
  }
}

function standsOf(
  { instance }: ScheduleDraft,
  { task }: CopyClass,
  families: readonly (Family & { readonly place: { readonly entry: number } })[],
): readonly SiteChoice[] {
  const bySite = new Map<number, number[]>();
  for (const { place, columns } of families) {
    const site = instance.transfer.siteOf[place.entry];
    bySite.set(site, [...(bySite.get(site) ?? []), ...columns]);
  }
  const stands: SiteChoice[] = [...bySite].map(([site, columns]) => ({ site, columns }));
  const all = stands.flatMap(({ columns }) => columns);
  return task.optional ? [...stands, { site: -1, columns: all }] : stands;
}
