import { UsageError } from "../../../util/errors.ts";
import { ApiFault } from "../../apply/exchange.ts";
import { readNodes } from "../nodes.ts";
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

/** How long what is known of nodes is good, ms. */
const FRESH = 5000;

/** Whether nodes are alive, by their ids; asked anew once what is known is some seconds old. Throws ApiFault. */
export function aliveness(request: RayRequest): (node: string) => Promise<boolean> {
  let known: { readonly at: number; readonly alive: ReadonlySet<string> } | undefined;
  return async (node) => {
    if (known === undefined || performance.now() - known.at > FRESH) {
      const { status, body, text } = await request({ method: "GET", path: NODES });
      if (status !== 200) throw new ApiFault(`Ray answered ${status}${said(text)}`);
      const { nodes } = readNodes(body);
      known = { at: performance.now(), alive: new Set(nodes.map(({ id }) => id)) };
    }
    return known.alive.has(node);
  };
}
