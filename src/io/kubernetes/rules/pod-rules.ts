import type { BoundPod, Cluster } from "../cluster/cluster.ts";
import type { ImportFindings } from "../findings.ts";
import { type PodTerm, selects } from "../objects/pod-terms.ts";
import { type Domains, domainsBy } from "../units/domains.ts";
import type { NodeSets } from "../units/node-sets.ts";
import type { PodUnit } from "../units/unit.ts";
import { kindsOfPods, type PodKind, selected } from "./kinds-of-pods.ts";
import { pairwise } from "./separate-pairs.ts";

/** What rules on other pods are worked out from. */
export interface RuleSetting {
  readonly cluster: Cluster;
  readonly sets: NodeSets;
  readonly units: readonly PodUnit[];
  /** Pods that stay where they are. */
  readonly fixed: readonly BoundPod[];
  readonly findings: ImportFindings;
  /** Tasks run over time. */
  readonly isBatch: boolean;
  readonly domains: (label: string) => Domains;
  readonly unitKinds: readonly PodKind<PodUnit>[];
  readonly fixedKinds: readonly PodKind<BoundPod>[];
}

export function ruleSetting(
  given: Omit<RuleSetting, "domains" | "unitKinds" | "fixedKinds">,
): RuleSetting {
  const specs = [...given.units, ...given.fixed].map(({ spec }) => spec);
  const keys = new Set(
    specs.flatMap(({ affinity, antiAffinity, spread }) =>
      affinity.length + antiAffinity.length + spread.length === 0
        ? []
        : [...affinity, ...antiAffinity, ...spread].flatMap(({ selector = [] }) =>
            selector.map(({ key }) => key),
          ),
    ),
  );
  return {
    ...given,
    domains: domainsBy(given.cluster.nodes),
    unitKinds: kindsOfPods(given.units, keys, ({ spec }) => spec),
    fixedKinds: kindsOfPods(given.fixed, keys, ({ spec }) => spec),
  };
}

/** Units by each distinct term that they have. */
export function byTerm<T, P>(
  holders: readonly P[],
  termsOf: (holder: P) => readonly T[],
): readonly { readonly term: T; readonly holders: readonly P[] }[] {
  const found = new Map<string, { term: T; holders: P[] }>();
  for (const holder of holders) {
    for (const term of termsOf(holder)) {
      const key = JSON.stringify(term);
      const known = found.get(key);
      if (known === undefined) found.set(key, { term, holders: [holder] });
      else if (known.holders.at(-1) !== holder) known.holders.push(holder);
    }
  }
  return [...found.values()];
}

/**
 * Anti-affinity: units keep off what stays and off what stays keeps them off, which is exact; among each other they share no
 * resource copy where the label tells nodes apart, and have different values of it where one task has them all.
 */
export function applyAntiAffinity(setting: RuleSetting): void {
  const { cluster, units, fixed, unitKinds, fixedKinds } = setting;
  for (const { term, holders } of byTerm(fixed, ({ spec }) => spec.antiAffinity)) {
    const taken = valuesAt(setting, term, holders);
    for (const kind of unitKinds) {
      if (selects(term, kind, cluster.namespaceLabels)) keepOff(setting, kind.pods, term, taken);
    }
  }
  for (const { term, holders } of byTerm(units, ({ spec }) => spec.antiAffinity)) {
    const there = selected(fixedKinds, term, cluster.namespaceLabels);
    keepOff(setting, holders, term, valuesAt(setting, term, there));
    keepApart(setting, term, holders, selected(unitKinds, term, cluster.namespaceLabels));
  }
}

/** Values of the term's label on the nodes of pods. */
export function valuesAt(
  { domains }: RuleSetting,
  { topologyKey }: PodTerm,
  pods: readonly BoundPod[],
): ReadonlySet<string> {
  const { of } = domains(topologyKey);
  return new Set(pods.flatMap(({ node }) => (node < 0 ? [] : (of[node] ?? []))));
}

function keepOff(
  { sets, domains }: RuleSetting,
  units: readonly PodUnit[],
  { topologyKey }: PodTerm,
  taken: ReadonlySet<string>,
): void {
  if (taken.size === 0) return;
  const { of } = domains(topologyKey);
  for (const unit of units) {
    unit.set = sets.where(unit.set, (n) => of[n] === undefined || !taken.has(of[n]));
  }
}

function keepApart(
  setting: RuleSetting,
  term: PodTerm,
  holders: readonly PodUnit[],
  targets: readonly PodUnit[],
): void {
  const all = new Set([...holders, ...targets]);
  const pods = [...all].reduce((sum, unit) => sum + unit.pods, 0);
  if (targets.length === 0 || pods < 2) return;
  const isMutual = all.size === holders.length && all.size === targets.length;
  const { isByNode, of } = setting.domains(term.topologyKey);
  if (of.every((value) => value === undefined)) return;
  if (isByNode) {
    if (isMutual) joinGroup(holders, "separate");
    else pairwise(setting.findings, holders, targets);
    sayUnlabelled(setting, term, all);
    return;
  }
  const [only] = holders;
  if (isMutual && all.size === 1 && !setting.isBatch && only.across === undefined) {
    only.across = term.topologyKey;
    sayUnlabelled(setting, term, all);
    return;
  }
  for (const { object } of holders) {
    setting.findings.say(
      object,
      "ignored",
      `no two of its pods and of those that it keeps off share one ${term.topologyKey}`,
    );
  }
}

/** Puts units into a group of their own, named after the first. */
export function joinGroup(units: readonly PodUnit[], key: "separate" | "colocate"): void {
  const base = units[0].id;
  const taken = units.flatMap((unit) => unit[key]);
  let group = base;
  for (let n = 2; taken.includes(group); n++) group = `${base}#${n}`;
  for (const unit of units) unit[key].push(group);
}

/** On nodes that lack the label of a term it asks for nothing, and what stands for it does. */
function sayUnlabelled(
  { findings, domains }: RuleSetting,
  { topologyKey }: PodTerm,
  units: ReadonlySet<PodUnit>,
): void {
  const { of } = domains(topologyKey);
  for (const { object, set } of units) {
    if (!of.some((value, n) => value === undefined && set.bits[n] === 1)) continue;
    findings.say(object, "stricter", `it keeps off pods on nodes without ${topologyKey} as well`);
  }
}
