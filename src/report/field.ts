import { UsageError } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";
import { wrap } from "./format.ts";

/** What a JSON Schema says of one place. */
export interface FieldSchema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly FieldSchema[];
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly additionalProperties?: FieldSchema | boolean;
  readonly required?: readonly string[];
}

/**
 * What a schema says of the field at a path such as "tasks.demand", for a person: what it is for, what it may be, and what is in it; lists are
 * passed through. An empty path is the whole document. Throws UsageError with a near name for a field that is not there.
 */
export function fieldText(schema: FieldSchema, path: string, width: number): string {
  const names = path.split(/[./[\]]+/).filter((name) => name !== "" && !/^\d+$/.test(name));
  let found: readonly FieldSchema[] = [schema];
  let owner: readonly FieldSchema[] = [];
  for (const [depth, name] of names.entries()) {
    owner = found;
    found = fieldsNamed(found, name);
    if (found.length > 0) continue;
    const known = namesIn(owner);
    const place = depth === 0 ? "the document" : names.slice(0, depth).join(".");
    const meant = nearest(name, known);
    const hint =
      meant === undefined ? `Known are ${known.join(", ")}.` : `Maybe you meant "${meant}".`;
    throw new UsageError(
      known.length === 0
        ? `There is nothing in ${place}.\nMaybe leave out .${name}.`
        : `There is no field "${name}" in ${place}.\n${hint}`,
    );
  }
  const last = names[names.length - 1];
  const isNeeded =
    last !== undefined && owner.flatMap(objectsIn).some(({ required }) => required?.includes(last));
  const inside = namesIn(found);
  const forms = [...new Set(found.flatMap(formsOf))];
  const about = found.map(({ description }) => description).find((text) => text !== undefined);
  const lines = [
    ...wrap(`${names.join(".") || "the document"}${isNeeded ? " (required)" : ""}`, width),
    ...(about === undefined ? [] : wrap(`${about}.`, width)),
    ...(forms.length === 0
      ? []
      : ["", "It may be:", ...forms.flatMap((text) => item(text, width))]),
    ...(inside.length === 0
      ? []
      : ["", "Fields:", ...found.flatMap(objectsIn).flatMap((one) => fieldLines(one, width))]),
  ];
  return lines.join("\n");
}

/** Every map that a field may be, lists passed through. */
function objectsIn(schema: FieldSchema): readonly FieldSchema[] {
  return [
    ...(schema.properties !== undefined ? [schema] : []),
    ...(schema.anyOf ?? []).flatMap(objectsIn),
    ...(schema.items === undefined ? [] : objectsIn(schema.items)),
  ];
}

/** The schemas of values by any name. */
function valuesIn(schema: FieldSchema): readonly FieldSchema[] {
  const { additionalProperties: any } = schema;
  return [
    ...(typeof any === "object" && any !== null ? [any] : []),
    ...(schema.anyOf ?? []).flatMap(valuesIn),
    ...(schema.items === undefined ? [] : valuesIn(schema.items)),
  ];
}

function fieldsNamed(found: readonly FieldSchema[], name: string): readonly FieldSchema[] {
  const own = found.flatMap(objectsIn).flatMap(({ properties }) => {
    const field = Object.hasOwn(properties ?? {}, name) ? properties?.[name] : undefined;
    return field === undefined ? [] : [field];
  });
  return own.length > 0 ? own : found.flatMap(valuesIn);
}

function namesIn(found: readonly FieldSchema[]): readonly string[] {
  return [
    ...new Set(found.flatMap(objectsIn).flatMap(({ properties }) => Object.keys(properties ?? {}))),
  ];
}

/** What a value may be, a phrase for each form; nothing for a map that is told by its fields. */
function formsOf(schema: FieldSchema): readonly string[] {
  if (schema.anyOf !== undefined) {
    return schema.anyOf.flatMap((one) =>
      one.description !== undefined && one.properties === undefined
        ? [`${kindOf(one)}${one.description}`]
        : formsOf(one),
    );
  }
  if (schema.enum !== undefined)
    return [`one of ${schema.enum.map((one) => JSON.stringify(one)).join(", ")}`];
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  if (schema.items !== undefined)
    return schema.items.properties === undefined
      ? formsOf(schema.items).map((text) => `a list of: ${text}`)
      : ["a list"];
  if (schema.properties !== undefined) return [];
  const values = valuesIn(schema);
  if (values.length > 0) return values.flatMap(formsOf).map((text) => `a map, each value ${text}`);
  return schema.type === undefined ? [] : [`a ${[schema.type].flat().join(" or ")}`];
}

function kindOf({ type }: FieldSchema): string {
  if (type === "array") return "a list: ";
  return type === "object" ? "a map: " : "";
}

function fieldLines(
  { properties = {}, required = [] }: FieldSchema,
  width: number,
): readonly string[] {
  return Object.entries(properties).flatMap(([name, { description, anyOf }]) => {
    const about =
      description ?? anyOf?.find((one) => one.description !== undefined)?.description ?? "";
    const need = required.includes(name) ? " (required)" : "";
    return item(`${name}${need}${about === "" ? "" : `: ${about}`}`, width);
  });
}

function item(text: string, width: number): readonly string[] {
  return wrap(text, Math.max(20, width - 4)).map(
    (line, i) => `${i === 0 ? "  - " : "    "}${line}`,
  );
}
