import { type PodTerm, selects } from "../objects/pod-terms.ts";
import type { Labels } from "../objects/requirements.ts";

/** A pod as terms on other pods see it. */
export interface SeenPod {
  readonly namespace: string;
  readonly labels: Labels;
}

/** Pods that no term tells apart. */
export interface PodKind<P> {
  readonly namespace: string;
  readonly labels: Labels;
  readonly pods: P[];
}

/** Brings pods together by namespace and by the labels that terms look at. */
export function kindsOfPods<P>(
  pods: readonly P[],
  keys: ReadonlySet<string>,
  seen: (pod: P) => SeenPod,
): readonly PodKind<P>[] {
  const kinds = new Map<string, PodKind<P>>();
  const sorted = [...keys].sort();
  for (const pod of pods) {
    const { namespace, labels } = seen(pod);
    const key = `${namespace}\n${sorted.map((label) => labels.get(label) ?? "\n").join("\0")}`;
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { namespace, labels, pods: [pod] });
    else kind.pods.push(pod);
  }
  return [...kinds.values()];
}

/** The pods that a term selects. */
export function selected<P>(
  kinds: readonly PodKind<P>[],
  term: PodTerm,
  namespaceLabels: (namespace: string) => Labels,
): readonly P[] {
  const found = kinds.filter((kind) => selects(term, kind, namespaceLabels));
  return found.length === 1 ? found[0].pods : found.flatMap(({ pods }) => pods);
}
