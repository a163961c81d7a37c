import { ApiFault } from "../../apply/exchange.ts";
import { isRaw } from "../objects/fields.ts";
import { listOf } from "../out/edit.ts";
import type { ApiRequest } from "./request.ts";

/** Those of some nodes that are gone or not ready, with what of it. Throws ApiFault where the cluster does not say it. */
export async function lostNodes(
  request: ApiRequest,
  names: Iterable<string>,
): Promise<ReadonlyMap<string, "gone" | "not ready">> {
  const lost = new Map<string, "gone" | "not ready">();
  for (const name of new Set(names)) {
    const { status, body } = await request("GET", `/api/v1/nodes/${name}`);
    if (status === 404) lost.set(name, "gone");
    else if (status !== 200) throw new ApiFault(`the cluster answered ${status}`);
    else if (listOf(body, ["status", "conditions"]).some(isNotReady)) lost.set(name, "not ready");
  }
  return lost;
}

function isNotReady(condition: unknown): boolean {
  return isRaw(condition) && condition.type === "Ready" && condition.status !== "True";
}
