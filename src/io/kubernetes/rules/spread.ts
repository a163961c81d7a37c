import type { ClusterNode } from "../objects/node.ts";
import type { PodTerm, Spread } from "../objects/pod-terms.ts";
import { toleratesAll } from "../objects/taints.ts";
import { filterKey, meetsSelectors } from "../units/node-sets.ts";
import type { PodUnit } from "../units/unit.ts";
import { selected } from "./kinds-of-pods.ts";
import { byTerm, joinGroup, type RuleSetting } from "./pod-rules.ts";
import { type Counts, shareOut } from "./share-out.ts";

/**
 * Spread over parts of the cluster. What holds for every order in which pods may come is said exactly where it can be: one pod to
 * place, parts of which one stays empty, or a difference that cannot come about. Otherwise pods are shared out evenly, in a placement.
 * Gives what each node takes of counters that keep the number of pods on it down.
 */
export function applySpread(setting: RuleSetting): ReadonlyMap<string, Counter> {
  const counters = new Map<string, Counter>();
  const { units } = setting;
  const held = units.filter(({ spec }) => spec.spread.length > 0);
  const byNamespace = byTerm(held, ({ spec }) =>
    spec.spread.map((spread) => ({
      spread,
      namespace: spec.namespace,
      filter: filterKey(spec.node),
    })),
  );
  for (const { term, holders } of byNamespace) {
    const { spread, namespace } = term;
    const { of } = setting.domains(spread.topologyKey);
    for (const unit of holders) unit.set = setting.sets.where(unit.set, (n) => of[n] !== undefined);
    spreadOut(setting, spread, namespace, holders, counters);
  }
  return counters;
}

/** How many pods of a spread each node may have, by node. */
export type Counter = readonly number[];

function spreadOut(
  setting: RuleSetting,
  spread: Spread,
  namespace: string,
  holders: readonly PodUnit[],
  counters: Map<string, Counter>,
): void {
  const { cluster, sets, findings } = setting;
  const { of, isByNode } = setting.domains(spread.topologyKey);
  const asTerm: PodTerm = { ...spread, namespaces: [namespace] };
  const targets = selected(setting.unitKinds, asTerm, cluster.namespaceLabels);
  const counts = countsOf(setting, spread, asTerm, holders[0]);
  const values = [...counts.values()];
  const pods = holders.reduce((sum, unit) => sum + unit.pods, 0);
  const isSame = targets.length === holders.length && targets.every((u) => holders.includes(u));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const empty = values.filter((count) => count === 0).length;
  const isFloorZero = counts.size < spread.minDomains || empty > pods;
  const floor = isFloorZero ? 0 : least;
  const room = (value: string | undefined) =>
    value === undefined ? 0 : spread.maxSkew + floor - (counts.get(value) ?? 0);
  if (counts.size === 0) return;
  if (isSame && pods === 1) {
    for (const unit of holders) unit.set = sets.where(unit.set, (n) => room(of[n]) >= 1);
    return;
  }
  if (isSame && most + pods - floor <= spread.maxSkew) return;
  if (isSame && !isFloorZero && counts.size === 1) return;
  if (isSame && isFloorZero && isByNode) {
    for (const unit of holders) unit.set = sets.where(unit.set, (n) => room(of[n]) >= 1);
    if (spread.maxSkew === 1) joinGroup(holders, "separate");
    else {
      const name = `spread-${counters.size + 1}`;
      counters.set(
        name,
        of.map((value) => Math.max(0, room(value))),
      );
      for (const unit of holders) unit.counters.push(name);
    }
    return;
  }
  if (isSame && !setting.isBatch && shareOut(setting, spread, holders, counts)) return;
  for (const { object } of holders) {
    findings.say(object, "ignored", `its spread over ${spread.topologyKey}`);
  }
}

/** Pods that stay and that the spread counts, in each part of the cluster that it is about. */
function countsOf(
  { cluster, domains, fixedKinds }: RuleSetting,
  spread: Spread,
  term: PodTerm,
  { spec }: PodUnit,
): Counts {
  const { of } = domains(spread.topologyKey);
  const keys = spec.spread.map(({ topologyKey }) => topologyKey);
  const counted = (node: ClusterNode) =>
    keys.every((key) => node.labels.has(key)) &&
    (!spread.honorsAffinity || meetsSelectors(node, spec.node)) &&
    (!spread.honorsTaints || toleratesAll(spec.node.tolerations, node.taints));
  const counts = new Map<string, number>();
  const isCounted = cluster.nodes.map(counted);
  for (const [n, value] of of.entries())
    if (isCounted[n] && value !== undefined) counts.set(value, 0);
  for (const { node } of selected(fixedKinds, term, cluster.namespaceLabels)) {
    const value = node < 0 || !isCounted[node] ? undefined : of[node];
    if (value !== undefined) counts.set(value, counts.get(value)! + 1);
  }
  return counts;
}
