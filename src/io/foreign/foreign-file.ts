import { InstanceError } from "../../util/errors.ts";
import { placed } from "../placed.ts";
import { seemingDocument } from "./documents.ts";
import type { Wanted } from "./seeming.ts";
import { seemingText } from "./texts.ts";

/**
 * What is wrong with a file that cannot be taken for what is wanted: one issue that says what it is where that shows (a plan, a
 * manifest of Kubernetes, a log of another scheduler), else the error with its places. `document` is what the text holds, where
 * it could be read. An error that is not about the file's content is returned as it is.
 */
export function namedFault(
  error: unknown,
  wanted: Wanted,
  { text, source, document }: { text: string; source: string; document?: unknown },
): unknown {
  if (!(error instanceof InstanceError)) return error;
  const isRead = typeof document === "object" && document !== null;
  const found = isRead ? seemingDocument(document) : seemingText(text, source, wanted);
  if (found === undefined || found.what.startsWith(wanted)) return placed(error, text, source);
  const { what, hint } = found;
  const message = `${source} seems to be ${what}, not ${wanted}`;
  return new InstanceError([{ path: "", message, hint: hint.replaceAll("FILE", () => source) }]);
}
