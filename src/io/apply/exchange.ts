import { type IncomingMessage, request as plainRequest } from "node:http";
import { type RequestOptions, request as safeRequest } from "node:https";
import { UsageError } from "../../util/errors.ts";

/** What a server answered. */
export interface ApiAnswer {
  readonly status: number;
  /** Plain data; undefined if it was no JSON. */
  readonly body: unknown;
  /** The answer as it came. */
  readonly text: string;
  /** ms that it asks to be left alone. */
  readonly retryAfter?: number;
}

/** What is sent. */
export interface Sending {
  readonly method: "GET" | "PATCH" | "POST";
  /** Begins with "/". */
  readonly path: string;
  readonly body?: object;
  /** Type of the body; default: JSON. */
  readonly type?: string;
}

/** No whole answer came: what was sent may have been taken or not. */
export class ApiFault extends Error {
  override readonly name = "ApiFault";
}

/** ms without a word after which an answer is given up. */
const PATIENCE = 30_000;

/** ms after which an answer is given up that still comes, however slowly. */
const LONGEST = 120_000;

/** Longest answer: a page of a list. */
const MOST_BYTES = 64 * 2 ** 20;

/** How long an answer is waited for, ms: without a word, and in all. */
export interface Waiting {
  readonly patience?: number;
  readonly longest?: number;
}

/** One request and its answer. Credentials, which stand in the options, are in no message. Throws ApiFault. */
export async function exchange(
  server: URL,
  options: RequestOptions,
  sending: Sending,
  { patience = PATIENCE, longest = LONGEST }: Waiting = {},
): Promise<ApiAnswer> {
  try {
    return await sent(server, options, sending, { patience, longest });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ApiFault(masked(why, secretsOf(options)), { cause });
  }
}

/** Throws UsageError for plain HTTP to another machine, unless that is asked for. */
export function checkPlain(server: URL, allowHttp: boolean, instead: string): void {
  if (server.protocol !== "http:" || isLoopback(server) || allowHttp) return;
  throw new UsageError(
    `${server.origin} is plain HTTP to another machine: anybody between could change what is sent.\nMaybe use ${instead}; --allow-http does it all the same.`,
  );
}

/** Whether an address is that of this machine. */
export function isLoopback({ hostname: host }: URL): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

async function sent(
  server: URL,
  options: RequestOptions,
  { method, path, body, type = "application/json" }: Sending,
  { patience, longest }: Required<Waiting>,
): Promise<ApiAnswer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const base = server.pathname.replace(/\/$/, "");
  const start = server.protocol === "http:" ? plainRequest : safeRequest;
  let timer: NodeJS.Timeout | undefined;
  const answered = new Promise<ApiAnswer>((done, failed) => {
    const request = start(
      {
        ...options,
        method,
        hostname: server.hostname.replace(/^\[|\]$/g, ""),
        port: server.port,
        path: `${base}${path}`,
        timeout: patience,
        headers: {
          ...options.headers,
          accept: "application/json",
          ...(text !== undefined && {
            "content-type": type,
            "content-length": Buffer.byteLength(text),
          }),
        },
      },
      (answer) => answerOf(answer).then(done, failed),
    );
    request.on("timeout", () => request.destroy(new Error(`no answer for ${patience / 1000} s`)));
    request.on("error", failed);
    timer = setTimeout(() => {
      const late = new Error(`no whole answer for ${longest / 1000} s`);
      failed(late);
      request.destroy(late);
    }, longest);
    request.end(text);
  });
  return await answered.finally(() => clearTimeout(timer));
}

async function answerOf(answer: IncomingMessage): Promise<ApiAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Throws where the answer breaks off.
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Error("the answer is too long");
    chunks.push(chunk);
  }
  const seconds = Number(answer.headers["retry-after"]);
  const text = Buffer.concat(chunks).toString("utf8");
  return {
    status: answer.statusCode ?? 0,
    body: parsed(text),
    text,
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
