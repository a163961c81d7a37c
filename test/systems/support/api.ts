import { request } from "node:https";

/** One answer of the API: its status and, as plain data, whatever it said. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API has
  readonly body: any;
}

/** One request to the API of the cluster under test. */
export type Ask = (method: string, path: string, body?: unknown, type?: string) => Promise<Answer>;

export const MERGE = "application/merge-patch+json";
export const APPLY = "application/apply-patch+yaml";

/** Requests with a bearer token to the server on this machine. */
export function asker(port: number, ca: () => string, token: string): Ask {
  return async (method, path, body, type = "application/json") => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return await new Promise<Answer>((done, failed) => {
      const sent = request(
        {
          ...{ host: "127.0.0.1", port, method, path, ca: ca(), timeout: 30_000 },
          headers: {
            authorization: `Bearer ${token}`,
            accept: "application/json",
            // Without a length Node sends the body of a DELETE as the beginning of another request.
            ...(text !== undefined && {
              "content-type": type,
              "content-length": Buffer.byteLength(text),
            }),
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("error", failed);
          answer.on("end", () => {
            const said = Buffer.concat(chunks).toString("utf8");
            done({ status: answer.statusCode ?? 0, body: parsed(said) });
          });
        },
      );
      sent.on("error", failed);
      sent.on("timeout", () => sent.destroy(new Error("no answer")));
      sent.end(text);
    });
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
