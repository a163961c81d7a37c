import { readFileSync } from "node:fs";
import type { Ask } from "./api.ts";

/** By object ("Job team/a"): the nodes that a plan has its pods on, sorted. */
export type Places = ReadonlyMap<string, readonly string[]>;

/** Where a plan has the pods of each object, read from the files that an import and a solve wrote. */
export function planned(origin: string, plan: string): Places {
  const { resources, tasks } = JSON.parse(readFileSync(origin, "utf8"));
  const { assignments } = JSON.parse(readFileSync(plan, "utf8"));
  const places = new Map<string, string[]>();
  for (const { task, resource } of assignments) {
    const [, id, copy] = /^(.*?)(?:#(\d+))?$/.exec(resource)!;
    const { name } = resources[id][copy === undefined ? 0 : Number(copy) - 1];
    const [, own, number] = /^(.*?)(?:#(\d+))?$/.exec(task)!;
    const of = tasks[own][number === undefined ? 0 : Number(number) - 1] ?? tasks[own][0];
    const key = `${of.kind} ${of.namespace}/${of.name}`;
    places.set(key, [...(places.get(key) ?? []), name].sort());
  }
  return places;
}

/** Where the pods of each object are or were, by the label or the owner that names it. */
export async function actual(ask: Ask, namespace: string): Promise<Places> {
  const { body } = await ask("GET", `/api/v1/namespaces/${namespace}/pods`);
  const places = new Map<string, string[]>();
  for (const { metadata, spec } of body.items) {
    const key = ownerOf(metadata, namespace);
    places.set(key, [...(places.get(key) ?? []), spec.nodeName ?? "nowhere"].sort());
  }
  return places;
}

// biome-ignore lint/suspicious/noExplicitAny: metadata as the API has it
function ownerOf({ name, labels = {}, ownerReferences = [] }: any, namespace: string): string {
  const set = labels["jobset.sigs.k8s.io/jobset-name"];
  if (set !== undefined) return `JobSet ${namespace}/${set}`;
  const [owner] = ownerReferences;
  return owner === undefined
    ? `Pod ${namespace}/${name}`
    : `${owner.kind} ${namespace}/${owner.name}`;
}
