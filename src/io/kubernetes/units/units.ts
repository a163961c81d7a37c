import { show } from "../../../util/show.ts";
import type { BoundPod, Cluster } from "../cluster/cluster.ts";
import type { ImportFindings } from "../findings.ts";
import { fault } from "../objects/fields.ts";
import type { ClusterObject } from "../objects/objects.ts";
import type { PodSpec } from "../objects/pod-spec.ts";
import { MOST_PODS } from "../work/common.ts";
import type { Work, WorkPart } from "../work/types.ts";
import { filterKey, type NodeSets } from "./node-sets.ts";
import { type PodUnit, unitOf } from "./unit.ts";

/** What units are made of. */
export interface UnitSetting {
  readonly cluster: Cluster;
  readonly sets: NodeSets;
  /** Pods that run and may be planned anew. */
  readonly running: readonly BoundPod[];
  readonly isBatch: boolean;
  readonly findings: ImportFindings;
}

/** The rows of tasks before rules on other pods: parts of what waits, and pods that run. */
export function unitsOf({ cluster, sets, running, isBatch, findings }: UnitSetting): PodUnit[] {
  const name = uniqueNames();
  const specs = [
    ...cluster.work.flatMap(({ parts }) => parts.map(({ spec }) => spec)),
    ...cluster.bound.map(({ spec }) => spec),
  ];
  const hasTerms = specs.some(lookAtPods);
  const waiting = cluster.work.flatMap((work): readonly PodUnit[] => {
    const parts = isBatch && mayMerge(work) && !hasTerms ? alikeTogether(work.parts) : work.parts;
    if (isBatch) sayApart(work, parts, findings);
    const id = name(work.object);
    checkNames(work);
    return parts.flatMap((part) => {
      if (part.pods > MOST_PODS) {
        findings.say(work.object, "left out", `it has more than ${MOST_PODS} pods`);
        return [];
      }
      const unit = unitOf(partId(id, part.name), work, part, {
        isGang: work.isTogether,
        set: sets.of(part.spec.node),
      });
      sayUnsaid(unit, findings);
      if (part.after && !isBatch) {
        const what = "parts that follow each other take room at the same time in a placement";
        findings.say(work.object, "stricter", what);
      }
      if (part.within && !isBatch && part.pods > 1) {
        const what = `its pods are within one ${part.within.label}`;
        findings.say(work.object, "ignored", what);
      }
      return [unit];
    });
  });
  const placed = running.map((pod): PodUnit => {
    const part: WorkPart = { name: "", pods: 1, spec: pod.spec };
    const work: Work = { object: pod.object, parts: [part], isTogether: false };
    const set = sets.with(sets.of(pod.spec.node), pod.node);
    return unitOf(name(pod.object), work, part, { isGang: false, home: pod.node, set });
  });
  return [...waiting, ...placed];
}

/** Says which names of parts are none, or are there twice. */
function checkNames({ object, parts }: Work): void {
  const names = parts.map(({ name }) => name);
  if (names.length === 1 && names[0] === "") return;
  for (const [i, part] of names.entries()) {
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(part)) {
      fault(object.root, "", `one of its parts has no proper name: ${show(part)}`);
    } else if (names.indexOf(part) < i) {
      fault(object.root, "", `two of its parts are called ${show(part)}`);
    }
  }
}

/** "namespace/name", with the kind before it where another kind has that name. */
function uniqueNames(): (object: ClusterObject) => string {
  const taken = new Set<string>();
  return ({ ref }) => {
    const plain = `${ref.namespace}/${ref.name}`;
    let id = taken.has(plain) ? `${ref.kind.toLowerCase()}:${plain}` : plain;
    for (let n = 2; taken.has(id); n++) id = `${ref.kind.toLowerCase()}-${n}:${plain}`;
    taken.add(id);
    return id;
  };
}

/** The id of a part of the object of that id. */
export function partId(id: string, part: string): string {
  return part === "" ? id : `${id}/${part}`;
}

function lookAtPods({ affinity, antiAffinity, spread }: PodSpec): boolean {
  return affinity.length + antiAffinity.length + spread.length > 0;
}

/** Each part that a queue admits may get a flavor of its own. */
function mayMerge({ isTogether, queue }: Work): boolean {
  return isTogether && queue === undefined;
}

/** Parts that ask for the same become one gang. */
function alikeTogether(parts: readonly WorkPart[]): readonly WorkPart[] {
  if (parts.length < 2 || parts.some(({ after, within }) => after || within)) return parts;
  const alike = new Map<string, WorkPart>();
  for (const part of parts) {
    const { requests, node, preferred, unsaid } = part.spec;
    const key = JSON.stringify([[...requests].sort(), filterKey(node), preferred, unsaid]);
    const known = alike.get(key);
    const { name, pods } = part;
    const of = [...(known?.of ?? []), { name, pods }];
    alike.set(key, { ...(known ?? part), pods: (known?.pods ?? 0) + pods, of });
  }
  const merged = [...alike.values()];
  return merged.length === 1 ? [{ ...merged[0], name: "" }] : merged;
}

function sayApart(
  { object, isTogether }: Work,
  parts: readonly WorkPart[],
  findings: ImportFindings,
): void {
  const names = parts.flatMap(({ name, after }) => (after ? [] : [name]));
  const isOne = names.length < 2 && parts.every(({ within }) => (within?.sets ?? 1) === 1);
  if (!isTogether || isOne) return;
  const what = "its parts start at the same time; in the plan each starts when it can";
  findings.say(object, "ignored", what);
}

function sayUnsaid({ object, spec }: PodUnit, findings: ImportFindings): void {
  for (const { what, isPreference } of spec.unsaid) {
    findings.say(object, isPreference ? "preference" : "ignored", what);
  }
}
