import { isDeepStrictEqual } from "node:util";
import { isRaw, type RawMap } from "../fields.ts";
import { valueAt } from "../out/edit.ts";
import type { ListedChange } from "../out/files.ts";
import { ApiFault, type ApiRequest } from "./request.ts";
import { PASSING, toldBy } from "./told.ts";

/**
 * What became of a change: the cluster took it ("applied"), would take it ("would apply"), had it already ("done"), the object is not
 * as it was ("refused"), the cluster said no or did not answer ("failed"), no answer came to the one before ("not sent"), its time has
 * not come ("later").
 */
export type ApplyVerdict =
  | "applied"
  | "would apply"
  | "done"
  | "refused"
  | "failed"
  | "not sent"
  | "later";

/** Verdicts after which the cluster does not do what the plan says. */
export const APPLY_LOSSES: readonly ApplyVerdict[] = ["refused", "failed", "not sent"];

/** What became of one change. */
export interface Applied {
  readonly change: ListedChange;
  readonly verdict: ApplyVerdict;
  /** Why, or what that means. */
  readonly what: string;
}

/** How changes are sent. */
export interface ApplySetting {
  readonly request: ApiRequest;
  /** The cluster checks everything and changes nothing. */
  readonly isDryRun: boolean;
  readonly wait: (ms: number) => Promise<void>;
  /** Why a change is not sent yet; undefined if its time has come. */
  readonly notYet: (change: ListedChange) => string | undefined;
}

/** How often one change is tried, and ms before the second try; each later one waits twice as long, or as the cluster asks. */
const TRIES = 5;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/** Sends changes in their order. Once the cluster gave no answer, or does not know who asks, nothing more is sent. */
export async function* applyAll(
  changes: readonly (readonly [change: ListedChange, patch: RawMap])[],
  setting: ApplySetting,
): AsyncGenerator<Applied> {
  let isCut = false;
  for (const [change, patch] of changes) {
    const why = setting.notYet(change);
    if (why !== undefined) yield { change, verdict: "later", what: why };
    else if (isCut) yield { change, verdict: "not sent", what: "after that one nothing was sent" };
    else {
      const { ends, ...applied } = await applyChange(change, patch, setting);
      yield { change, ...applied };
      isCut = ends === true;
    }
  }
}

/** What one change came to; `ends` where the next one would meet the same. */
type Sent = Pick<Applied, "verdict" | "what"> & { readonly ends?: true };

/**
 * Sends one change. Each try looks at the object first, so a try that was taken without an answer is found to be done, and nothing
 * is ever written twice.
 */
async function applyChange(
  change: ListedChange,
  patch: RawMap,
  setting: ApplySetting,
): Promise<Sent> {
  let last: Again = { again: "" };
  for (let k = 0; k < TRIES; k++) {
    const tried = await oneTry(change, patch, setting);
    if (!("again" in tried)) return tried;
    last = tried;
    const wait = Math.min(LONGEST_WAIT, tried.after ?? FIRST_WAIT * 2 ** k);
    if (k < TRIES - 1) await setting.wait(wait);
  }
  const what = `${last.again}, ${TRIES} times; apply again to see what was taken`;
  return { verdict: "failed", what, ...(last.isSilent && { ends: true }) };
}

/** The same may work later, after so many ms. */
interface Again {
  readonly again: string;
  readonly after?: number;
  /** No whole answer came. */
  readonly isSilent?: true;
}

type Tried = Sent | Again;

async function oneTry(
  change: ListedChange,
  patch: RawMap,
  { request, isDryRun }: ApplySetting,
): Promise<Tried> {
  try {
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
  } catch (error) {
    if (error instanceof ApiFault) return { again: error.message, isSilent: true };
    throw error;
  }
}

/** What the object itself says: done, or no longer the one that the change is of; undefined if it is as it was. */
function stateOf(
  { uid, resourceVersion, subresource }: ListedChange,
  patch: RawMap,
  object: unknown,
): Pick<Applied, "verdict" | "what"> | undefined {
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

function refusal(
  { status, body, retryAfter }: { status: number; body: unknown; retryAfter?: number },
  verb: string,
): Tried {
  const message = toldBy(body);
  if (PASSING.has(status)) {
    const again = `the cluster answered ${status}${message}`;
    return retryAfter === undefined ? { again } : { again, after: retryAfter };
  }
  if (status === 404) return { verdict: "refused", what: "it is not there any more" };
  if (status === 409) return { verdict: "refused", what: `it changed at this moment${message}` };
  if (status === 401)
    return { verdict: "failed", what: `the cluster does not know who asks${message}`, ends: true };
  if (status === 403) return { verdict: "failed", what: `${verb} is not allowed${message}` };
  return { verdict: "failed", what: `the cluster answered ${status}${message}` };
}

/** Where the API has the object; its names were checked when the list was read. */
function pathOf({ apiVersion, resource, namespace, name }: ListedChange): string {
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${group}/namespaces/${namespace}/${resource}/${name}`;
}
