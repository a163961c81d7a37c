import { QUANTITIES, quantityReader } from "../../util/quantities.ts";
import { featureTable } from "../features.ts";
import type { PairFeatures } from "../pair-features.ts";
import type { Mode, PairTable } from "../types.ts";
import { type PairSources, type ReadRow, scalersOf } from "./pairs.ts";
import { at, type Report } from "./report.ts";
import type { ReadResource } from "./resources.ts";
import type { Runtimes } from "./runtimes.ts";

/** What a task keeps of its row. */
interface Row {
  /** By resource entry: 1 where labels and lists allow it. Shared by tasks with equal rules. */
  readonly allowed: Uint8Array;
  readonly runtimes: Runtimes | undefined;
  /** Domain whose label a resource needs. */
  readonly across: number | undefined;
  /** Micro-dollars, the same everywhere. */
  readonly cost: number | undefined;
}

/**
 * A pair table that is worked out when asked for, and the reader of its rows: for more pairs than tables can hold. A
 * cost table that differs by resource is refused, since it would have to be kept.
 */
export function featureReader(
  report: Report,
  mode: Mode,
  resources: readonly ReadResource[],
  tasks: number,
  read: PairSources,
): { readonly pairs: PairTable; readonly readRow: ReadRow } {
  const rows = new Array<Row>(tasks);
  const money = quantityReader(QUANTITIES.money);
  const readRow: ReadRow = (path, fields, { across }, t) => {
    const table =
      fields.cost === undefined
        ? undefined
        : read.tables(at(path, "cost"), fields.cost, money, "absent");
    if (table?.everywhere === false) {
      const hint = "Maybe give prices to the resources.";
      report.add(at(path, "cost"), "expected one cost, because there are too many pairs", hint);
    }
    rows[t] = {
      allowed: read.eligibility(path, fields),
      runtimes: read.runtimes(path, fields),
      across,
      cost: table?.everywhere ? table.value : undefined,
    };
  };
  return { pairs: featureTable(featuresOf(mode, resources, rows, read)), readRow };
}

function featuresOf(
  mode: Mode,
  resources: readonly ReadResource[],
  rows: readonly Row[],
  { domains }: PairSources,
): PairFeatures {
  const { costOf, energyOf } = scalersOf(resources);
  const isOpen = ({ allowed, across }: Row, r: number) =>
    allowed[r] === 1 && (across === undefined || domains.has(across, r));
  const find = (t: number, r: number): number | undefined => {
    const row = rows[t]!;
    return isOpen(row, r) ? (row.runtimes === undefined ? 0 : row.runtimes.at(r)) : undefined;
  };
  const pricePerMs = Float64Array.from(
    resources,
    ({ price }) => Number(price.numerator) / Number(price.denominator),
  );
  const energyPerMs = Float64Array.from(resources, ({ resource }) => (resource.power ?? 0) / 1000);
  const largestPrice = pricePerMs.reduce((most, one) => Math.max(most, one), 0);
  const largestPower = energyPerMs.reduce((most, one) => Math.max(most, one), 0);
  return {
    isEligible: (t, r) => find(t, r) !== undefined,
    runtime: (t, r) => find(t, r) ?? 0,
    cost(t, r) {
      const runtime = find(t, r);
      if (runtime === undefined) return 0;
      return rows[t]!.cost ?? (mode === "batch" ? (costOf[r]!(runtime) as number) : 0);
    },
    energy: (t, r) => energyOf[r]!(find(t, r) ?? 0) as number,
    nearRuntimes(t, near) {
      const row = rows[t]!;
      if (row.runtimes === undefined) near.fill(0);
      else row.runtimes.near(near);
      if (row.across === undefined && !row.allowed.includes(0)) return;
      for (let r = 0; r < near.length; r++) if (!isOpen(row, r)) near[r] = Number.POSITIVE_INFINITY;
    },
    most(t, column) {
      const { runtimes, cost } = rows[t]!;
      const runtime = runtimes?.most ?? 0;
      if (column === "runtime") return runtime;
      if (column === "energy") return runtime * largestPower + 1;
      return cost ?? (mode === "batch" ? runtime * largestPrice + 1 : 0);
    },
    flatCost: (t) => rows[t]!.cost ?? (mode === "batch" ? undefined : 0),
    pricePerMs,
    energyPerMs,
  };
}
