import { namedFault } from "./foreign/foreign-file.ts";
import { parseJson, parseText } from "./read-instance.ts";
import { readText } from "./read-text.ts";

/** No model that Berth writes comes near this. */
const MOST_BYTES = 64 * 2 ** 20;

/** What `read` makes of a JSON file that Berth wrote after learning. Throws UsageError or InstanceError. */
export async function readLearned<T>(
  path: string,
  read: (document: unknown, source: string) => T,
): Promise<T> {
  const { text, source } = await readText(path, MOST_BYTES);
  let document: unknown;
  try {
    document = parseJson(text, source);
    return read(document, source);
  } catch (error) {
    document ??= inAnyForm(text, source);
    throw namedFault(error, "a learned model of Berth", { text, source, document });
  }
}

/** What a text that is no JSON holds, if it can be read at all. */
function inAnyForm(text: string, source: string): unknown {
  try {
    return parseText(text, source);
  } catch {
    return undefined;
  }
}
