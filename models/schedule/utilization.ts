import type { ObjectiveSpec } from "../../src/instance/types.ts";
import { demandOf } from "../../src/instance/usable.ts";
import { gcd } from "../../src/util/divisor.ts";
import { balanceOf } from "../balance.ts";
import {
  type CopyUtilizations,
  type UtilizationLoad,
  utilizationsFrom,
} from "../copy-utilization.ts";
import type { ObjectiveForm } from "../form.ts";
import { spreadOf } from "../spread.ts";
import { byPlace, type PlacedFamily, type ScheduleDraft } from "./draft.ts";

/** balance over time = largest sum of demand x runtime over capacity x window; see ../balance.ts. */
export function balanceForm(draft: ScheduleDraft, { dimension }: ObjectiveSpec): ObjectiveForm {
  return balanceOf(draft, utilizationsOf(draft, dimension));
}

/** spread over time, of the same utilizations; see ../spread.ts. */
export function spreadForm(draft: ScheduleDraft, { dimension }: ObjectiveSpec): ObjectiveForm {
  return spreadOf(draft, utilizationsOf(draft, dimension));
}

/** The utilizations of all resource copies that have the dimension, those that no task can use included. */
function utilizationsOf(draft: ScheduleDraft, dimension: number | undefined): CopyUtilizations {
  const { instance } = draft;
  const chosen = instance.dimensions.map((_, d) => d).filter((d) => (dimension ?? d) === d);
  const held = byPlace(draft.pieces);
  const ofCopy = new Map<number, readonly PlacedFamily[]>();
  for (const [{ copies }, pieces] of held) ofCopy.set(copies[0], pieces);
  return utilizationsFrom(
    chosen.map((d) =>
      [...instance.resourceOfCopy].flatMap((entry, copy) =>
        instance.resources[entry].capacity[d] > 0
          ? [loadOf(draft, entry, ofCopy.get(copy) ?? [], d)]
          : [],
      ),
    ),
    true,
  );
}

function loadOf(
  { instance, grid, refusals }: ScheduleDraft,
  entry: number,
  pieces: readonly PlacedFamily[],
  d: number,
): UtilizationLoad {
  const { capacity, from, until = from } = instance.resources[entry];
  const demand = ({ unit }: PlacedFamily) => demandOf(instance, unit.entry, entry, d);
  const size = pieces.map(demand).reduce(gcd, capacity[d]);
  const step = pieces.map(({ length }) => length * grid.tick).reduce(gcd, until - from);
  const denominator = (capacity[d] / size) * ((until - from) / step);
  const columns: number[] = [];
  const amounts: number[] = [];
  for (const family of pieces) {
    const amount = (demand(family) / size) * ((family.length * grid.tick) / step) * family.factor;
    if (amount === 0) continue;
    if (!Number.isSafeInteger(amount) || !Number.isSafeInteger(denominator)) {
      refusals.push("Capacities and windows are too finely divided for an integer program.");
      break;
    }
    for (const column of family.columns) {
      columns.push(column);
      amounts.push(amount);
    }
  }
  return { columns, amounts, denominator };
}
