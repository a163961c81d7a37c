import { mapAt, mapsAt, nameAt, type Spot, textsAt, wholeAt, wordAt } from "./fields.ts";
import { type Labels, meets, type Requirement, selectorOf } from "./requirements.ts";

/** Something that an instance cannot say: a rule, or a mere preference. */
export interface Unsaid {
  readonly what: string;
  readonly isPreference: boolean;
}

/** Other pods and the part of the cluster in which a pod wants them or not. */
export interface PodTerm {
  readonly topologyKey: string;
  /** Absent selects no pod. */
  readonly selector?: readonly Requirement[];
  /** Names; or conditions on labels of namespaces, or both; neither is the own namespace. */
  readonly namespaces: readonly string[];
  readonly namespaceSelector?: readonly Requirement[];
}

/** Pods that differ in number by at most `maxSkew` between the parts of the cluster. */
export interface Spread {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly selector?: readonly Requirement[];
  /** Fewer parts count as if one were empty. */
  readonly minDomains: number;
  /** Whether nodes count that the pod may not use, by its selectors and by taints. */
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

/** Whether a term is about a pod. `namespaceLabels` gives the labels of a namespace. */
export function selects(
  term: PodTerm,
  pod: { readonly namespace: string; readonly labels: Labels },
  namespaceLabels: (namespace: string) => Labels,
): boolean {
  const { selector, namespaces, namespaceSelector } = term;
  if (selector === undefined) return false;
  const isThere =
    namespaces.includes(pod.namespace) ||
    (namespaceSelector !== undefined && meets(namespaceLabels(pod.namespace), namespaceSelector));
  return isThere && meets(pod.labels, selector);
}

interface Own {
  readonly namespace: string;
  readonly labels: Labels;
}

/** The terms on other pods of an affinity: those that must hold, and a word on those that are only preferred. */
export function podTermsOf(
  affinity: Spot | undefined,
  own: Own,
): {
  readonly affinity: readonly PodTerm[];
  readonly antiAffinity: readonly PodTerm[];
  readonly preferred: readonly Unsaid[];
} {
  const [with_, without] = ["podAffinity", "podAntiAffinity"].map((key) => {
    const map = affinity && mapAt(affinity, key);
    return map === undefined
      ? { required: [], preferred: 0 }
      : {
          required: mapsAt(map, "requiredDuringSchedulingIgnoredDuringExecution").map((term) =>
            podTermOf(term, own),
          ),
          preferred: mapsAt(map, "preferredDuringSchedulingIgnoredDuringExecution").length,
        };
  });
  const preferred = [
    ...(with_.preferred > 0 ? ["preferred affinity to other pods"] : []),
    ...(without.preferred > 0 ? ["preferred anti-affinity to other pods"] : []),
  ];
  return {
    affinity: with_.required,
    antiAffinity: without.required,
    preferred: preferred.map((what) => ({ what, isPreference: true })),
  };
}

function podTermOf(term: Spot, { namespace, labels }: Own): PodTerm {
  const selector = mapAt(term, "labelSelector");
  const ofNamespaces = mapAt(term, "namespaceSelector");
  const named = textsAt(term, "namespaces");
  const namespaces = named.length === 0 && ofNamespaces === undefined ? [namespace] : named;
  return {
    topologyKey: nameAt(term, "topologyKey") ?? "",
    ...(selector && {
      selector: [
        ...selectorOf(selector),
        ...ownValues(term, "matchLabelKeys", "In", labels),
        ...ownValues(term, "mismatchLabelKeys", "NotIn", labels),
      ],
    }),
    namespaces,
    ...(ofNamespaces && { namespaceSelector: selectorOf(ofNamespaces) }),
  };
}

/** Conditions on the labels of a list of keys, with the values that the pod itself has. */
function ownValues(
  spot: Spot,
  key: string,
  operator: "In" | "NotIn",
  labels: Labels,
): readonly Requirement[] {
  return textsAt(spot, key).flatMap((label) => {
    const value = labels.get(label);
    return value === undefined ? [] : [{ key: label, operator, values: [value] }];
  });
}

/** Topology spread constraints: those that must hold, and a word on the others. */
export function spreadsAt(
  spec: Spot,
  labels: Labels,
): { readonly required: readonly Spread[]; readonly preferred: readonly Unsaid[] } {
  if (spec.value.topologySpreadConstraints === undefined) return { required: [], preferred: [] };
  const required: Spread[] = [];
  const preferred: Unsaid[] = [];
  for (const item of mapsAt(spec, "topologySpreadConstraints")) {
    const topologyKey = nameAt(item, "topologyKey") ?? "";
    const when = wordAt(item, "whenUnsatisfiable", ["DoNotSchedule", "ScheduleAnyway"]);
    if (when === "ScheduleAnyway") {
      preferred.push({ what: `a preferred spread over ${topologyKey}`, isPreference: true });
      continue;
    }
    const selector = mapAt(item, "labelSelector");
    required.push({
      topologyKey,
      maxSkew: wholeAt(item, "maxSkew", 1) ?? 1,
      ...(selector && {
        selector: [...selectorOf(selector), ...ownValues(item, "matchLabelKeys", "In", labels)],
      }),
      minDomains: wholeAt(item, "minDomains", 1) ?? 1,
      honorsAffinity: wordAt(item, "nodeAffinityPolicy", POLICIES) !== "Ignore",
      honorsTaints: wordAt(item, "nodeTaintsPolicy", POLICIES) === "Honor",
    });
  }
  return { required, preferred };
}

const POLICIES = ["Honor", "Ignore"] as const;
