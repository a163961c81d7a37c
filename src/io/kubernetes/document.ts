import type { Cluster } from "./cluster/cluster.ts";
import { freeOf } from "./cluster/free.ts";
import type { ImportFindings } from "./findings.ts";
import { type Quotas, type QuotaUse, quotasOf } from "./kueue/quotas.ts";
import type { Amounts } from "./objects/amounts.ts";
import type { ImportOptions } from "./options.ts";
import type { PlacedUnits } from "./placed-units.ts";
import { eligibilityOf, POOL } from "./rows/eligibility.ts";
import { keptLabels } from "./rows/kept-labels.ts";
import { objectivesOf } from "./rows/objectives.ts";
import { KIND, type NodePool, poolsOf } from "./rows/pools.ts";
import { preferencesOf } from "./rows/preferences.ts";
import { prioritiesOf } from "./rows/priorities.ts";
import { type Entry, entriesOf } from "./rows/rows.ts";
import { afterOf, rowsOf } from "./rows/tasks.ts";
import { domainsBy } from "./units/domains.ts";
import type { PodUnit } from "./units/unit.ts";

/** An instance and what its rows were made of. */
export interface MadeDocument {
  readonly document: object;
  readonly pools: readonly NodePool[];
  readonly entries: readonly Entry[];
  /** What nodes have left, before it was rounded. */
  readonly free: readonly Amounts[];
}

/** Writes units and nodes as rows of an instance. */
export function documentOf(
  cluster: Cluster,
  placed: PlacedUnits,
  options: ImportOptions,
  findings: ImportFindings,
): MadeDocument {
  const { nodes, index } = cluster;
  const { units, isBatch, counters, queues, runtimeOf } = placed;
  const quotas = isBatch ? quotasOf(queues, index, findings) : NO_QUOTAS;
  if (!isBatch) sayQuotas(placed, findings);
  const uses = units.flatMap((unit) => quotas.usesOf(unit));
  const preferences = preferencesOf(nodes, units, options.preferencePrice ?? 0);
  const hasCosts = options.preferencePrice !== undefined;
  sayPreferences(hasCosts ? [] : units, cluster, findings);
  const labels = keptLabels(
    nodes,
    units,
    domainsBy(nodes),
    [...new Set(units.map((unit) => runtimeOf(unit)?.value))].filter(
      (value) => value !== undefined,
    ),
    [...queues.values()].flatMap((queue) =>
      queue.groups.flatMap(({ flavors }) => flavors.flatMap((flavor) => [...flavor.labels.keys()])),
    ),
  );
  const free = freeOf(cluster, placed.fixed);
  const pools = poolsOf({
    nodes,
    free: withCounters(free, placed, uses, cluster),
    dimensions: dimensionsOf(units, counters.keys(), uses),
    labels,
    marks: marksOf(cluster, units, hasCosts ? preferences.marksOf : () => []),
  });
  const kept = new Set(labels);
  const priorities = prioritiesOf(units, index, findings);
  const setting = {
    isBatch,
    isOptional: options.isOptional,
    isLabel: (label: string) => kept.has(label),
    eligibility: eligibilityOf(pools, (label) => kept.has(label)),
    runtimeOf,
    priorities,
    usesOf: quotas.usesOf,
    tableOf: (use: QuotaUse) => tableOf(use, pools),
    costOf: (unit: PodUnit) => (hasCosts ? preferences.costOf(unit, pools) : undefined),
  };
  const waitedFor = new Set(units.flatMap(afterOf));
  const entries = entriesOf(units.flatMap((unit) => rowsOf(unit, setting, waitedFor)));
  const tasks = entries.map(({ id, count, fields }) => ({
    id,
    ...(count > 1 && { count }),
    ...fields,
  }));
  const hasPools = entries.some(({ fields }) => POOL in Object(fields.eligible));
  return {
    document: {
      name: options.name,
      mode: isBatch ? "batch" : "placement",
      ...(isBatch && options.now !== undefined && { start: new Date(options.now).toISOString() }),
      objectives: objectivesOf(units, {
        isBatch,
        hasCosts,
        priorities,
        isOptional: options.isOptional,
      }),
      ...(quotas.limits.length > 0 && { limits: quotas.limits }),
      resources: pools.map((pool) => resourceOf(pool, hasPools)),
      tasks,
    },
    pools,
    entries,
    free,
  };
}

