import type { Issue } from "../../../util/errors.ts";
import { QUANTITIES, readQuantity } from "../../../util/quantities.ts";
import { show } from "../../../util/show.ts";
import { parseYaml } from "../../yaml-text.ts";
import { isRaw } from "../objects/fields.ts";
import type { ObjectIndex } from "../objects/object-index.ts";
import type { ClusterObject } from "../objects/objects.ts";
import type { Work } from "../work/types.ts";

/** How long something runs: a duration, or one by labels of nodes ("nvidia.com/gpu.product=A100", or "*"). */
export type RuntimeValue = string | Readonly<Record<string, string>>;

/** The runtime of work, and whether it is only the longest that it may run. */
export interface KnownRuntime {
  readonly value: RuntimeValue;
  readonly isLimit: boolean;
}

/** Annotation that says how long an object runs, from its start to its end. */
const ANNOTATION = "berth.dev/runtime";

/** Runtimes by name of the object, "namespace/name" or with its kind before it ("Job team/train"); a * at the end is any ending. */
export type RuntimeList = ReadonlyMap<string, RuntimeValue>;

/** What a file of runtimes holds; faults are issues with the path in the file. */
export function runtimeList(document: unknown, issues: Issue[]): RuntimeList {
  const list = new Map<string, RuntimeValue>();
  if (!isRaw(document)) {
    const message = `expected a map such as { team/train: 2h, "team/probe-*": 10m }, got ${show(document)}`;
    issues.push({ path: "", message });
    return list;
  }
  for (const [name, value] of Object.entries(document)) {
    const path = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const read = readValue(value, (message, key) =>
      issues.push({ path: key === undefined ? path : `${path}/${key}`, message }),
    );
    if (read !== undefined) list.set(name, read);
  }
  return list;
}

/** The runtime of work: by the list, else by annotations of the object, its pods or its owners, else its limit. */
export function runtimeReader(
  index: ObjectIndex,
  list: RuntimeList,
): (work: Work) => KnownRuntime | undefined {
  const patterns = [...list].filter(([name]) => name.endsWith("*"));
  const listed = ({ ref, words }: ClusterObject): RuntimeValue | undefined => {
    const name = `${ref.namespace}/${ref.name}`;
    const exact = list.get(words) ?? list.get(name);
    if (exact !== undefined || patterns.length === 0) return exact;
    return patterns.find(([pattern]) => {
      const start = pattern.slice(0, -1);
      return name.startsWith(start) || words.startsWith(start);
    })?.[1];
  };
  const annotated = (object: ClusterObject): RuntimeValue | undefined => {
    const text = object.annotations.get(ANNOTATION);
    return text === undefined ? undefined : annotationValue(object, text);
  };
  return (work) => {
    const chain = chainOf(work.object, index);
    for (const object of chain) {
      const value = listed(object);
      if (value !== undefined) return { value, isLimit: false };
    }
    for (const object of chain) {
      const value = annotated(object);
      if (value !== undefined) return { value, isLimit: false };
    }
    const [part] = work.parts;
    const text = part.spec.annotations.get(ANNOTATION);
    const ofPods = text === undefined ? undefined : annotationValue(work.object, text);
    if (ofPods !== undefined) return { value: ofPods, isLimit: false };
    return work.deadline === undefined ? undefined : { value: `${work.deadline}s`, isLimit: true };
  };
}

/** An object, its owners, and theirs. */
function chainOf(object: ClusterObject, index: ObjectIndex): readonly ClusterObject[] {
  const chain = [object];
  for (let i = 0; i < chain.length && chain.length < 10; i++) {
    for (const owner of index.ownersOf(chain[i])) if (!chain.includes(owner)) chain.push(owner);
  }
  return chain;
}

function annotationValue(object: ClusterObject, text: string): RuntimeValue | undefined {
  const isMap = /^\s*\{/.test(text);
  const parsed = isMap ? parseYaml(text) : ({ ok: true, value: text.trim() } as const);
  const { issues } = object.root;
  const report = (message: string) =>
    issues.push({ path: "", message: `${object.words}, annotation ${ANNOTATION}: ${message}` });
  if (parsed.ok) return readValue(parsed.value, report);
  report(`expected a duration or a map of such, got ${show(text)}`);
  return undefined;
}

function readValue(
  value: unknown,
  report: (message: string, key?: string) => void,
): RuntimeValue | undefined {
  if (!isRaw(value)) return isDuration(value, report) ? String(value) : undefined;
  const entries = Object.entries(value);
  if (entries.length === 0) report("expected a duration for some nodes, got an empty map");
  const isKnown = entries.map(([key, item]) => isDuration(item, (message) => report(message, key)));
  return isKnown.includes(false) || entries.length === 0
    ? undefined
    : Object.fromEntries(entries.map(([key, item]) => [key, String(item)]));
}

function isDuration(value: unknown, report: (message: string) => void): boolean {
  const read = readQuantity(QUANTITIES.duration, value);
  if (typeof read === "number") return true;
  report(`${read.message}${read.hint === undefined ? "" : `. ${read.hint.replace(/\.$/, "")}`}`);
  return false;
}
