// Lets Node load TypeScript where it does not by itself, before 22.18: types are taken out on the way in.
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

if (isMainThread && !process.features.typescript) {
  register(import.meta.url);
  // Lines move on the way, and errors are to name those of the file.
  process.setSourceMapsEnabled(true);
}

/** A hook for modules, which Node calls in a thread of its own. */
export async function load(url, context, next) {
  const { protocol, pathname } = new URL(url);
  if (protocol !== "file:" || !pathname.endsWith(".ts")) return await next(url, context);
  const { transform } = await import("rolldown/utils");
  const file = fileURLToPath(url);
  const text = await readFile(file, "utf8");
  const { code, map, errors } = await transform(file, text, { sourcemap: true });
  if (errors.length > 0) throw errors[0];
  const { sourcesContent: _, ...lines } = map;
  const inline = Buffer.from(JSON.stringify(lines)).toString("base64");
  const source = `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}`;
  return { format: "module", source, shortCircuit: true };
}
