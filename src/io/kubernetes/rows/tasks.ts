import type { QuotaUse } from "../kueue/quotas.ts";
import { amountText } from "../objects/amounts.ts";
import type { NodeFilter } from "../objects/pod-spec.ts";
import { filterKey, type NodeSet } from "../units/node-sets.ts";
import type { KnownRuntime } from "../units/runtimes.ts";
import type { PodUnit } from "../units/unit.ts";
import { partId } from "../units/units.ts";
import type { Eligibility } from "./eligibility.ts";
import type { Row } from "./rows.ts";

/** What rows of tasks are written with. */
export interface TaskSetting {
  readonly isBatch: boolean;
  readonly isOptional: boolean;
  readonly eligibility: (set: NodeSet, filter: NodeFilter, filterId: string) => Eligibility;
  readonly runtimeOf: (unit: PodUnit) => KnownRuntime | undefined;
  readonly priorities: ReadonlyMap<PodUnit, number> | undefined;
  readonly usesOf: (unit: PodUnit) => readonly QuotaUse[];
  /** Demand of a dimension that counts only on nodes of a flavor. */
  readonly tableOf: (use: QuotaUse) => unknown;
  /** Whether resources have a label. */
  readonly isLabel: (label: string) => boolean;
  readonly costOf: (unit: PodUnit) => unknown;
}

/** The rows of a unit: one, or one for each part of the cluster over which its pods are shared out. */
export function rowsOf(
  unit: PodUnit,
  setting: TaskSetting,
  waitedFor: ReadonlySet<string>,
): readonly Row[] {
  const shares = unit.shares ?? [{ pods: unit.pods, set: unit.set }];
  const isNamed = waitedFor.has(unit.id);
  return shares.map(({ pods, set }, i): Row => {
    const isGang = setting.isBatch && unit.isGang;
    const sets = unit.work.parts.find(({ name }) => name === unit.part)?.within?.sets ?? 1;
    const gang = { workers: pods / sets, count: sets };
    const whole = unit.across === undefined ? pods : 1;
    const after = setting.isBatch ? afterOf(unit) : [];
    return {
      unit,
      id: i === 0 ? unit.id : `${unit.id}:${i + 1}`,
      count: isGang ? gang.count : whole,
      pods,
      isAlone: after.length > 0 || isNamed,
      fields: {
        demand: demandOf(unit, setting),
        ...runtimeFields(unit, setting),
        ...(isGang && gangFields(unit, gang, setting)),
        ...(unit.across !== undefined && {
          replicas: { count: unit.pods, across: unit.across },
        }),
        ...(setting.isOptional && unit.home === undefined && { optional: true }),
        ...priorityFields(unit, setting),
        ...setting.eligibility(set, unit.spec.node, filterKey(unit.spec.node)),
        ...groupFields(unit),
        ...limitFields(unit, setting),
        ...(after.length > 0 && { after }),
        ...costFields(unit, setting),
      },
    };
  });
}

/** Ids of the parts that end before this one starts. */
export function afterOf({ id, part, after }: PodUnit): readonly string[] {
  if (after.length === 0) return [];
  const own = id.slice(0, id.length - partId("", part).length);
  return after.map((name) => partId(own, name));
}

function demandOf(unit: PodUnit, { usesOf, tableOf, isBatch }: TaskSetting): object {
  const asked = [...unit.spec.requests].filter(([, amount]) => amount > 0).sort();
  return Object.fromEntries([
    ...asked.map(([name, amount]) => [name, amountText(name, amount, "up")]),
    ["pods", 1],
    ...unit.counters.map((name) => [name, 1]),
    ...(isBatch ? usesOf(unit) : []).flatMap((use) =>
      use.flavor === undefined ? [] : [[use.name, tableOf(use)]],
    ),
  ]);
}

function limitFields(unit: PodUnit, { usesOf, isBatch }: TaskSetting): object {
  const plain = (isBatch ? usesOf(unit) : []).filter(({ flavor }) => flavor === undefined);
  if (plain.length === 0) return {};
  return { limits: Object.fromEntries(plain.map(({ name, amount }) => [name, amount])) };
}

function runtimeFields(unit: PodUnit, { runtimeOf, isBatch }: TaskSetting): object {
  const known = runtimeOf(unit);
  if (known !== undefined) return { runtime: known.value };
  return isBatch ? { runtime: "unknown" } : {};
}

function gangFields(
  unit: PodUnit,
  { workers }: { readonly workers: number },
  { isLabel }: TaskSetting,
): object {
  const part = unit.work.parts.find(({ name }) => name === unit.part);
  const label = unit.within ?? part?.within?.label;
  const within = label !== undefined && isLabel(label) ? label : undefined;
  if (workers === 1) return {};
  return { workers: within === undefined ? workers : { count: workers, within } };
}

function priorityFields(unit: PodUnit, { priorities }: TaskSetting): object {
  const priority = priorities?.get(unit) ?? 0;
  return priority === 0 ? {} : { priority };
}

function groupFields({ separate, colocate }: PodUnit): object {
  const one = (names: readonly string[]) => (names.length === 1 ? names[0] : names);
  return {
    ...(separate.length > 0 && { separate: one(separate) }),
    ...(colocate.length > 0 && { colocate: one(colocate) }),
  };
}

function costFields(unit: PodUnit, { costOf }: TaskSetting): object {
  const cost = costOf(unit);
  return cost === undefined ? {} : { cost };
}
