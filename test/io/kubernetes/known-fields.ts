import * as models from "@kubernetes/client-node";

/** A class of the client, which is made of the OpenAPI document of Kubernetes. */
interface Model {
  readonly attributeTypeMap: readonly { readonly baseName: string; readonly type: string }[];
}

const MODELS = models as unknown as Readonly<Record<string, Model | undefined>>;

/**
 * Paths of fields that the API does not know, or has otherwise, in a value of a type such as "V1Job": what an API server refuses that
 * validates strictly. A field that is null is one that a merge patch takes away.
 */
export function unknownFields(value: unknown, type: string, path = ""): readonly string[] {
  if (value === null) return [];
  const list = /^Array<(.+)>$/.exec(type)?.[1];
  if (list !== undefined) {
    if (!Array.isArray(value)) return [path];
    return value.flatMap((item, i) => unknownFields(item, list, `${path}/${i}`));
  }
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  const model = MODELS[type];
  if (map === undefined && model === undefined) return isPlain(value, type) ? [] : [path];
  if (typeof value !== "object" || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => {
    const of = map ?? model?.attributeTypeMap.find(({ baseName }) => baseName === key)?.type;
    return of === undefined ? [`${path}/${key}`] : unknownFields(inner, of, `${path}/${key}`);
  });
}

function isPlain(value: unknown, type: string): boolean {
  const simple = ["string", "number", "boolean"];
  return simple.includes(type) ? typeof value === type : typeof value !== "object";
}
