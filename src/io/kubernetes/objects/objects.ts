import { defined } from "../../../util/defined.ts";
import type { Issue } from "../../../util/errors.ts";
import { show } from "../../../util/show.ts";
import {
  fault,
  flagAt,
  isRaw,
  mapAt,
  mapsAt,
  type RawMap,
  type Spot,
  textAt,
  textMapAt,
} from "./fields.ts";
import { KINDS } from "./kinds.ts";
import type { Labels } from "./requirements.ts";

/** What names an object of a cluster, and tells whether it is still the same. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for what belongs to the whole cluster. */
  readonly namespace?: string;
  readonly name: string;
  /** Absent in a manifest that was not created yet. */
  readonly uid?: string;
  readonly resourceVersion?: string;
}

type RefFields = { readonly [K in keyof ObjectRef]: ObjectRef[K] | undefined } & Pick<
  ObjectRef,
  "apiVersion" | "kind" | "name"
>;

/** The reference in what has one's fields, and perhaps more. */
export function refOf({
  apiVersion,
  kind,
  namespace,
  name,
  uid,
  resourceVersion,
}: RefFields): ObjectRef {
  return defined({ apiVersion, kind, namespace, name, uid, resourceVersion });
}

/** One object of a cluster, read as far as all objects are alike. */
export interface ClusterObject {
  readonly ref: ObjectRef;
  /** "batch" of "batch/v1"; "" for the core. */
  readonly group: string;
  /** "Job team/train". */
  readonly words: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly owners: readonly Owner[];
  readonly isDeleting: boolean;
  /** The whole object. */
  readonly root: Spot;
}

/** An owner as an object names it. */
export interface Owner {
  readonly kind: string;
  /** "batch" of "batch/v1"; "" for the core. */
  readonly group: string;
  readonly name: string;
  readonly uid: string;
  readonly isController: boolean;
}

/** One document of a text, and what a message calls the text. */
export interface Document {
  readonly value: unknown;
  readonly source: string;
}

/** Every object in documents and in the lists among them, in the order of the text; what is no object is an issue. */
export function objectsOf(documents: readonly Document[], issues: Issue[]): ClusterObject[] {
  const objects: ClusterObject[] = [];
  for (const { value, source } of documents) {
    const items = Array.isArray(value) ? value : [value];
    items.forEach((item, i) => {
      visit(item, { where: Array.isArray(value) ? `${source}[${i}]` : source, depth: 0 });
    });
  }
  return objects;

  function visit(value: unknown, place: Place): void {
    const { where, depth } = place;
    if (!isRaw(value)) {
      const message = `${where}: expected an object of Kubernetes, got ${show(value)}`;
      issues.push({ path: "", message });
      return;
    }
    const { kind, items, apiVersion } = value;
    if (typeof kind !== "string" || !kind.endsWith("List") || items === undefined) {
      const object = readObject(value, place, issues);
      if (object !== undefined) objects.push(object);
      return;
    }
    if (!Array.isArray(items) || depth >= MOST_LISTS) {
      if (items === null) return;
      const got = Array.isArray(items) ? "lists inside each other" : show(items);
      issues.push({ path: "", message: `${where}, items: expected a list of objects, got ${got}` });
      return;
    }
    // Items of a typed list need not name their kind.
    const typed =
      kind !== "List" && typeof apiVersion === "string"
        ? { kind: kind.slice(0, -4), apiVersion }
        : {};
    for (let i = 0; i < items.length; i++) {
      visit(items[i], { ...typed, where: `${where}, items[${i}]`, depth: depth + 1 });
    }
  }
}

/** Where an object stands, and what the list around it says that it is. */
interface Place {
  readonly where: string;
  readonly depth: number;
  readonly kind?: string;
  readonly apiVersion?: string;
}

/** Lists in lists that are read; kubectl puts one around all. */
const MOST_LISTS = 8;

/** A name of a subdomain (RFC 1123), or with colons, as roles have them. */
const NAME = /^[a-z0-9]([a-z0-9.:-]{0,251}[a-z0-9])?$/;

function readObject(value: RawMap, place: Place, issues: Issue[]): ClusterObject | undefined {
  const before = issues.length;
  const { where } = place;
  const top: Spot = { value, object: where, path: "", issues };
  const kind = textAt(top, "kind") ?? place.kind;
  const apiVersion = textAt(top, "apiVersion") ?? place.apiVersion;
  if (issues.length > before) return undefined;
  if (kind === undefined || kind === "" || apiVersion === undefined) {
    const missing = kind === undefined || kind === "" ? "kind" : "apiVersion";
    fault(top, missing, "is missing, so that this is no object of Kubernetes");
    return undefined;
  }
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(kind)) {
    fault(top, "kind", `expected a word such as Pod, got ${show(kind)}`);
    return undefined;
  }
  const metadata = mapAt({ ...top, object: `${kind} in ${where}` }, "metadata");
  const name = metadata === undefined ? undefined : textAt(metadata, "name");
  if (issues.length > before) return undefined;
  if (metadata === undefined || name === undefined) {
    fault({ ...top, object: `${kind} in ${where}` }, "metadata.name", "is missing");
    return undefined;
  }
  const namespace = KINDS.get(kind)?.isClusterWide
    ? undefined
    : (textAt(metadata, "namespace") ?? "default");
  const words = namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
  const root: Spot = { value, object: words, path: "", issues };
  const meta = { ...metadata, object: words };
  for (const [key, text] of [
    ["name", name],
    ["namespace", namespace ?? "default"],
  ] as const) {
    if (!NAME.test(text)) {
      fault(meta, key, `expected a name of small letters, digits, - and ., got ${show(text)}`);
    }
  }
  const [uid, resourceVersion] = [textAt(meta, "uid"), textAt(meta, "resourceVersion")];
  const object: ClusterObject = {
    ref: refOf({ apiVersion, kind, namespace, name, uid, resourceVersion }),
    group: groupOf(apiVersion),
    words,
    labels: textMapAt(meta, "labels"),
    annotations: textMapAt(meta, "annotations"),
    owners: meta.value.ownerReferences === undefined ? NO_OWNERS : ownersOf(meta),
    isDeleting: textAt(meta, "deletionTimestamp") !== undefined,
    root,
  };
  return issues.length > before ? undefined : object;
}

const NO_OWNERS: readonly Owner[] = [];

function ownersOf(meta: Spot): readonly Owner[] {
  return mapsAt(meta, "ownerReferences").map((owner) => ({
    kind: textAt(owner, "kind") ?? "",
    group: groupOf(textAt(owner, "apiVersion") ?? ""),
    name: textAt(owner, "name") ?? "",
    uid: textAt(owner, "uid") ?? "",
    isController: flagAt(owner, "controller") ?? false,
  }));
}

/** "batch" of "batch/v1"; "" for the core. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}
