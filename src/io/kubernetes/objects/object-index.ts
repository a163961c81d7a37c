import type { Issue } from "../../../util/errors.ts";
import { kindWord } from "./kinds.ts";
import type { ClusterObject, Owner } from "./objects.ts";

/** Objects by what names them. */
export interface ObjectIndex {
  readonly objects: readonly ClusterObject[];
  find(kind: string, namespace: string, name: string): ClusterObject | undefined;
  ofKind(kind: string): readonly ClusterObject[];
  /** Those owners of an object that are among the files. */
  ownersOf(object: ClusterObject): readonly ClusterObject[];
}

/** Objects by kind (see `kindWord`), namespace and name; the same one twice is a fault. */
export function indexOf(all: readonly ClusterObject[], issues: Issue[]): ObjectIndex {
  const byName = new Map<string, ClusterObject>();
  const byUid = new Map<string, ClusterObject>();
  const byKind = new Map<string, ClusterObject[]>();
  for (const object of all) {
    const { namespace = "", name, uid } = object.ref;
    const kind = kindWord(object.ref.kind, object.group);
    const key = `${kind}\n${namespace}\n${name}`;
    const other = byName.get(key);
    if (other !== undefined) {
      const isSame = JSON.stringify(other.root.value) === JSON.stringify(object.root.value);
      const message = `${object.words} is there twice, and not the same`;
      const hint = "Maybe one of the files is older: leave it out.";
      if (!isSame) issues.push({ path: "", message, hint });
      continue;
    }
    byName.set(key, object);
    if (uid !== undefined) byUid.set(uid, object);
    const same = byKind.get(kind);
    if (same === undefined) byKind.set(kind, [object]);
    else same.push(object);
  }
  for (const [kind, list] of byKind) byKind.set(kind, sorted(list));
  const find = (kind: string, namespace: string, name: string) =>
    byName.get(`${kind}\n${namespace}\n${name}`);
  return {
    objects: [...byKind.keys()].sort().flatMap((kind) => byKind.get(kind)!),
    find,
    ofKind: (kind) => byKind.get(kind) ?? [],
    ownersOf: ({ owners, ref }) =>
      owners.flatMap(
        ({ uid, kind, group, name }: Owner) =>
          byUid.get(uid) ?? find(kindWord(kind, group), ref.namespace ?? "", name) ?? [],
      ),
  };
}

/** By namespace and name: what is planned does not depend on the order of the files. */
function sorted(objects: readonly ClusterObject[]): ClusterObject[] {
  const keyed = objects.map((object) => {
    return { key: `${object.ref.namespace ?? ""}/${object.ref.name}`, object };
  });
  keyed.sort(({ key: a }, { key: b }) => (a < b ? -1 : a > b ? 1 : 0));
  return keyed.map(({ object }) => object);
}
