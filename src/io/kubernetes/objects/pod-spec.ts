import type { Amounts } from "./amounts.ts";
import { mapAt, mapIn, mapsAt, type Spot, textAt, textMapAt, wholeAt } from "./fields.ts";
import { type PodTerm, podTermsOf, type Spread, spreadsAt, type Unsaid } from "./pod-terms.ts";
import { requestsOf } from "./requests.ts";
import { type Labels, type Requirement, requirementsAt } from "./requirements.ts";
import { type Toleration, tolerationsAt } from "./taints.ts";

/** What a pod asks of nodes and of other pods, from a pod or from a template. */
export interface PodSpec {
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly requests: Amounts;
  readonly node: NodeFilter;
  readonly preferred: readonly PreferredTerm[];
  readonly affinity: readonly PodTerm[];
  readonly antiAffinity: readonly PodTerm[];
  readonly spread: readonly Spread[];
  readonly priority?: number;
  readonly priorityClass?: string;
  /** Seconds that the pod may run at most. */
  readonly deadline?: number;
  /** Device claims by what they name, see `devices/`. */
  readonly claims: readonly PodClaim[];
  /** What is asked for and has no words in an instance. */
  readonly unsaid: readonly Unsaid[];
}

/** On which nodes a pod may be, by itself. */
export interface NodeFilter {
  readonly selector: Labels;
  /** Any of them; absent where nothing is asked. */
  readonly terms?: readonly NodeTerm[];
  readonly tolerations: readonly Toleration[];
  /** Names of the only nodes, such as that to which the pod is bound by its manifest. */
  readonly names?: readonly string[];
}

/** All of its conditions, on labels and on fields of the node; one without any matches no node. */
export interface NodeTerm {
  readonly labels: readonly Requirement[];
  /** On `metadata.name`. */
  readonly fields: readonly Requirement[];
}

export interface PreferredTerm {
  readonly weight: number;
  readonly term: NodeTerm;
}

/** A claim of a pod: its name there, and that of the template or the claim. */
export interface PodClaim {
  readonly name: string;
  readonly template?: string;
  readonly claim?: string;
}

/** What is around a spec: where it stands and what the cluster adds to it. */
export interface PodSetting {
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly defaults?: Amounts;
  readonly status?: Spot;
}

/** The spec of a pod or of a template. */
export function podSpecOf(spec: Spot, setting: PodSetting): PodSpec {
  const { namespace, labels, annotations, defaults, status } = setting;
  const affinity = mapAt(spec, "affinity");
  const ofNodes = affinity && mapAt(affinity, "nodeAffinity");
  const required = ofNodes && mapAt(ofNodes, REQUIRED);
  const deadline = wholeAt(spec, "activeDeadlineSeconds", 1);
  const priority = wholeAt(spec, "priority", -0x8000_0000);
  const priorityClass = textAt(spec, "priorityClassName");
  const nodeName = textAt(spec, "nodeName");
  const terms = podTermsOf(affinity, { namespace, labels });
  const spread = spreadsAt(spec, labels);
  return {
    namespace,
    labels,
    annotations,
    requests: requestsOf(spec, status, defaults),
    node: {
      selector: textMapAt(spec, "nodeSelector"),
      ...(required && { terms: mapsAt(required, "nodeSelectorTerms").map(nodeTermOf) }),
      tolerations: tolerationsAt(spec, "tolerations"),
      ...(nodeName && { names: [nodeName] }),
    },
    preferred: ofNodes === undefined ? [] : preferredOf(ofNodes),
    affinity: terms.affinity,
    antiAffinity: terms.antiAffinity,
    spread: spread.required,
    ...(priority !== undefined && { priority }),
    ...(priorityClass && { priorityClass }),
    ...(deadline !== undefined && { deadline }),
    claims: claimsOf(spec),
    unsaid: [...terms.preferred, ...spread.preferred, ...unsaidOf(spec)],
  };
}

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** A term of nodes. */
export function nodeTermOf(term: Spot): NodeTerm {
  return {
    labels: requirementsAt(term, "matchExpressions", "numbers"),
    fields: requirementsAt(term, "matchFields", "numbers"),
  };
}

function preferredOf(affinity: Spot): readonly PreferredTerm[] {
  return mapsAt(affinity, PREFERRED).flatMap((item) => {
    const weight = wholeAt(item, "weight", 1);
    const term = mapAt(item, "preference");
    return weight === undefined || term === undefined ? [] : [{ weight, term: nodeTermOf(term) }];
  });
}

function claimsOf(spec: Spot): readonly PodClaim[] {
  if (spec.value.resourceClaims === undefined) return [];
  return mapsAt(spec, "resourceClaims").map((claim) => {
    const template = textAt(claim, "resourceClaimTemplateName");
    const named = textAt(claim, "resourceClaimName");
    return {
      name: textAt(claim, "name") ?? "",
      ...(template && { template }),
      ...(named && { claim: named }),
    };
  });
}

/** Rules of a pod that no field of an instance has. */
function unsaidOf(spec: Spot): readonly Unsaid[] {
  const found: string[] = [];
  const ports = ["containers", "initContainers"].flatMap((key) =>
    mapsAt(spec, key).flatMap((container) =>
      container.value.ports === undefined
        ? []
        : mapsAt(container, "ports").flatMap((port) => wholeAt(port, "hostPort", 0) || []),
    ),
  );
  if (ports.length > 0) found.push(`the host port ${ports.join(", ")} is on each node only once`);
  const volumes = spec.value.volumes === undefined ? [] : mapsAt(spec, "volumes");
  const claims = volumes.flatMap((volume) => {
    const claim = mapAt(volume, "persistentVolumeClaim");
    return claim === undefined ? [] : [textAt(claim, "claimName") ?? ""];
  });
  if (claims.length > 0) {
    found.push(`the volume ${claims.join(", ")} may be reached from some nodes only`);
  }
  if (mapIn(spec, "schedulingGroup") !== undefined) {
    found.push("its group of pods starts together (schedulingGroup)");
  }
  return found.map((what) => ({ what, isPreference: false }));
}
