import { ApiFault } from "../../../apply/exchange.ts";
import { isRaw, mapIn, type Spot } from "../../objects/fields.ts";
import { meets, selectorOf } from "../../objects/requirements.ts";
import { listOf, mapOf, valueAt } from "../../out/edit.ts";
import type { ApiRequest } from "../request.ts";
import { toldBy } from "../told.ts";
import { Denied, type LivePod } from "./pods.ts";

/** The disruption budget that does not let so many pods go at a time; undefined if all do. Throws ApiFault where they are not listed. */
export async function budgetFault(
  request: ApiRequest,
  namespace: string,
  pods: readonly LivePod[],
): Promise<string | undefined> {
  const path = `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets?limit=500`;
  const { status, body } = await request("GET", path);
  if (status === 404) return undefined;
  if (status === 403) {
    throw new Denied(`list of poddisruptionbudgets is not allowed${toldBy(body)}`);
  }
  if (status !== 200) throw new ApiFault(`the cluster answered ${status}${toldBy(body)}`);
  for (const budget of listOf(body, ["items"])) {
    if (!isRaw(budget)) continue;
    const root: Spot = { value: budget, object: "PodDisruptionBudget", path: "", issues: [] };
    const selector = mapIn(root, "spec", "selector");
    const requirements = selector === undefined ? [] : selectorOf(selector);
    if (selector === undefined) continue;
    const own = pods.filter((pod) => {
      const labels = Object.entries(mapOf(pod.body, ["metadata", "labels"]));
      return meets(new Map(labels.map(([key, value]) => [key, String(value)])), requirements);
    });
    const allowed = Number(valueAt(budget, ["status", "disruptionsAllowed"]) ?? 0);
    if (own.length > allowed) {
      const name = String(valueAt(budget, ["metadata", "name"]));
      return `its disruption budget ${name} lets ${allowed} of its pods go, and ${own.length} would`;
    }
  }
  return undefined;
}
