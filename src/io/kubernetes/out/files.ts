import type { Origin } from "../../../instance/types.ts";
import type { RunFeatures } from "../../../learn/run-features.ts";
import type { RawMap } from "../objects/fields.ts";
import { groupOf } from "../objects/objects.ts";
import type { ObjectChange } from "./change.ts";
import type { PlanChanges } from "./changes.ts";
import type { ObjectMove } from "./moves/types.ts";
import type { OutFinding } from "./verdicts.ts";

/** Version of the index; readers refuse others. */
export const CHANGES_VERSION = 1;

/** The name of the index among the files of changes. */
export const INDEX_FILE = "plan.json";

/** What the index says of any object that it has a file for. */
interface ListedObject {
  /** The file of what is sent, in the same folder. */
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly start_ms: number;
  /** Its labels as it was exported; absent if it has none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** RFC 3339, where the instance says when its plan begins. */
  readonly at?: string;
  /** The same by hand, in the folder of the files. */
  readonly kubectl: string;
  /** What says how long it runs, for histories: of each kind of its pods. */
  readonly features?: readonly RunFeatures[];
}

/** What the index says of one change; its file is its patch. */
export interface ListedChange extends ListedObject {
  readonly resourceVersion: string;
  readonly subresource?: "status";
  /** Where its pods go. */
  readonly nodes: readonly string[];
}

/** What the index says of one move; its file is an eviction, or of a restart the patch that places it and lets it go. */
export interface ListedMove
  extends ListedObject,
    Omit<ObjectMove, "ref" | "plural" | "labels" | "patch" | "start"> {}

/** All changes of a plan, in their order. */
export interface ChangeList {
  readonly berth_changes: number;
  readonly system: "kubernetes";
  readonly plan: string;
  readonly instance: string;
  readonly moves: readonly ListedMove[];
  readonly changes: readonly ListedChange[];
  readonly findings: readonly OutFinding[];
}

/** The index of changes. */
export function changeList(
  { plan, moves, changes, findings }: PlanChanges,
  { name, origin }: { readonly name: string; readonly origin?: Origin },
  featuresOf: (change: Pick<ObjectChange, "ref">) => readonly RunFeatures[] = () => [],
): ChangeList {
  const all = inOrder(moves, changes, ({ start }) => start);
  const fileOf = new Map(all.map((one, i) => [one, fileName(one, i, all.length)] as const));
  const withFeatures = <T extends object>(one: T, of: Pick<ObjectChange, "ref">) => {
    const features = featuresOf(of);
    return features.length === 0 ? one : { ...one, features };
  };
  return {
    berth_changes: CHANGES_VERSION,
    system: "kubernetes",
    plan,
    instance: name,
    moves: moves.map((move) => {
      const one = listedMove(move, fileOf.get(move)!, origin);
      // What is evicted has no end.
      return move.way === "evict" ? one : withFeatures(one, move);
    }),
    changes: changes.map((change) =>
      withFeatures(listed(change, fileOf.get(change)!, origin), change),
    ),
    findings,
  };
}

/** Moves and changes by their starts, moves first: they make room. */
export function inOrder<M, C>(
  moves: readonly M[],
  changes: readonly C[],
  startOf: (one: M | C) => number,
): readonly (M | C)[] {
  return [...moves, ...changes].sort((a, b) => startOf(a) - startOf(b));
}

/** What is sent for a move. */
export function moveBody({ way, ref, patch }: ObjectMove): RawMap {
  if (way === "restart") return patch ?? {};
  const { name, namespace, uid } = ref;
  return {
    ...{ apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } },
    deleteOptions: { preconditions: { uid } },
  };
}

function timeOf(start: number, origin: Origin | undefined): { start_ms: number; at?: string } {
  if (origin === undefined) return { start_ms: start };
  return { start_ms: start, at: new Date(origin.epoch + start).toISOString() };
}

/** "jobs.batch" of "batch/v1" and "jobs". */
function resourceWords(plural: string, apiVersion: string): string {
  const group = groupOf(apiVersion);
  return group === "" ? plural : `${plural}.${group}`;
}

function listedMove(move: ObjectMove, file: string, origin: Origin | undefined): ListedMove {
  const { way, ref, plural, pods, owner, wanted, start, hold } = move;
  const { apiVersion, kind, namespace, name, uid } = ref;
  const patch = `kubectl patch ${resourceWords(plural, apiVersion)} ${name} -n ${namespace} --type merge`;
  const evict = `kubectl create --raw /api/v1/namespaces/${namespace}/pods/${name}/eviction -f ${file}`;
  return {
    ...{ way, file, apiVersion, kind, resource: plural, namespace, name, uid },
    ...labelsOf(move),
    ...{ pods, owner, wanted },
    ...(hold !== undefined && { hold }),
    ...timeOf(start, origin),
    kubectl:
      way === "evict"
        ? evict
        : `${patch} -p '${JSON.stringify(hold)}', and once its pods are gone: ${patch} --patch-file ${file}`,
  };
}

function labelsOf({ labels }: Pick<ObjectChange, "labels">): Pick<ListedChange, "labels"> {
  return labels.size === 0 ? {} : { labels: Object.fromEntries(labels) };
}

function listed(change: ObjectChange, file: string, origin: Origin | undefined): ListedChange {
  const { ref, plural, subresource, start, nodes } = change;
  const { apiVersion, kind, namespace, name, uid, resourceVersion } = ref;
  const words = resourceWords(plural, apiVersion);
  const status = subresource === undefined ? "" : ` --subresource ${subresource}`;
  return {
    file,
    ...{ apiVersion, kind, resource: plural, namespace, name, uid, resourceVersion },
    ...(subresource !== undefined && { subresource }),
    ...timeOf(start, origin),
    ...labelsOf(change),
    nodes,
    kubectl: `kubectl patch ${words} ${name} -n ${namespace}${status} --type merge --patch-file ${file}`,
  };
}

/** Longest part of a file's name that comes from the cluster: file systems allow 255 bytes. */
const LONGEST = 200;

/** "010-team-train.json": the order of the names is that of the changes, with room between them. */
function fileName({ ref }: Pick<ObjectChange, "ref">, i: number, count: number): string {
  const number = String((i + 1) * 10).padStart(Math.max(3, String(count * 10).length), "0");
  return `${number}-${`${ref.namespace}-${ref.name}`.slice(0, LONGEST)}.json`;
}
