import { paysTransfers, transferTable } from "../src/instance/links.ts";
import type { Draft } from "./draft.ts";

/** A site where a task copy may be, or none of them; `columns` are its assignment columns there. */
export interface SiteChoice {
  /** -1 for an optional task that is not placed. */
  readonly site: number;
  readonly columns: readonly number[];
}

/**
 * What linked task copies a -> b pay: sum over sites g, h of c[g,h] y[g,h], where y[g,h] >= 0 is 1 if a is at g and b at h,
 *     sum over h of y[g,h] = sum over r at g of x[a,r]     and     sum over g of y[g,h] = sum over r at h of x[b,r].
 * An optional task may also be at no site, which costs nothing: there its right side is 1 - sum over r of x[a,r]. At
 * binary x only one y is 1. On a forest this is the tightest linear form there is.
 * Source: Wainwright and Jordan (2008), DOI 10.1561/2200000001, section 4.1.
 */
export function addTransfers(
  draft: Draft,
  add: (column: number, coefficient: number) => void,
): void {
  const { instance } = draft;
  if (!paysTransfers(instance)) return;
  for (const link of instance.links) {
    const cost = transferTable(instance, link.output);
    if (!cost.some((one) => one > 0)) continue;
    const [from, to] = [link.from, link.to].map((t) => instance.taskCopyStart[t]);
    for (let i = 0; i < instance.tasks[link.from].count; i++) {
      const leaving = standsOf(draft, from + i, instance.tasks[link.from].optional);
      const arriving = standsOf(draft, to + i, instance.tasks[link.to].optional);
      addLinkFlow(draft, cost, [from + i, to + i], [leaving, arriving], add);
    }
  }
}

function standsOf(
  { instance, pairs }: Draft,
  task: number,
  optional: boolean,
): readonly SiteChoice[] {
  const bySite = new Map<number, number[]>();
  for (let x = pairs.taskStart[task]; x < pairs.taskStart[task + 1]; x++) {
    const site = instance.transfer.siteOf[instance.resourceOfCopy[pairs.resource[x]]];
    const columns = bySite.get(site);
    if (columns === undefined) bySite.set(site, [x]);
    else columns.push(x);
  }
  const stands: SiteChoice[] = [...bySite].map(([site, columns]) => ({ site, columns }));
  const all = stands.flatMap(({ columns }) => columns);
  return optional ? [...stands, { site: -1, columns: all }] : stands;
}

/** The columns y of one pair of linked task copies `a` and `b`, given where each may be; see `addTransfers`. */
export function addLinkFlow(
  { builder, instance, fills }: Pick<Draft, "builder" | "instance" | "fills">,
  cost: Float64Array,
  [a, b]: readonly [number, number],
  [leaving, arriving]: readonly [readonly SiteChoice[], readonly SiteChoice[]],
  add: (column: number, coefficient: number) => void,
): void {
  const { sites } = instance.transfer;
  const paid = (g: SiteChoice, h: SiteChoice) =>
    g.site < 0 || h.site < 0 ? 0 : cost[g.site * sites + h.site];
  if (leaving.every((g) => arriving.every((h) => paid(g, h) === 0))) return;
  const y = leaving.map((g) =>
    arriving.map((h) => {
      const column = builder.addColumn({ upper: 1, name: `y[${a},${g.site},${b},${h.site}]` });
      add(column, paid(g, h));
      return column;
    }),
  );
  const addRow = ({ site, columns }: SiteChoice, flow: readonly number[]) => {
    const [sign, right] = site < 0 ? [1, 1] : [-1, 0];
    builder.addRow({
      lower: right,
      upper: right,
      columns: [...flow, ...columns],
      coefficients: [...flow.map(() => 1), ...columns.map(() => sign)],
    });
  };
  leaving.forEach((stand, g) => {
    addRow(stand, y[g]);
  });
  arriving.forEach((stand, h) => {
    addRow(
      stand,
      y.map((row) => row[h]),
    );
  });
  const isAt = (point: Float64Array, { site, columns }: SiteChoice) =>
    columns.some((x) => point[x] > 0) === site >= 0;
  fills.push((point) => {
    for (const [g, row] of y.entries()) {
      for (const [h, column] of row.entries()) {
        point[column] = isAt(point, leaving[g]) && isAt(point, arriving[h]) ? 1 : 0;
      }
    }
  });
}
