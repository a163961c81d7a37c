import { ApiFault } from "../../apply/exchange.ts";
import type { Progress } from "../../apply/follow.ts";
import { at } from "../nodes.ts";
import type { ListedSubmission } from "../read-submissions.ts";
import { said } from "./cluster.ts";
import type { RayRequest } from "./request.ts";

/**
 * How far a job is, by its status. One that waits for a node that is gone waits for ever: Ray says nothing of it. Throws ApiFault
 * where Ray does not say it.
 */
export async function jobProgress(
  { body: { submission_id, entrypoint_label_selector } }: ListedSubmission,
  request: RayRequest,
  isAlive: (node: string) => Promise<boolean>,
): Promise<Progress> {
  const { status, body, text } = await request({
    method: "GET",
    path: `/api/jobs/${submission_id}`,
  });
  if (status === 404) return { state: "lost", what: "Ray does not know it any more" };
  if (status !== 200) throw new ApiFault(`Ray answered ${status}${said(text)}`);
  const [word, message] = [at(body, "status"), at(body, "message")];
  const times = {
    ...time("began", at(body, "start_time")),
    ...time("ended", at(body, "end_time")),
  };
  if (word === "SUCCEEDED") return { state: "ended", ...times };
  const what = typeof message === "string" ? message.slice(0, 300) : "";
  if (word === "FAILED" || word === "STOPPED") {
    return {
      state: "lost",
      what: `${word.toLowerCase()}${what === "" ? "" : `: ${what}`}`,
      ...times,
    };
  }
  if (word === "RUNNING") return { state: "running", ...times };
  for (const node of Object.values(entrypoint_label_selector)) {
    if (!(await isAlive(node))) return { state: "lost", what: "its node is not alive any more" };
  }
  return { state: "waiting", ...times };
}

function time(key: "began" | "ended", value: unknown): Partial<Progress> {
  return typeof value === "number" && value > 0 ? { [key]: value } : {};
}
