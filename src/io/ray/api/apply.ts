import type { ApiAnswer } from "../../apply/exchange.ts";
import { type Again, PASSING, type Sent } from "../../apply/in-order.ts";
import { at } from "../nodes.ts";
import { said } from "./cluster.ts";
import type { RayRequest } from "./request.ts";

/** A job as it is sent, held to nodes or not. */
export interface RayJob {
  /** What its node is called. */
  readonly node?: string;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly submission_id: string;
    readonly entrypoint_label_selector?: Readonly<Record<string, string>>;
  };
}

/** How a job is submitted. */
export interface SubmitSetting {
  readonly request: RayRequest;
  /** Nothing is submitted. */
  readonly isDryRun: boolean;
  /** Whether a node is alive, by its id. */
  readonly isAlive: (node: string) => Promise<boolean>;
}

/**
 * Submits one job. Each try looks for its submission id first, so a job that was taken without an answer is found, and nothing runs
 * twice. Ray would leave a job whose node is gone pending without a word; it is refused. Throws ApiFault.
 * Source: Jobs REST API of Ray 2.58 and 2.60.
 */
export async function submitJob(
  { body, node = "its node" }: RayJob,
  { request, isDryRun, isAlive }: SubmitSetting,
): Promise<Sent | Again> {
  const found = await request({ method: "GET", path: `/api/jobs/${body.submission_id}` });
  if (found.status === 200) return stateOf(found);
  if (found.status !== 404) return refusal(found, "look for it");
  for (const id of Object.values(body.entrypoint_label_selector ?? {})) {
    if (await isAlive(id)) continue;
    const what = `${node} is not alive any more, or began again: import and plan anew`;
    return { verdict: "refused", what };
  }
  if (isDryRun)
    return { verdict: "would apply", what: "its node is alive, and it was not submitted" };
  const answer = await request({ method: "POST", path: "/api/jobs/", body });
  if (answer.status === 200) return { verdict: "applied", what: "submitted" };
  // Another one was quicker, or an answer of something else has these words: the next look tells.
  if (/already exists/.test(answer.text))
    return { again: `Ray answered ${answer.status}${said(answer.text)}` };
  return refusal(answer, "submit it");
}

function stateOf({ body }: ApiAnswer): Sent {
  const [status, message] = [at(body, "status"), at(body, "message")];
  const told = typeof status === "string" ? status.toLowerCase() : "known";
  if (told !== "failed" && told !== "stopped")
    return { verdict: "done", what: `submitted already: ${told}` };
  const why = typeof message === "string" ? said(message) : "";
  const what = `it was submitted and ${told === "failed" ? "failed" : "was stopped"}${why}`;
  return { verdict: "refused", what: `${what}; what is to run again needs a plan of its own` };
}

function refusal(answer: ApiAnswer, what: string): Sent | Again {
  const { status, text, retryAfter } = answer;
  const told = `Ray answered ${status} when asked to ${what}${said(text)}`;
  if (status === 401 || status === 403) {
    return {
      verdict: "failed",
      what: `${told} (RAY_AUTH_TOKEN is sent if it is set)`,
      cut: "unknown",
    };
  }
  if (PASSING.has(status)) {
    return { again: told, ...(retryAfter !== undefined && { after: retryAfter }) };
  }
  return { verdict: "failed", what: told };
}
