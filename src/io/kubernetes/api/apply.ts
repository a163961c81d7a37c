import { isDeepStrictEqual } from "node:util";
import type { ApiAnswer } from "../../apply/exchange.ts";
import { type Again, PASSING, type Sent } from "../../apply/in-order.ts";
import { isRaw, type RawMap } from "../objects/fields.ts";
import { valueAt } from "../out/edit.ts";
import type { ListedChange } from "../out/files.ts";
import type { ApiRequest } from "./request.ts";
import { toldBy } from "./told.ts";

/** A change and its merge patch. */
export interface PatchedChange {
  readonly change: ListedChange;
  readonly patch: RawMap;
}

/** How a change is sent. */
export interface PatchSetting {
  readonly request: ApiRequest;
  /** The cluster checks everything and changes nothing. */
  readonly isDryRun: boolean;
}

/**
 * Sends one change. Each try looks at the object first, so a try that was taken without an answer is found to be done, and nothing
 * is ever written twice. Throws ApiFault.
 */
export async function sendPatch(
  { change, patch }: PatchedChange,
  { request, isDryRun }: PatchSetting,
): Promise<Sent | Again> {
  const found = await request("GET", pathOf(change));
  if (found.status !== 200) return refusal(found, "get");
  if (!isRaw(found.body)) return { again: "the answer is no object" };
  const state = stateOf(change, patch, found.body);
  if (state !== undefined) return state;
  const query = `?fieldManager=berth&fieldValidation=Strict${isDryRun ? "&dryRun=All" : ""}`;
  const sub = change.subresource === undefined ? "" : `/${change.subresource}`;
  const answer = await request("PATCH", `${pathOf(change)}${sub}${query}`, patch);
  if (answer.status !== 200) return refusal(answer, "patch");
  return isDryRun
    ? { verdict: "would apply", what: "the cluster would take it" }
    : { verdict: "applied", what: "the cluster took it" };
}

/** What the object itself says: done, or no longer the one that the change is of; undefined if it is as it was. */
function stateOf(
  { uid, resourceVersion, subresource }: ListedChange,
  patch: RawMap,
  object: unknown,
): Sent | undefined {
  if (valueAt(object, ["metadata", "uid"]) !== uid) {
    return { verdict: "refused", what: "another object has its name now" };
  }
  const mark = subresource === undefined ? ["metadata", "annotations"] : ["status"];
  if (contains(valueAt(object, mark), valueAt(patch, mark))) {
    return { verdict: "done", what: "this plan was applied to it already" };
  }
  const version = valueAt(object, ["metadata", "resourceVersion"]);
  if (version === resourceVersion) return undefined;
  const what = `it changed since the import (resourceVersion ${resourceVersion} then, ${String(version)} now)`;
  return { verdict: "refused", what };
}

/** Whether all that a patch says is there. */
function contains(value: unknown, patch: unknown): boolean {
  if (!isRaw(patch)) return isDeepStrictEqual(value, patch);
  return Object.keys(patch).every((key) => contains(valueAt(value, [key]), patch[key]));
}

function refusal({ status, body, retryAfter }: ApiAnswer, verb: string): Sent | Again {
  const message = toldBy(body);
  if (PASSING.has(status)) {
    const again = `the cluster answered ${status}${message}`;
    return retryAfter === undefined ? { again } : { again, after: retryAfter };
  }
  if (status === 404) return { verdict: "refused", what: "it is not there any more" };
  if (status === 409) return { verdict: "refused", what: `it changed at this moment${message}` };
  if (status === 401)
    return {
      verdict: "failed",
      what: `the cluster does not know who asks${message}`,
      cut: "unknown",
    };
  if (status === 403) return { verdict: "failed", what: `${verb} is not allowed${message}` };
  return { verdict: "failed", what: `the cluster answered ${status}${message}` };
}

/** Where the API has the object; its names were checked when the list was read. */
export function pathOf({
  apiVersion,
  resource,
  namespace,
  name,
}: Pick<ListedChange, "apiVersion" | "resource" | "namespace" | "name">): string {
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${group}/namespaces/${namespace}/${resource}/${name}`;
}
