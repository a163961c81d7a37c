import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the next request meets in place of an answer. */
export type Trouble =
  | { readonly status: number; readonly text?: string }
  | "half an answer"
  /** Said after the request was carried out. */
  | "no answer, but taken";

interface Job {
  readonly body: Readonly<Record<string, unknown>>;
  status: string;
  message: string;
  /** What it is after each look at it. */
  readonly next?: string[];
}

/** Fields that Ray 2.58 knows. */
const FIELDS = new Set([
  ...["entrypoint", "submission_id", "runtime_env", "metadata", "entrypoint_num_cpus"],
  ...["entrypoint_num_gpus", "entrypoint_memory", "entrypoint_resources"],
  "entrypoint_label_selector",
]);

/** A dashboard of Ray in this process: the nodes of the example, jobs in memory, and whatever trouble a test wants. */
export async function startDashboard() {
  const nodes = JSON.parse(readFileSync("instances/foreign/ray-nodes.json", "utf8"));
  const jobs = new Map<string, Job>();
  const seen: { method: string; path: string; authorization: string | undefined }[] = [];
  const troubles: Trouble[] = [];
  /** What each job becomes, one look after the other. */
  const script: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      seen.push({ method, path: url, authorization: headers.authorization });
      // Reading nodes and use is not where the trouble is meant.
      const trouble = /^\/api\/jobs/.test(url) ? troubles.shift() : undefined;
      if (typeof trouble === "object") return say(response, trouble.status, trouble.text ?? "");
      if (trouble === "half an answer") {
        response.setHeader("content-length", 1000);
        response.write('{"status":');
        return void response.destroy();
      }
      const [status, body] = answer(method, url, Buffer.concat(chunks).toString("utf8"));
      if (trouble !== undefined) return void response.destroy();
      say(response, status, typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    jobs,
    nodes,
    seen,
    troubles,
    script,
    url: `http://127.0.0.1:${port}`,
    stop: () => new Promise((done) => server.close(done)),
  };

  function answer(method: string, url: string, text: string): readonly [number, object | string] {
    if (url.startsWith("/api/v0/nodes")) return [200, nodes];
    if (url === "/api/cluster_status") {
      return [200, { data: { clusterStatus: { loadMetricsReport: { usageByNode: {} } } } }];
    }
    const id = /^\/api\/jobs\/([^/]+)$/.exec(url)?.[1];
    if (method === "GET" && id !== undefined) {
      const job = jobs.get(id);
      if (job === undefined) return [404, `Job ${id} does not exist`];
      const { status, message, next } = job;
      job.status = next?.shift() ?? status;
      const times = { start_time: 1000, end_time: status === "SUCCEEDED" ? 61_000 : null };
      return [200, { submission_id: id, status, message, ...times }];
    }
    if (method !== "POST" || url !== "/api/jobs/") return [404, "404: Not Found"];
    const body = JSON.parse(text);
    const unknown = Object.keys(body).find((key) => !FIELDS.has(key));
    if (unknown !== undefined) return [400, `unexpected keyword argument '${unknown}'`];
    if (jobs.has(body.submission_id)) {
      return [
        500,
        `Traceback ...\nValueError: Job with submission_id ${body.submission_id} already exists`,
      ];
    }
    jobs.set(body.submission_id, { body, status: "PENDING", message: "", next: [...script] });
    return [200, { job_id: body.submission_id, submission_id: body.submission_id }];
  }

  function say(response: ServerResponse, status: number, text: string): void {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(text);
  }
}
