import { ApiFault } from "../../../apply/exchange.ts";
import { listOf, valueAt } from "../../out/edit.ts";
import type { ApiRequest } from "../request.ts";
import { toldBy } from "../told.ts";

/** A pod as a move looks at it. */
export interface LivePod {
  readonly uid: string;
  /** Uid of its controller. */
  readonly owner: string | undefined;
  /** Where it is bound. */
  readonly node: string | undefined;
  readonly phase: string;
  readonly isDeleting: boolean;
  readonly body: unknown;
}

const PAGE = 500;

/** A right is missing: waiting does not help. */
export class Denied extends Error {
  override readonly name = "Denied";
}

/** The pods of a namespace, or of all, that a selector finds ("labelSelector=..."). Throws ApiFault where they are not listed, Denied where they may not be. */
export async function listPods(
  request: ApiRequest,
  { namespace, selector }: { readonly namespace?: string; readonly selector?: string },
): Promise<readonly LivePod[]> {
  const place = namespace === undefined ? "" : `/namespaces/${namespace}`;
  return (await listAll(request, `/api/v1${place}/pods`, selector)).map(seen);
}

/** All pages of a list; its last word is what it is a list of. Throws ApiFault where they are not listed, Denied where they may not be. */
export async function listAll(
  request: ApiRequest,
  path: string,
  selector?: string,
): Promise<readonly unknown[]> {
  const plural = path.split("/").at(-1);
  const found: unknown[] = [];
  let next = "";
  do {
    const more = next === "" ? "" : `&continue=${encodeURIComponent(next)}`;
    const which = selector === undefined ? "" : `&${selector}`;
    const answer = await request("GET", `${path}?limit=${PAGE}${which}${more}`);
    if (answer.status === 401 || answer.status === 403) {
      throw new Denied(`list of ${plural} is not allowed${toldBy(answer.body)}`);
    }
    if (answer.status !== 200) {
      const what = `the cluster does not list ${plural} (${answer.status})`;
      throw new ApiFault(`${what}${toldBy(answer.body)}`);
    }
    found.push(...listOf(answer.body, ["items"]));
    const token = valueAt(answer.body, ["metadata", "continue"]);
    next = typeof token === "string" && token !== next ? token : "";
  } while (next !== "");
  return found;
}

/** One pod of an answer. */
export function seen(body: unknown): LivePod {
  const node = valueAt(body, ["spec", "nodeName"]);
  const owners = listOf(body, ["metadata", "ownerReferences"]);
  const owner = owners.find((one) => valueAt(one, ["controller"]) === true);
  return {
    uid: String(valueAt(body, ["metadata", "uid"])),
    owner: owner === undefined ? undefined : String(valueAt(owner, ["uid"])),
    node: typeof node === "string" && node !== "" ? node : undefined,
    phase: String(valueAt(body, ["status", "phase"])),
    isDeleting: valueAt(body, ["metadata", "deletionTimestamp"]) !== undefined,
    body,
  };
}

/** Whether a pod takes its room still. */
export function takesRoom({ phase }: LivePod): boolean {
  return phase !== "Succeeded" && phase !== "Failed";
}

/** What a move came to so far: its pods run where they should, or one is elsewhere; undefined while that is open. */
export function landing(
  pods: readonly LivePod[],
  wanted: Readonly<Record<string, number>>,
  known: ReadonlySet<string>,
): { readonly elsewhere?: string } | undefined {
  const counts = new Map<string, number>();
  for (const { uid, node, phase, isDeleting } of pods) {
    if (node === undefined || isDeleting) continue;
    const isNew = known.size > 0 && !known.has(uid);
    if (phase === "Running" || (phase === "Succeeded" && isNew)) {
      counts.set(node, (counts.get(node) ?? 0) + 1);
    }
    if (isNew && phase !== "Failed" && wanted[node] === undefined) return { elsewhere: node };
  }
  const isThere = Object.entries(wanted).every(([node, count]) => (counts.get(node) ?? 0) >= count);
  return isThere ? {} : undefined;
}