const NO_QUOTAS: Quotas = { limits: [], usesOf: () => [] };

function resourceOf({ id, nodes, capacity, labels }: NodePool, hasPools: boolean): object {
  const all = [...labels, ...(hasPools ? [[POOL, id] as const] : [])];
  return {
    id,
    kind: KIND,
    ...(nodes.length > 1 && { count: nodes.length }),
    capacity,
    ...(all.length > 0 && { labels: Object.fromEntries(all) }),
  };
}

function dimensionsOf(
  units: readonly PodUnit[],
  counters: Iterable<string>,
  uses: readonly QuotaUse[],
): { readonly name: string; readonly unitOf: string }[] {
  const asked = new Set(
    units.flatMap(({ spec }) => [...spec.requests].flatMap(([name, n]) => (n > 0 ? [name] : []))),
  );
  asked.add("pods");
  const ofFlavors = new Map(
    uses.flatMap(({ name, flavor }) => (flavor === undefined ? [] : [[name, flavor.resource]])),
  );
  return [
    ...[...asked].sort().map((name) => ({ name, unitOf: name })),
    ...[...counters].map((name) => ({ name, unitOf: "pods" })),
    ...[...ofFlavors].map(([name, resource]) => ({ name, unitOf: resource })),
  ];
}

/** What is left, with the rooms of counters and of dimensions of flavors. */
function withCounters(
  free: readonly Amounts[],
  { counters }: PlacedUnits,
  uses: readonly QuotaUse[],
  { nodes }: Cluster,
): readonly Amounts[] {
  const ofFlavors = new Map(uses.flatMap((use) => (use.flavor ? [[use.name, use.flavor]] : [])));
  return free.map((left, n) => {
    const more = new Map(left);
    for (const [name, rooms] of counters) more.set(name, rooms[n]);
    for (const [name, { resource, isOn }] of ofFlavors) {
      if (isOn(nodes[n].labels)) more.set(name, left.get(resource) ?? 0);
    }
    return more;
  });
}

function tableOf({ amount, flavor }: QuotaUse, pools: readonly NodePool[]): unknown {
  const on = pools.filter(({ labels }) => flavor?.isOn(labels) ?? true);
  if (on.length === pools.length) return amount;
  const zero = typeof amount === "string" && amount.endsWith("MiB") ? "0MiB" : 0;
  return Object.fromEntries([...on.map(({ id }) => [id, amount]), ["*", zero]]);
}

/** What tells nodes apart beside capacity and labels: which sets they are in, and which preferences they meet. */
function marksOf(
  { nodes }: Cluster,
  units: readonly PodUnit[],
  preferred: (node: number) => readonly number[],
): readonly (readonly (string | number)[])[] {
  const sets = new Map(
    units.flatMap(({ set, shares = [{ set, pods: 0 }] }) =>
      shares.map((share) => [share.set.id, share.set.bits] as const),
    ),
  );
  const classes = classesBy([...sets.values()], nodes.length);
  return nodes.map((_, n) => [classes[n], ...preferred(n)]);
}

/** A number by node, equal where nodes are in the same sets. Sets and nodes may both be thousands, so no list of bits is kept. */
function classesBy(sets: readonly Uint8Array[], nodes: number): Int32Array {
  const classes = new Int32Array(nodes);
  let count = 1;
  for (const bits of sets) {
    const next = new Int32Array(2 * count).fill(-1);
    let found = 0;
    for (let n = 0; n < nodes; n++) {
      const own = 2 * classes[n] + bits[n];
      if (next[own] === -1) next[own] = found++;
      classes[n] = next[own];
    }
    count = found;
  }
  return classes;
}

function sayPreferences(
  units: readonly PodUnit[],
  { nodes, index }: Cluster,
  findings: ImportFindings,
): void {
  for (const { name, taints } of nodes) {
    if (taints.every(({ effect }) => effect !== "PreferNoSchedule")) continue;
    findings.say(index.find("Node", "", name)!, "preference", "a taint with PreferNoSchedule");
  }
  for (const { object, spec } of units) {
    if (spec.preferred.length > 0) findings.say(object, "preference", "preferred nodes");
  }
}

function sayQuotas({ queues }: PlacedUnits, findings: ImportFindings): void {
  for (const { object } of new Set(queues.values())) {
    findings.say(object, "ignored", "its quotas: a placement has no limits over all resources");
  }
}
