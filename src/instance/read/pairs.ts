import { type Fraction, makeFraction, scaler } from "../../util/fraction.ts";
import { QUANTITIES, quantityReader } from "../../util/quantities.ts";
import type { ObjectiveName } from "../objectives/registry.ts";
import { largerUnitHint } from "../overflow.ts";
import type { Mode, PairTable, Task } from "../types.ts";
import type { DomainCollector } from "./domains.ts";
import type { ReadEligibility } from "./eligibility.ts";
import { at, type Fields, type Report } from "./report.ts";
import type { ReadResource } from "./resources.ts";
import type { ReadRuntimes } from "./runtimes.ts";
import type { TableReader } from "./tables.ts";

/** Fills the rows of the pair table, task by task. */
export type ReadRow = (path: string, fields: Fields, task: Task, t: number) => void;

/** How the parts of a row are read. */
export interface PairSources {
  readonly tables: TableReader;
  readonly eligibility: ReadEligibility;
  readonly runtimes: ReadRuntimes;
  readonly domains: DomainCollector;
}

/** The empty pair table and the reader of its rows. */
export function pairReader(
  report: Report,
  mode: Mode,
  resources: readonly ReadResource[],
  tasks: number,
  read: PairSources,
): { readonly pairs: PairTable; readonly readRow: ReadRow } {
  const R = resources.length;
  const pairs: PairTable = {
    eligible: new Uint8Array(tasks * R),
    runtime: new Float64Array(tasks * R),
    cost: new Float64Array(tasks * R),
    energy: new Float64Array(tasks * R),
  };
  const money = quantityReader(QUANTITIES.money);
  const { costOf, energyOf } = scalersOf(resources);
  const readRow: ReadRow = (path, fields, { hasRuntime, across }, t) => {
    const allowed = read.eligibility(path, fields);
    const runtimes = read.runtimes(path, fields);
    const costs =
      fields.cost === undefined
        ? undefined
        : read.tables(at(path, "cost"), fields.cost, money, "absent");
    let overflow: ObjectiveName | undefined;
    let worst = 0;
    for (let r = 0; r < R; r++) {
      const runtime = runtimes?.at(r);
      const isEligible = allowed[r] === 1 && !(hasRuntime && runtime === undefined);
      if (!isEligible || (across !== undefined && !read.domains.has(across, r))) continue;
      const k = t * R + r;
      pairs.eligible[k] = 1;
      pairs.runtime[k] = runtime ?? 0;
      const explicit = costs?.everywhere ? costs.value : costs?.at(r);
      const rented = mode === "batch" ? costOf[r]!(runtime ?? 0) : 0;
      const cost = explicit ?? rented;
      const energy = energyOf[r]!(runtime ?? 0);
      if (cost !== undefined && energy !== undefined) {
        [pairs.cost[k], pairs.energy[k]] = [cost, energy];
        continue;
      }
      const { price, resource } = resources[r]!;
      const other = cost === undefined ? "cost" : "energy";
      const rate = other === "cost" ? nearly(price) : (resource.power ?? 0) / 1000;
      // The first that is too large gives its name, the largest of these the size.
      overflow ??= other;
      if (overflow === other) worst = Math.max(worst, (runtime ?? 0) * rate);
    }
    if (overflow === undefined) return;
    const message = `expected a runtime whose ${overflow} a plan can add up`;
    report.add(at(path, "runtime"), message, largerUnitHint(overflow, worst));
  };
  return { pairs, readRow };
}

/** By resource entry what a runtime costs and draws, in micro-dollars and in microjoules (milliwatts x milliseconds). */
export function scalersOf(resources: readonly ReadResource[]) {
  return {
    costOf: resources.map(({ price }) => scaler(price, "nearest")),
    energyOf: resources.map(({ resource }) =>
      scaler(makeFraction(BigInt(resource.power ?? 0), 1000n), "nearest"),
    ),
  };
}

function nearly({ numerator, denominator }: Fraction): number {
  return Number(numerator) / Number(denominator);
}
