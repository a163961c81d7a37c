import type { ImportFindings } from "../findings.ts";
import { flagAt, wholeAt } from "../objects/fields.ts";
import type { ObjectIndex } from "../objects/object-index.ts";
import type { PodUnit } from "../units/unit.ts";

/** Built-in classes, which no cluster can change. */
const BUILT_IN: Readonly<Record<string, number>> = {
  "system-cluster-critical": 2_000_000_000,
  "system-node-critical": 2_000_001_000,
};

/** Largest priority of an instance, either way. */
const MOST = 1_000_000;

const OF_WORKLOADS = "kueue.x-k8s.io/priority-class";

/**
 * The priority of each unit as an instance has it: the number of its class. Where some number is larger than an instance can hold,
 * their ranks. Undefined if all are equal.
 */
export function prioritiesOf(
  units: readonly PodUnit[],
  index: ObjectIndex,
  findings: ImportFindings,
): ReadonlyMap<PodUnit, number> | undefined {
  const fallback = index
    .ofKind("PriorityClass")
    .filter(({ root }) => flagAt(root, "globalDefault") === true)
    .map(({ root }) => wholeAt(root, "value", -0x8000_0000) ?? 0);
  const read = (unit: PodUnit, kind: string, name: string): number | undefined => {
    const found = index.find(kind, "", name);
    if (found !== undefined) return wholeAt(found.root, "value", -0x8000_0000) ?? 0;
    if (Object.hasOwn(BUILT_IN, name)) return BUILT_IN[name];
    findings.say(
      unit.object,
      "ignored",
      `its priority: the ${kind} ${name} is not among the files`,
    );
    return undefined;
  };
  const values = new Map(
    units.map((unit) => {
      const { work, spec } = unit;
      const ofWorkloads = work.object.labels.get(OF_WORKLOADS);
      const name = work.priorityClass ?? spec.priorityClass;
      const value =
        work.priority ??
        (ofWorkloads === undefined
          ? undefined
          : read(unit, "WorkloadPriorityClass", ofWorkloads)) ??
        spec.priority ??
        (name === undefined ? undefined : read(unit, "PriorityClass", name)) ??
        fallback[0] ??
        0;
      return [unit, value] as const;
    }),
  );
  const distinct = [...new Set(values.values())].sort((a, b) => a - b);
  if (distinct.length < 2) return undefined;
  if (distinct.every((value) => Math.abs(value) <= MOST)) return values;
  const rank = new Map(distinct.map((value, i) => [value, i]));
  return new Map([...values].map(([unit, value]) => [unit, rank.get(value)!]));
}
