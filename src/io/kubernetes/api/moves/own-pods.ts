import { groupOf } from "../../objects/objects.ts";
import { listOf, valueAt } from "../../out/edit.ts";
import type { ListedMove } from "../../out/files.ts";
import { RESTARTED } from "../../out/moves/movers.ts";
import type { ApiRequest } from "../request.ts";
import { type LivePod, listAll, listPods } from "./pods.ts";

/** The pods of the parts of an object that is held: those that it had, and those that it has made since. Throws ApiFault and Denied. */
export async function podsOf(
  { apiVersion, kind, namespace, uid, name, pods }: ListedMove,
  request: ApiRequest,
): Promise<readonly LivePod[]> {
  const { selector, clusters } = RESTARTED[`${groupOf(apiVersion)}/${kind}`];
  const asked = selector?.({ uid, name }) ?? RAY_NODES;
  const found = await listPods(request, {
    namespace,
    selector: `labelSelector=${encodeURIComponent(asked)}`,
  });
  if (clusters === undefined) return found;
  const list = await listAll(request, `${clusters}/namespaces/${namespace}/rayclusters`);
  const between = new Set(
    list.filter((one) => isOwnedBy(one, uid)).map((one) => valueAt(one, ["metadata", "uid"])),
  );
  // The pods of a cluster that was deleted are there a while longer than it is.
  const before = new Set(pods.map((pod) => pod.uid));
  return found.filter((pod) => between.has(pod.owner) || before.has(pod.uid));
}

const RAY_NODES = "ray.io/node-type in (head,worker)";

function isOwnedBy(object: unknown, uid: string): boolean {
  return listOf(object, ["metadata", "ownerReferences"]).some((one) => {
    return valueAt(one, ["uid"]) === uid;
  });
}
