import { parseInstance } from "../../../../src/instance/parse.ts";
import { importKubernetes } from "../../../../src/io/kubernetes/import.ts";
import type { Document } from "../../../../src/io/kubernetes/objects/objects.ts";
import type { ImportOptions } from "../../../../src/io/kubernetes/options.ts";
import { changesOf, type PlanChanges } from "../../../../src/io/kubernetes/out/changes.ts";
import { parsePlan } from "../../../../src/io/parse-plan.ts";
import { verify } from "../../../../src/plan/verify.ts";
import { type Loose, OPTIONS } from "../imported.ts";
import { yaml } from "../manifests.ts";

/** A task, the node that it is on, and when it starts, in milliseconds. */
export type Placed = readonly [task: string, node: string, start?: number];

/** What a test says beside cluster and plan. */
interface Outbound extends Partial<ImportOptions> {
  /** The cluster as it is now; default: as it was imported. */
  readonly current?: string;
  readonly withGates?: boolean;
}

/** The changes of a plan that is written by hand; it must keep every rule. */
export function outbound(
  text: string,
  placed: readonly Placed[],
  options: Outbound = {},
): PlanChanges {
  const { current = text, withGates = false, ...more } = options;
  const { document, origin } = importKubernetes(yaml(text), { ...OPTIONS, ...more });
  const instance = parseInstance(document);
  const copies = new Map(
    Object.entries(origin.resources).flatMap(([id, nodes]) =>
      nodes.map(({ name }, k) => [name, nodes.length === 1 ? id : `${id}#${k + 1}`] as const),
    ),
  );
  const assignments = placed.map(([task, node, start_ms = 0]) => ({
    task,
    resource: copies.get(node),
    start_ms,
  }));
  const checked = verify(instance, parsePlan({ berth_plan: 1, assignments }, instance));
  if (!checked.ok) throw new Error(checked.violations.map(({ message }) => message).join("\n"));
  return changesOf(checked.plan, origin, yaml(current), { withGates, now: 0 });
}

/** Findings as lines without the kind. */
export const toldBy = ({ findings }: PlanChanges) =>
  findings.map(({ verdict, name, what }) => `${verdict}: ${name}: ${what}`);

/** RFC 7396, as the API server applies it. */
function merged(target: Loose, patch: Loose): Loose {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const isMap = typeof target === "object" && target !== null && !Array.isArray(target);
  const result: Loose = isMap ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

/** A cluster in memory: objects by name, each change counted. */
export function inMemory(documents: readonly Document[]) {
  const items: Loose[] = documents.flatMap(({ value }) => (value as Loose).items ?? [value]);
  const objects = new Map<string, Loose>(items.map((item) => [keyOf(item), structuredClone(item)]));
  let version = 1000;
  return {
    objects,
    /** Answers as the API server does: 200, 404, 409. */
    patch(kind: string, namespace: string, name: string, patch: Loose): number {
      const key = `${kind} ${namespace}/${name}`;
      const old = objects.get(key);
      if (old === undefined) return 404;
      if (patch.metadata.resourceVersion !== old.metadata.resourceVersion) return 409;
      const next = merged(old, patch);
      next.metadata.resourceVersion = String(++version);
      objects.set(key, next);
      return 200;
    },
    put(object: Loose): void {
      object.metadata.resourceVersion = String(++version);
      objects.set(keyOf(object), object);
    },
    documents(): readonly Document[] {
      const value = {
        apiVersion: "v1",
        kind: "List",
        items: structuredClone([...objects.values()]),
      };
      return [{ value, source: "cluster" }];
    },
  };
}

const keyOf = ({ kind, metadata: { namespace = "", name } }: Loose) =>
  `${kind} ${namespace}/${name}`;
