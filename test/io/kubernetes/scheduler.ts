/**
 * What the scheduler of Kubernetes allows, written anew from its documentation on raw objects, one pod after another: the other road
 * to what an imported cluster may do. Small clusters only.
 */
export interface RawNode {
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly spec: { readonly unschedulable?: boolean; readonly taints?: readonly RawTaint[] };
  readonly status: { readonly allocatable: Record<string, string> };
}

export interface RawTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

// biome-ignore lint/suspicious/noExplicitAny: manifests as a generator draws them
type Loose = any;

export interface RawPod {
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly spec: Loose;
}

/** Where each pod is, by name. */
export type Places = ReadonlyMap<string, string>;

/** Every way in which all of the pods can come to nodes, each pod as the scheduler would let it, in some order. */
export function reachable(
  nodes: readonly RawNode[],
  bound: readonly RawPod[],
  pending: readonly RawPod[],
): readonly Places[] {
  const found = new Map<string, Places>();
  const seen = new Set<string>();
  const go = (there: readonly RawPod[], left: readonly RawPod[], places: Places): void => {
    const key = [...places].sort().join(";");
    if (seen.has(key)) return;
    seen.add(key);
    if (left.length === 0) {
      found.set(key, places);
      return;
    }
    for (const pod of left) {
      for (const node of nodes) {
        if (!fits(pod, node, nodes, there)) continue;
        const here = { ...pod, spec: { ...pod.spec, nodeName: node.metadata.name } };
        go(
          [...there, here],
          left.filter((other) => other !== pod),
          new Map([...places, [pod.metadata.name, node.metadata.name]]),
        );
      }
    }
  };
  go(bound, pending, new Map());
  return [...found.values()];
}

function fits(pod: RawPod, node: RawNode, nodes: readonly RawNode[], there: readonly RawPod[]) {
  const { spec } = pod;
  return (
    hasRoom(pod, node, there) &&
    toleratesTaints(spec, node) &&
    wantsNode(spec, node) &&
    keepsApart(pod, node, nodes, there) &&
    keepsTogether(pod, node, nodes, there) &&
    staysEven(pod, node, nodes, there)
  );
}

const UNITS: Record<string, number> = { m: 1e-3, "": 1, e0: 1, Mi: 2 ** 20, Gi: 2 ** 30 };

function amount(text: string | undefined): number {
  const [, digits, unit] = /^([\d.]+)(.*)$/.exec(text ?? "0")!;
  return Number(digits) * UNITS[unit];
}

/** Main containers and sidecars, or one init container beside the sidecars that started before it. */
export function asked({ spec }: RawPod, name: string): number {
  const of = (container: Loose) =>
    amount(container.resources?.requests?.[name] ?? container.resources?.limits?.[name]);
  let sidecars = 0;
  let peak = 0;
  for (const init of spec.initContainers ?? []) {
    if (init.restartPolicy === "Always") sidecars += of(init);
    peak = Math.max(peak, init.restartPolicy === "Always" ? sidecars : sidecars + of(init));
  }
  const main = spec.containers.reduce((sum: number, one: Loose) => sum + of(one), sidecars);
  return Math.max(main, peak) + amount(spec.overhead?.[name]);
}

function hasRoom(pod: RawPod, node: RawNode, there: readonly RawPod[]): boolean {
  const { allocatable } = node.status;
  const here = there.filter(({ spec }) => spec.nodeName === node.metadata.name);
  if (here.length + 1 > amount(allocatable.pods)) return false;
  return ["cpu", "memory", "nvidia.com/gpu"].every((name) => {
    const wanted = asked(pod, name);
    const used = here.reduce((sum, other) => sum + asked(other, name), 0);
    return wanted === 0 || used + wanted <= amount(allocatable[name]) + 1e-9;
  });
}

function toleratesTaints(spec: Loose, node: RawNode): boolean {
  const cordon = { key: "node.kubernetes.io/unschedulable", value: "", effect: "NoSchedule" };
  const taints = [...(node.spec.taints ?? []), ...(node.spec.unschedulable ? [cordon] : [])];
  return taints
    .filter(({ effect }) => effect !== "PreferNoSchedule")
    .every((taint) =>
      (spec.tolerations ?? []).some((one: Loose) => {
        if (one.effect && one.effect !== taint.effect) return false;
        if (!one.key) return one.operator === "Exists";
        if (one.key !== taint.key) return false;
        return one.operator === "Exists" || (one.value ?? "") === (taint.value ?? "");
      }),
    );
}

