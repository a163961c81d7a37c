import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Document } from "../../../../src/io/kubernetes/objects.ts";
import type { Loose } from "../imported.ts";
import { inMemory } from "../out/outbound.ts";

/** What the next request meets in place of an answer. */
export type Trouble =
  | { readonly status: number; readonly message?: string; readonly retryAfter?: number }
  /** Half of the answer; "taken" is said after the request was carried out. */
  | "half an answer"
  | "no answer, but taken";

/** One request as it came. */
interface Seen {
  readonly method: string;
  readonly path: string;
  readonly type: string | undefined;
  readonly authorization: string | undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  jobs: "Job",
  jobsets: "JobSet",
  pods: "Pod",
  workloads: "Workload",
};

const PATH =
  /^\/apis?\/([a-z0-9./-]+)\/namespaces\/([a-z0-9-]+)\/([a-z]+)\/([a-z0-9.-]+?)(\/status)?$/;

/** An API server in this process: objects in memory, merge patches guarded by resourceVersion, and whatever trouble a test wants. */
export async function startApiServer(documents: readonly Document[]) {
  const memory = inMemory(documents);
  const seen: Seen[] = [];
  const troubles: Trouble[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    memory,
    seen,
    /** Met by the next requests, one each. */
    troubles,
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
    const kind = KINDS[plural];
    const key = `${kind} ${namespace}/${name}`;
    if (request.method === "GET") {
      const found = memory.objects.get(key);
      if (trouble === "half an answer") {
        response.setHeader("content-length", 1000);
        response.write('{"metadata":');
        return void response.destroy();
      }
      return say(response, found === undefined ? 404 : 200, found ?? { message: "not found" });
    }
    if (type !== "application/merge-patch+json") return say(response, 415, {});
    const patch: Loose = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const isDry = searchParams.get("dryRun") === "All";
    const before = structuredClone(memory.objects.get(key));
    const status = memory.patch(kind, namespace, name, patch);
    const after = memory.objects.get(key);
    if (isDry && status === 200) memory.objects.set(key, before);
    if (trouble !== undefined) return void response.destroy();
    say(response, status, status === 200 ? after : { message: "the object has been modified" });
  }

  function say(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }
}
