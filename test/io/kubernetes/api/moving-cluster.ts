import type { ApiAnswer } from "../../../../src/io/apply/exchange.ts";
import type { ApiRequest } from "../../../../src/io/kubernetes/api/request.ts";
import type { Loose } from "../imported.ts";

/** A pod of 4 CPUs of a controller. */
export const livePod = (name: string, node: string | undefined, owner: string): Loose => ({
  ...{ apiVersion: "v1", kind: "Pod" },
  metadata: {
    ...{ name, namespace: "team", uid: `uid-${name}`, labels: { app: owner } },
    ownerReferences: [{ kind: "X", name: owner, uid: `uid-${owner}`, controller: true }],
  },
  spec: { nodeName: node, containers: [{ name: "c", resources: { requests: { cpu: "4" } } }] },
  status: { phase: node === undefined ? "Pending" : "Running" },
});

/** Nodes with room for so many pods, and what their scheduler and controllers do, one look after the other. */
export function movingCluster(rooms: Readonly<Record<string, number>>) {
  const nodes = new Map<string, Loose>(
    Object.entries(rooms).map(([name, pods]) => [
      name,
      {
        ...{ apiVersion: "v1", kind: "Node", metadata: { name, uid: `uid-${name}` }, spec: {} },
        status: { allocatable: { cpu: String(4 * pods), pods: "110" } },
      },
    ]),
  );
  const pods = new Map<string, Loose>();
  const jobs = new Map<string, Loose>();
  const sent: string[] = [];
  let [version, made, asked] = [100, 0, 0];
  const cluster = {
    ...{ nodes, pods, jobs, sent },
    budgets: [] as Loose[],
    /** Evictions that a budget does not let go yet. */
    kept: 0,
    minor: "36",
    /** Where new pods of an owner go that are held to no node. */
    goesTo: "n1",
    /** The answers after so many requests do not come, whatever was taken. */
    killedAfter: Infinity,
    /** How often a place was written while pods were there still. */
    early: 0,
    /** What the next patches meet. */
    refusals: [] as number[],
    request: (async (method, path, body) => {
      if (++asked > cluster.killedAfter) throw new Error("killed");
      const answer = answered(method, new URL(path, "http://x"), body as Loose);
      turn();
      return { text: "", ...answer };
    }) satisfies ApiRequest,
    wait: async () => turn(),
    begin: () => {
      asked = 0;
    },
    asked: () => asked,
  };
  return cluster;

  /** Controllers and the scheduler have their turn. */
  function turn(): void {
    for (const [name, pod] of pods) {
      if (pod.metadata.deletionTimestamp === undefined) continue;
      // A pod takes a while to end.
      pod.ending = (pod.ending ?? 5) - 1;
      if (pod.ending > 0) continue;
      pods.delete(name);
      if (!name.startsWith("j-"))
        add(`new-${++made}`, cluster.goesTo, pod.metadata.ownerReferences[0].name);
    }
    for (const job of jobs.values()) {
      const own = [...pods.values()].filter((pod) => pod.metadata.labels.app === job.metadata.name);
      if (job.spec.suspend) for (const pod of own) pod.metadata.deletionTimestamp = "now";
      else if (own.every((pod) => pod.metadata.deletionTimestamp !== undefined)) {
        const host = job.spec.template.spec.nodeSelector?.["kubernetes.io/hostname"];
        for (let k = 0; k < job.spec.parallelism; k++) {
          add(`j-${++made}`, host ?? cluster.goesTo, job.metadata.name);
        }
      }
    }
  }

  function add(name: string, node: string, owner: string): void {
    pods.set(name, livePod(name, node, owner));
  }

  function answered(
    method: string,
    { pathname, searchParams }: URL,
    body: Loose,
  ): Omit<ApiAnswer, "text"> {
    const isDry = searchParams.get("dryRun") === "All" || body?.deleteOptions?.dryRun !== undefined;
    if (method !== "GET" && !isDry) sent.push(`${method} ${pathname}`);
    if (pathname === "/version") return { status: 200, body: { minor: cluster.minor } };
    const [, node] = /^\/api\/v1\/nodes\/(.+)$/.exec(pathname) ?? [];
    if (node !== undefined) return found(nodes.get(node));
    if (pathname.endsWith("/poddisruptionbudgets"))
      return { status: 200, body: { items: cluster.budgets } };
    if (pathname.endsWith("/eviction")) {
      const pod = pods.get(body.metadata.name);
      if (pod?.metadata.uid !== body.deleteOptions.preconditions.uid)
        return { status: 404, body: {} };
      if (cluster.kept-- > 0) return { status: 429, body: { message: "the budget needs 1" } };
      if (!isDry) pod.metadata.deletionTimestamp = "now";
      return { status: 201, body: {} };
    }
    const [, job] = /\/jobs\/(.+)$/.exec(pathname) ?? [];
    if (job !== undefined && method === "GET") return found(jobs.get(job));
    if (job !== undefined) return patched(job, body, isDry);
    const [, pod] = /\/pods\/(.+)$/.exec(pathname) ?? [];
    if (pod !== undefined) return found(pods.get(pod));
    const field = searchParams.get("fieldSelector")?.replace("spec.nodeName=", "");
    const label = searchParams.get("labelSelector")?.replace(/.*controller-uid=uid-/, "");
    const items = [...pods.values()].filter(
      ({ metadata, spec }) =>
        (field === undefined || spec.nodeName === field) &&
        (label === undefined || metadata.labels.app === label),
    );
    return { status: 200, body: { items: structuredClone(items) } };
  }

  function patched(name: string, patch: Loose, isDry: boolean): Omit<ApiAnswer, "text"> {
    const status = cluster.refusals.shift();
    if (status !== undefined && status !== 200) return { status, body: { message: "no" } };
    const job = jobs.get(name);
    const { uid, resourceVersion, annotations = {} } = patch.metadata;
    if (uid !== undefined && uid !== job.metadata.uid) return { status: 409, body: {} };
    if (resourceVersion !== undefined && resourceVersion !== job.metadata.resourceVersion) {
      return { status: 409, body: {} };
    }
    const template = patch.spec.template?.spec.nodeSelector;
    // One that never goes was being deleted long before.
    const own = [...pods.values()].some(
      (pod) => pod.metadata.labels.app === name && pod.ending !== Infinity,
    );
    if (template !== undefined && own) cluster.early++;
    if (template !== undefined && (!job.spec.suspend || own)) return { status: 422, body: {} };
    if (isDry) return { status: 200, body: job };
    for (const [key, value] of Object.entries(annotations)) {
      if (value === null) delete job.metadata.annotations[key];
      else job.metadata.annotations[key] = value;
    }
    Object.assign(job.spec.template.spec.nodeSelector, template);
    job.spec.suspend = patch.spec.suspend;
    job.metadata.resourceVersion = String(++version);
    return { status: 200, body: structuredClone(job) };
  }
}

function found(object: Loose): Omit<ApiAnswer, "text"> {
  return { status: object === undefined ? 404 : 200, body: structuredClone(object ?? {}) };
}
