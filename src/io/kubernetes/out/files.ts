import type { Origin } from "../../../instance/types.ts";
import type { RunFeatures } from "../../../learn/run-features.ts";
import type { ObjectChange } from "./change.ts";
import type { PlanChanges } from "./changes.ts";
import type { OutFinding } from "./verdicts.ts";

/** Version of the index; readers refuse others. */
export const CHANGES_VERSION = 1;

/** The name of the index among the files of changes. */
export const INDEX_FILE = "plan.json";

/** What the index says of one change. */
export interface ListedChange {
  /** The file of its patch, in the same folder. */
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly subresource?: "status";
  readonly start_ms: number;
  /** RFC 3339, where the instance says when its plan begins. */
  readonly at?: string;
  /** The same by hand, in the folder of the files. */
  readonly kubectl: string;
  /** What says how long it runs, for histories: of each kind of its pods. */
  readonly features?: readonly RunFeatures[];
}

/** All changes of a plan, in their order. */
export interface ChangeList {
  readonly berth_changes: number;
  readonly system: "kubernetes";
  readonly plan: string;
  readonly instance: string;
  readonly changes: readonly ListedChange[];
  readonly findings: readonly OutFinding[];
}

/** The index of changes. */
export function changeList(
  { plan, changes, findings }: PlanChanges,
  { name, origin }: { readonly name: string; readonly origin?: Origin },
  featuresOf: (change: ObjectChange) => readonly RunFeatures[] = () => [],
): ChangeList {
  return {
    berth_changes: CHANGES_VERSION,
    system: "kubernetes",
    plan,
    instance: name,
    changes: changes.map((change, i) => {
      const features = featuresOf(change);
      const one = listed(change, fileName(change, i, changes.length), origin);
      return features.length === 0 ? one : { ...one, features };
    }),
    findings,
  };
}

function listed(
  { ref, plural, subresource, start }: ObjectChange,
  file: string,
  origin: Origin | undefined,
): ListedChange {
  const { apiVersion, kind, namespace, name, uid, resourceVersion } = ref;
  const group = apiVersion.includes("/") ? `.${apiVersion.slice(0, apiVersion.indexOf("/"))}` : "";
  const status = subresource === undefined ? "" : ` --subresource ${subresource}`;
  return {
    file,
    ...{ apiVersion, kind, resource: plural, namespace, name, uid, resourceVersion },
    ...(subresource !== undefined && { subresource }),
    start_ms: start,
    ...(origin !== undefined && { at: new Date(origin.epoch + start).toISOString() }),
    kubectl: `kubectl patch ${plural}${group} ${name} -n ${namespace}${status} --type merge --patch-file ${file}`,
  };
}

/** Longest part of a file's name that comes from the cluster: file systems allow 255 bytes. */
const LONGEST = 200;

/** "010-team-train.json": the order of the names is that of the changes, with room between them. */
function fileName({ ref }: ObjectChange, i: number, count: number): string {
  const number = String((i + 1) * 10).padStart(Math.max(3, String(count * 10).length), "0");
  return `${number}-${`${ref.namespace}-${ref.name}`.slice(0, LONGEST)}.json`;
}
