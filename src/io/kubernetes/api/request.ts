import { type IncomingMessage, request as plainRequest } from "node:http";
import { type RequestOptions, request as safeRequest } from "node:https";
import type { ClusterAccess } from "./access.ts";

/** What the API answered. */
export interface ApiAnswer {
  readonly status: number;
  /** Plain data; undefined if it was no JSON. */
  readonly body: unknown;
  /** ms that it asks to be left alone. */
  readonly retryAfter?: number;
}

/** One request to the API of a cluster; `path` begins with "/". Throws ApiFault where no whole answer came. */
export type ApiRequest = (
  method: "GET" | "PATCH",
  path: string,
  body?: object,
) => Promise<ApiAnswer>;

/** No whole answer came: what was sent may have been taken or not. */
export class ApiFault extends Error {
  override readonly name = "ApiFault";
}

/** ms without a word after which an answer is given up. */
const PATIENCE = 30_000;

/** Longest answer: one object, which the API itself limits to a few MiB. */
const MOST_BYTES = 32 * 2 ** 20;

/** Requests by an access. Credentials are in no message. */
export function apiRequest(access: ClusterAccess): ApiRequest {
  return async (method, path, body) => {
    const options = await access.options().catch((cause: unknown) => {
      throw new ApiFault("the credentials of the kubeconfig cannot be had", { cause });
    });
    const secrets = secretsOf(options);
    try {
      return await send(access.server, path, { ...options, method }, body);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new ApiFault(masked(why, secrets), { cause });
    }
  };
}

async function send(
  server: URL,
  path: string,
  options: RequestOptions,
  body: object | undefined,
): Promise<ApiAnswer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const base = server.pathname.replace(/\/$/, "");
  const start = server.protocol === "http:" ? plainRequest : safeRequest;
  return await new Promise((done, failed) => {
    const sent = start(
      {
        ...options,
        hostname: server.hostname.replace(/^\[|\]$/g, ""),
        port: server.port,
        path: `${base}${path}`,
        timeout: PATIENCE,
        headers: {
          ...options.headers,
          accept: "application/json",
          ...(text !== undefined && {
            "content-type": "application/merge-patch+json",
            "content-length": Buffer.byteLength(text),
          }),
        },
      },
      (answer) => answerOf(answer).then(done, failed),
    );
    sent.on("timeout", () => sent.destroy(new Error(`no answer for ${PATIENCE / 1000} s`)));
    sent.on("error", failed);
    sent.end(text);
  });
}

async function answerOf(answer: IncomingMessage): Promise<ApiAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Error("the answer is too long");
    chunks.push(chunk);
  }
  if (!answer.complete) throw new Error("the answer broke off");
  const seconds = Number(answer.headers["retry-after"]);
  return {
    status: answer.statusCode ?? 0,
    body: parsed(Buffer.concat(chunks).toString("utf8")),
    ...(seconds > 0 && { retryAfter: seconds * 1000 }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function secretsOf({ auth, headers }: RequestOptions): readonly string[] {
  const { Authorization } = { Authorization: undefined, ...(headers as object) };
  const words = `${typeof Authorization === "string" ? Authorization : ""} ${auth ?? ""}`;
  return words.split(/[\s:]+/).filter((word) => word.length >= 6 && !/^(Bearer|Basic)$/.test(word));
}

function masked(text: string, secrets: readonly string[]): string {
  return secrets.reduce((now, secret) => now.replaceAll(secret, "***"), text);
}
