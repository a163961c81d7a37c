import { z } from "zod";
import { InstanceError, type Issue } from "../../util/errors.ts";
import { NODE_ID } from "./nodes.ts";

const text = z.string().min(1);

/** What Ray takes as an id, so that a path made of it leads nowhere else. */
const SUBMISSION_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

const lineSchema = z.strictObject({
  at: z.int().min(0),
  task: text,
  node: text,
  body: z.looseObject({
    submission_id: z.string().regex(SUBMISSION_ID, "expected letters, digits, - and _"),
    entrypoint: text,
    entrypoint_label_selector: z.strictObject({ [NODE_ID]: text }),
  }),
  features: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
});

/** A line that `berth export-plan ray` wrote. */
export type ListedSubmission = z.infer<typeof lineSchema>;

/** The jobs of a file, in its order, which is that of the plan. Throws InstanceError with the line of each fault, or of a line that is no JSON alone. */
export function readSubmissions(lines: string, source: string): readonly ListedSubmission[] {
  const issues: Issue[] = [];
  const found: ListedSubmission[] = [];
  for (const [i, line] of lines.split("\n").entries()) {
    if (line.trim() === "") continue;
    const value = plain(line);
    if (value === undefined) {
      const message = `${source}, line ${i + 1}: expected a JSON document`;
      throw new InstanceError([{ path: "", message, hint: HINT }]);
    }
    const parsed = lineSchema.safeParse(value);
    if (parsed.success) found.push(parsed.data);
    else {
      const [{ path, message }] = parsed.error.issues;
      const where = path.length === 0 ? "" : `, ${path.map(String).join(".")}`;
      issues.push({
        path: "",
        message: `${source}, line ${i + 1}${where}: ${message}`,
        hint: HINT,
      });
    }
  }
  const ids = new Set(found.map(({ body }) => body.submission_id));
  if (ids.size < found.length)
    issues.push({ path: "", message: `${source}: two jobs have one submission_id`, hint: HINT });
  if (issues.length > 0) throw new InstanceError(issues);
  return found;
}

const HINT = "Maybe it is not what berth export-plan ray wrote with -o: a JSON document a line.";

function plain(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
