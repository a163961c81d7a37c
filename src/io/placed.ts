import { InstanceError } from "../util/errors.ts";
import { placesOf } from "./places.ts";

/**
 * An error about a document with the line and column of each issue in the text that it was read from, JSON or YAML; what is
 * wrong with the document as a whole names the file. Any other error is returned as it is.
 */
export function placed(error: unknown, text: string, source: string): unknown {
  if (!(error instanceof InstanceError)) return error;
  const places = placesOf(text);
  const issues = error.issues.map((issue) => {
    if (issue.line !== undefined) return issue;
    if (issue.path === "") return { ...issue, message: ofFile(issue.message, source) };
    const place = places.find(
      issue.path,
      issue.message.startsWith("unknown key") ? "key" : undefined,
    );
    return place === undefined ? issue : { ...issue, line: place.line, column: place.column };
  });
  return new InstanceError(issues);
}

function ofFile(message: string, source: string): string {
  return message.startsWith(source) ? message : `${source}: ${message}`;
}
