import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { KINDS } from "../../../../src/io/kubernetes/objects/kinds.ts";
import type { Document } from "../../../../src/io/kubernetes/objects/objects.ts";
import type { Loose } from "../imported.ts";
import { unknownFields } from "../known-fields.ts";
import { inMemory } from "../out/outbound.ts";

/** What the next request meets in place of an answer. */
export type Trouble =
  | { readonly status: number; readonly message?: string; readonly retryAfter?: number }
  /** Half of the answer; "taken" is said after the request was carried out. */
  | "half an answer"
  | "no answer, but taken";

/** Objects in a page. */
const PAGE = 2;

/** One request as it came. */
interface Seen {
  readonly method: string;
  readonly path: string;
  readonly type: string | undefined;
  readonly authorization: string | undefined;
}

const PATH =
  /^\/apis?\/([a-z0-9./-]+)\/namespaces\/([a-z0-9-]+)\/([a-z]+)\/([a-z0-9.-]+?)(\/status)?$/;

const LIST = /^\/apis?\/((?:[a-z0-9.-]+\/)?v[a-z0-9]+)(?:\/namespaces\/([a-z0-9-]+))?\/([a-z]+)$/;

/** Whether Kubernetes itself defines a kind, so that its schema is known here. */
const isOwn = (kind: string) => ["", "batch"].includes(KINDS.get(kind)?.group ?? "none");

const BY_PLURAL = new Map(
  [...KINDS].map(([kind, { group, plural }]) => [`${group}/${plural}`, kind]),
);

/**
 * An API server in this process: objects in memory, lists in short pages, merge patches guarded by resourceVersion and, for kinds of
 * Kubernetes itself, checked against its schemas, and whatever trouble a test wants.
 */
export async function startApiServer(documents: readonly Document[]) {
  const memory = inMemory(documents);
  const seen: Seen[] = [];
  const troubles: Trouble[] = [];
  /** Kinds that may not be listed everywhere, and namespaces where nothing of them may be. */
  const hidden = new Set<string>();
  let outdated = 0;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    memory,
    seen,
    /** Met by the next requests, one each. */
    troubles,
    hidden,
    /** So many pages after a first one are out of date. */
    outdate: (pages: number) => {
      outdated = pages;
    },
    url: `http://127.0.0.1:${port}`,
    stop: () => new Promise((done) => server.close(done)),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url!, "http://x");
    const { "content-type": type, authorization } = request.headers;
    seen.push({ method: request.method!, path: request.url!, type, authorization });
    const trouble = troubles.shift();
    if (typeof trouble === "object") {
      if (trouble.retryAfter !== undefined) response.setHeader("retry-after", trouble.retryAfter);
      return say(response, trouble.status, { message: trouble.message });
    }
    const [, , namespace, plural, name] = PATH.exec(pathname) ?? [];
    if (request.method === "GET" && name === undefined) {
      if (trouble !== undefined) return broken(response);
      const { status, body } = listed(pathname, searchParams);
      return say(response, status, body);
    }
    const kind = [...KINDS].find(([, one]) => one.plural === plural)?.[0] ?? "";
    const key = `${kind} ${namespace}/${name}`;
    if (request.method === "GET") {
      const found = memory.objects.get(key);
      if (trouble === "half an answer") return broken(response);
      return say(response, found === undefined ? 404 : 200, found ?? { message: "not found" });
    }
    if (type !== "application/merge-patch+json") return say(response, 415, {});
    const patch: Loose = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const isStrict = searchParams.get("fieldValidation") === "Strict";
    const unknown = isStrict && isOwn(kind) ? unknownFields(patch, `V1${kind}`) : [];
    if (unknown.length > 0) {
      const fields = unknown.map((one) => `unknown field "${one.slice(1).replaceAll("/", ".")}"`);
      return say(response, 400, { message: `strict decoding error: ${fields.join(", ")}` });
    }
    const isDry = searchParams.get("dryRun") === "All";
    const before = structuredClone(memory.objects.get(key));
    const status = memory.patch(kind, namespace, name, patch);
    const after = memory.objects.get(key);
    if (isDry && status === 200) memory.objects.set(key, before);
    if (trouble !== undefined) return void response.destroy();
    say(response, status, status === 200 ? after : { message: "the object has been modified" });
  }

  /** Groups with a version before the one that has the objects, and lists of a few objects a page. */
  function listed(path: string, query: URLSearchParams): { status: number; body: object } {
    const all = [...memory.objects.values()];
    if (path === "/apis") {
      const versions = new Set(all.map(({ apiVersion }) => apiVersion as string));
      const groups = [...versions]
        .filter((one) => one.includes("/"))
        .map((groupVersion) => {
          const [name, version] = groupVersion.split("/");
          const own = { groupVersion, version };
          const newer = { groupVersion: `${name}/v9`, version: "v9" };
          return { name, versions: [newer, own], preferredVersion: newer };
        });
      return { status: 200, body: { kind: "APIGroupList", groups } };
    }
    const [, groupVersion = "", namespace, plural] = LIST.exec(path) ?? [];
    const group = groupVersion.includes("/") ? groupVersion.split("/")[0] : "";
    const kind = BY_PLURAL.get(`${group}/${plural}`);
    if (kind === undefined || groupVersion.endsWith("/v9")) return { status: 404, body: {} };
    if (hidden.has(kind) && (namespace === undefined || hidden.has(namespace))) {
      return { status: 403, body: { message: `${plural} is forbidden` } };
    }
    const found = all.filter(
      (one) =>
        one.kind === kind &&
        one.apiVersion === groupVersion &&
        (namespace === undefined || one.metadata.namespace === namespace),
    );
    if (found.length === 0 && group !== "" && !all.some((one) => one.apiVersion === groupVersion)) {
      return { status: 404, body: {} };
    }
    const from = Number(query.get("continue") ?? 0);
    if (from > 0 && outdated > 0) {
      outdated--;
      return { status: 410, body: { message: "the continue token is too old" } };
    }
    // Items of a typed list do not name their kind.
    const items = found
      .slice(from, from + PAGE)
      .map(({ kind: _, apiVersion: __, ...rest }) => rest);
    const more = from + PAGE < found.length ? { continue: `${from + PAGE}` } : {};
    return {
      status: 200,
      body: { kind: `${kind}List`, apiVersion: groupVersion, metadata: more, items },
    };
  }

  function broken(response: ServerResponse): void {
    response.setHeader("content-length", 1000);
    response.write('{"metadata":');
    response.destroy();
  }

  function say(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }
}
