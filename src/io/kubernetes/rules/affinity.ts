import type { PodTerm } from "../objects/pod-terms.ts";
import type { PodUnit } from "../units/unit.ts";
import { selected } from "./kinds-of-pods.ts";
import { byTerm, joinGroup, type RuleSetting, valuesAt } from "./pod-rules.ts";

/**
 * Affinity to other pods: to those that stay it leaves the nodes where they are; pods that want only each other share a resource
 * copy, or one value of a label if they are a gang. The rest has no words.
 */
export function applyAffinity(setting: RuleSetting): void {
  const { units, unitKinds, fixedKinds, cluster } = setting;
  for (const { term, holders } of byTerm(units, ({ spec }) => spec.affinity)) {
    const there = valuesAt(setting, term, selected(fixedKinds, term, cluster.namespaceLabels));
    const targets = selected(unitKinds, term, cluster.namespaceLabels);
    const { of } = setting.domains(term.topologyKey);
    const isAlone = there.size === 0 && targets.length === 0;
    for (const unit of holders) {
      unit.set = setting.sets.where(unit.set, (n) => {
        return of[n] !== undefined && !isAlone && (there.size === 0 || there.has(of[n]));
      });
    }
    if (there.size > 0) sayIfMoreWouldDo(setting, holders, targets);
    else if (!isAlone) bringTogether(setting, term, holders, targets);
  }
}

function sayIfMoreWouldDo(
  { findings }: RuleSetting,
  holders: readonly PodUnit[],
  targets: readonly PodUnit[],
): void {
  if (targets.length === 0) return;
  for (const { object } of holders) {
    const what = "it goes to pods that run already, not to those that are still to come";
    findings.say(object, "stricter", what);
  }
}

function bringTogether(
  setting: RuleSetting,
  term: PodTerm,
  holders: readonly PodUnit[],
  targets: readonly PodUnit[],
): void {
  const { findings, isBatch } = setting;
  const { isByNode } = setting.domains(term.topologyKey);
  const isMutual = holders.length === targets.length && targets.every((u) => holders.includes(u));
  const [only] = holders;
  if (isMutual && holders.length === 1) {
    if (only.pods === 1) return;
    if (only.isGang && isBatch) {
      // The first pod of such a gang may go anywhere, the others to where it is.
      if (only.within === undefined) {
        only.within = term.topologyKey;
        return;
      }
    }
  }
  const others = targets.filter((unit) => !holders.includes(unit));
  const least = others.reduce((a, b) => (b.pods < a.pods ? b : a), others[0]);
  const together = isMutual ? holders : [...holders, least ?? only];
  if (isByNode && together.every((unit) => !unit.isGang || !isBatch)) {
    if (new Set(together).size > 1 || only.pods > 1) joinGroup([...new Set(together)], "colocate");
    const isExact =
      isMutual ||
      (holders.length + targets.length === 2 && only.pods === 1 && targets[0].pods === 1);
    const waits = others.some(({ spec }) => spec.affinity.length > 0);
    for (const { object } of holders) {
      if (waits) findings.say(object, "ignored", "that the pods that it goes to come first");
      if (isExact) continue;
      findings.say(object, "stricter", `it shares its node with ${together.at(-1)!.object.words}`);
    }
    return;
  }
  for (const { object } of holders) {
    findings.say(object, "ignored", `affinity to pods in the same ${term.topologyKey}`);
  }
}
