/** JSON pointer and value of every number, text and boolean in a document. */
export function* leaves(value: unknown, path = ""): Generator<readonly [string, unknown]> {
  if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* leaves(item, `${path}/${key}`);
  } else yield [path, value];
}

/** A copy of a document with another value at a JSON pointer. */
export function withLeaf(document: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(document);
  const steps = path.split("/").slice(1);
  const last = steps.pop() as string;
  let at = copy as Record<string, unknown>;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  at[last] = value;
  return copy;
}
