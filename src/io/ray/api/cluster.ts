import { UsageError } from "../../../util/errors.ts";
import { ApiFault } from "../../apply/exchange.ts";
import type { RayRequest } from "./request.ts";

/** What a dashboard answers on its nodes and on what is in use, for `readNodes` and `readUsage`. */
export interface RayAnswers {
  readonly nodes: unknown;
  readonly status: unknown;
}

const NODES = "/api/v0/nodes?detail=true&limit=10000";

/** Asks for nodes and use. Throws UsageError where there is no answer of Ray. */
export async function askRay(request: RayRequest): Promise<RayAnswers> {
  const nodes = await asked(request, NODES);
  return { nodes, status: await asked(request, "/api/cluster_status") };
}

async function asked(request: RayRequest, path: string): Promise<unknown> {
  try {
    const { status, body, text } = await request({ method: "GET", path });
    if (status === 200 && body !== undefined) return body;
    throw new UsageError(
      `${path}: the dashboard answers ${status}${said(text)}.\nMaybe it is another address, or none of Ray.`,
    );
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    const hint = "Maybe it is another address; ray start tells that of its dashboard.";
    throw new UsageError(`The dashboard does not answer: ${error.message}.\n${hint}`, {
      cause: error,
    });
  }
}

/** Longest part of an answer that is told. */
const MOST_TOLD = 300;

/** What an answer says, behind a colon; of a traceback the last line. */
export function said(text: string): string {
  const last = text.trim().split("\n").at(-1) ?? "";
  return last === "" ? "" : `: ${last.slice(-MOST_TOLD)}`;
}