function wantsNode(spec: Loose, { metadata: { labels, name } }: RawNode): boolean {
  const selector: Record<string, string> = spec.nodeSelector ?? {};
  if (Object.entries(selector).some(([key, value]) => labels[key] !== value)) return false;
  const terms: Loose[] | undefined =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (terms === undefined) return true;
  return terms.some((term) => {
    const [byLabel, byField] = [term.matchExpressions ?? [], term.matchFields ?? []];
    if (byLabel.length + byField.length === 0) return false;
    return (
      byLabel.every((one: Loose) => holds(one, labels)) &&
      byField.every((one: Loose) => holds(one, { "metadata.name": name }))
    );
  });
}

function holds({ key, operator, values = [] }: Loose, labels: Record<string, string>): boolean {
  const value = labels[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default: {
      if (value === undefined || !/^-?\d+$/.test(value)) return false;
      return operator === "Gt"
        ? Number(value) > Number(values[0])
        : Number(value) < Number(values[0]);
    }
  }
}

function isSelected(selector: Loose, pod: RawPod): boolean {
  const { labels } = pod.metadata;
  return (
    Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
    (selector.matchExpressions ?? []).every((one: Loose) => holds(one, labels))
  );
}

const termsOf = (pod: RawPod, kind: string): Loose[] =>
  pod.spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];

function keepsApart(
  pod: RawPod,
  node: RawNode,
  nodes: readonly RawNode[],
  there: readonly RawPod[],
) {
  const isNear = (other: RawPod, key: string) => {
    const theirs = nodes.find(({ metadata }) => metadata.name === other.spec.nodeName);
    const value = node.metadata.labels[key];
    return value !== undefined && theirs?.metadata.labels[key] === value;
  };
  return there.every(
    (other) =>
      termsOf(pod, "podAntiAffinity").every(
        (term) => !isSelected(term.labelSelector, other) || !isNear(other, term.topologyKey),
      ) &&
      termsOf(other, "podAntiAffinity").every(
        (term) => !isSelected(term.labelSelector, pod) || !isNear(other, term.topologyKey),
      ),
  );
}

function keepsTogether(
  pod: RawPod,
  node: RawNode,
  nodes: readonly RawNode[],
  there: readonly RawPod[],
): boolean {
  return termsOf(pod, "podAffinity").every(({ labelSelector, topologyKey }) => {
    const value = node.metadata.labels[topologyKey];
    if (value === undefined) return false;
    const matching = there.filter((other) => isSelected(labelSelector, other));
    const inReach = matching.filter((other) => {
      const theirs = nodes.find(({ metadata }) => metadata.name === other.spec.nodeName);
      return theirs?.metadata.labels[topologyKey] !== undefined;
    });
    if (inReach.length === 0) return isSelected(labelSelector, pod);
    return inReach.some((other) => {
      const theirs = nodes.find(({ metadata }) => metadata.name === other.spec.nodeName);
      return theirs?.metadata.labels[topologyKey] === value;
    });
  });
}

function staysEven(
  pod: RawPod,
  node: RawNode,
  nodes: readonly RawNode[],
  there: readonly RawPod[],
): boolean {
  const constraints: Loose[] = (pod.spec.topologySpreadConstraints ?? []).filter(
    (one: Loose) => one.whenUnsatisfiable === "DoNotSchedule",
  );
  return constraints.every(({ topologyKey, maxSkew, labelSelector, minDomains = 1 }) => {
    const value = node.metadata.labels[topologyKey];
    if (value === undefined) return false;
    const counted = nodes.filter(
      (one) =>
        wantsNode(pod.spec, one) &&
        constraints.every((other) => one.metadata.labels[other.topologyKey] !== undefined),
    );
    const counts = new Map<string, number>();
    for (const one of counted) {
      const own = there.filter(
        (other) => other.spec.nodeName === one.metadata.name && isSelected(labelSelector, other),
      );
      const key = one.metadata.labels[topologyKey];
      counts.set(key, (counts.get(key) ?? 0) + own.length);
    }
    const least = counts.size < minDomains ? 0 : Math.min(...counts.values());
    const itself = isSelected(labelSelector, pod) ? 1 : 0;
    return (counts.get(value) ?? 0) + itself - least <= maxSkew;
  });
}
