import { InstanceError } from "../../util/errors.ts";
import { seemingDocument } from "./documents.ts";
import { seemingText } from "./texts.ts";

/**
 * The error that says what a file is which was given as an instance and is none: a plan, a manifest of Kubernetes, a log of
 * another scheduler. Undefined where it may be an instance with faults. `document` is what the text holds, where it could be read.
 */
export function foreignFile(
  text: string,
  source: string,
  document: unknown,
): InstanceError | undefined {
  const isRead = typeof document === "object" && document !== null;
  const found = isRead ? seemingDocument(document) : seemingText(text, source);
  if (found === undefined) return undefined;
  const { what, hint } = found;
  const message = `${source} seems to be ${what}, not an instance of Berth`;
  return new InstanceError([{ path: "", message, hint: hint.replaceAll("FILE", () => source) }]);
}
