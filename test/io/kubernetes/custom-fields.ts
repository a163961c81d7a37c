import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { sharedData } from "../../support/shared-data.ts";
import type { Loose } from "./imported.ts";

/** Folders of published definitions, by the group of their kinds. */
const FOLDERS: Readonly<Record<string, string>> = {
  "jobset.x-k8s.io": "jobset",
  "trainer.kubeflow.org": "kubeflow-trainer",
  "kubeflow.org": "kubeflow-training-operator-v1",
  "ray.io": "kuberay",
  "kueue.x-k8s.io": "kueue",
};

/** The published schema of a kind that is no part of Kubernetes itself; undefined where these files are not there. */
export function customSchema(apiVersion: string, kind: string): Loose | undefined {
  const [group, version] = apiVersion.split("/");
  const folder = sharedData("schemas", FOLDERS[group]);
  if (folder === undefined) return undefined;
  const name = readdirSync(folder).find((one) =>
    new RegExp(`^[a-z0-9.-]+_${kind.toLowerCase()}s\\.yaml$`).test(one),
  );
  if (name === undefined) throw new Error(`no definition of ${kind} in ${folder}`);
  const { spec } = load(readFileSync(join(folder, name), "utf8")) as Loose;
  const found = spec.versions.find((one: Loose) => one.name === version);
  if (found === undefined) throw new Error(`${kind} has no version ${version}`);
  return found.schema.openAPIV3Schema;
}

/**
 * Paths of fields that a schema does not know, or has otherwise, in a merge patch: what an API server refuses that validates strictly.
 * What a schema requires may be in the object already, and a field that is null is taken away.
 */
export function customUnknown(value: unknown, schema: Loose, path = ""): readonly string[] {
  if (value === null) return [];
  if (schema["x-kubernetes-int-or-string"] === true) {
    return typeof value === "string" || Number.isInteger(value) ? [] : [path];
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [path];
  switch (schema.type) {
    case "array":
      if (!Array.isArray(value)) return [path];
      return value.flatMap((item, i) => customUnknown(item, schema.items, `${path}/${i}`));
    case "object":
      if (typeof value !== "object" || Array.isArray(value)) return [path];
      return Object.entries(value).flatMap(([key, inner]) => {
        const of = schema.properties?.[key] ?? schema.additionalProperties;
        if (of !== undefined) return customUnknown(inner, of, `${path}/${key}`);
        // Metadata is checked by the API server, whatever the kind.
        const isOpen = path === "/metadata" || schema["x-kubernetes-preserve-unknown-fields"];
        return isOpen ? [] : [`${path}/${key}`];
      });
    case "integer":
      return Number.isInteger(value) ? [] : [path];
    default:
      return typeof value === schema.type ? [] : [path];
  }
}
