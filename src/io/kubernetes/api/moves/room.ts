import type { Issue } from "../../../../util/errors.ts";
import { ApiFault } from "../../../apply/exchange.ts";
import { clusterOf } from "../../cluster/cluster.ts";
import { freeOf } from "../../cluster/free.ts";
import { makeFindings } from "../../findings.ts";
import { type Amounts, add } from "../../objects/amounts.ts";
import { indexOf } from "../../objects/object-index.ts";
import { objectsOf } from "../../objects/objects.ts";
import { withValueAt } from "../../out/edit.ts";
import type { ApiRequest } from "../request.ts";
import { toldBy } from "../told.ts";
import { Denied, type LivePod, listPods } from "./pods.ts";

/**
 * Why pods cannot be sent to a node as it is now, those that move away before left aside: it is gone, takes nothing new or has no room
 * for them. Undefined if they can. Throws ApiFault where the cluster does not say it.
 */
export async function targetFault(
  request: ApiRequest,
  node: string,
  {
    coming,
    leaving,
  }: { readonly coming: readonly LivePod[]; readonly leaving: readonly LivePod[] },
): Promise<string | undefined> {
  const found = await request("GET", `/api/v1/nodes/${node}`);
  if (found.status === 404) return `its node ${node} is not there any more`;
  if (found.status === 403) throw new Denied(`get of nodes is not allowed${toldBy(found.body)}`);
  if (found.status !== 200) throw new ApiFault(`the cluster answered ${found.status}`);
  const there = await listPods(request, { selector: `fieldSelector=spec.nodeName%3D${node}` });
  const arriving = new Set(coming.map(({ uid }) => uid));
  const gone = new Set([...arriving, ...leaving.map(({ uid }) => uid)]);
  const all = new Map([
    ...there.map((pod) => [pod.uid, pod.body] as const),
    ...coming.map((pod) => [pod.uid, onNode(pod, node)] as const),
  ]);
  const issues: Issue[] = [];
  const items = [...all.values()];
  const objects = objectsOf(
    [
      { value: { apiVersion: "v1", kind: "NodeList", items: [found.body] }, source: "node" },
      { value: { apiVersion: "v1", kind: "PodList", items }, source: "pods" },
    ],
    issues,
  );
  const cluster = clusterOf(indexOf(objects, issues), makeFindings());
  if (issues.length > 0) return `its node ${node} cannot be read: ${issues[0].message}`;
  const [{ isCordoned, isReady }] = cluster.nodes;
  if (isCordoned) return `its node ${node} is cordoned now`;
  if (!isReady) return `its node ${node} is not ready now`;
  const uidOf = (pod: (typeof cluster.bound)[number]) => pod.object.ref.uid ?? "";
  const stays = cluster.bound.filter((pod) => !gone.has(uidOf(pod)));
  const [free] = freeOf(cluster, stays);
  const asked = new Map<string, number>();
  for (const pod of cluster.bound.filter((one) => arriving.has(uidOf(one)))) {
    add(asked, pod.spec.requests);
    add(asked, ONE_POD);
  }
  const short = [...asked].find(([name, amount]) => amount > 0 && amount > (free.get(name) ?? 0));
  return short && `its node ${node} has no room for it now: too little ${short[0]}`;
}

/** A pod as if it were on a node: one that waits has none. */
function onNode({ body }: LivePod, node: string): unknown {
  return withValueAt(body, ["spec", "nodeName"], () => node);
}

const ONE_POD: Amounts = new Map([["pods", 1]]);
