import type { ApiAnswer } from "../../../apply/exchange.ts";
import type { Again, Sent } from "../../../apply/in-order.ts";
import { isRaw, type RawMap } from "../../objects/fields.ts";
import { groupOf } from "../../objects/objects.ts";
import { PLAN } from "../../out/change.ts";
import { mapOf, valueAt } from "../../out/edit.ts";
import { RESTARTED } from "../../out/moves/movers.ts";
import { MOVING } from "../../out/moves/types.ts";
import { pathOf } from "../apply.ts";
import { toldBy } from "../told.ts";
import { budgetFault } from "./budget.ts";
import { podsOf } from "./own-pods.ts";
import { type LivePod, landing, takesRoom } from "./pods.ts";
import { targetFault } from "./room.ts";
import { type BodiedMove, blocked, type MoveSetting, until } from "./setting.ts";

const QUERY = "?fieldManager=berth&fieldValidation=Strict";

/**
 * Moves all pods of an object: it is held, so that its controller takes them away, placed anew once they are gone, and let go. Where it was
 * left off (a run that was killed) is seen by its annotations. Where the cluster does not let it be placed anew, it is let go again as it
 * was. Throws ApiFault.
 */
export async function restart(one: BodiedMove, setting: MoveSetting): Promise<Sent | Again> {
  const { move, plan } = one;
  const { request, isDryRun } = setting;
  const found = await request("GET", pathOf(move));
  if (found.status === 404) return blocked("refused", "it is not there any more");
  if (found.status !== 200) return blocked("failed", no("get", found));
  if (valueAt(found.body, ["metadata", "uid"]) !== move.uid) {
    return blocked("refused", "another object has its name now");
  }
  const marks = mapOf(found.body, ["metadata", "annotations"]);
  const isHeld = marks[MOVING] === plan;
  const isDone = marks[PLAN] === plan && !isHeld;
  if (isDone) {
    if (isDryRun) return { verdict: "done", what: "it was moved already" };
    return (await landed(one, setting)) ?? { verdict: "done", what: "it was moved already" };
  }
  if (!isHeld) {
    const wrong = await holdFault(one, found, setting);
    if (wrong !== undefined) return wrong;
    const { resourceVersion } = mapOf(found.body, ["metadata"]);
    const hold = guarded(move.hold as unknown as RawMap, resourceVersion);
    const query = `${QUERY}${isDryRun ? "&dryRun=All" : ""}`;
    const held = await request("PATCH", `${pathOf(move)}${query}`, hold);
    // What it has changed by itself meanwhile is looked at again.
    if (held.status === 409) return { again: "it changed at this moment" };
    if (held.status !== 200) return blocked("failed", no("patch", held));
  }
  if (isDryRun) return { verdict: "would apply", what: "the cluster would hold it" };
  let left: readonly LivePod[] = [];
  const isGone = await until(async () => {
    left = (await podsOf(one.move, setting.request)).filter((pod) => isInTheWay(pod, move));
    return left.length === 0 || undefined;
  }, setting);
  if (isGone === undefined) {
    const nodes = [...new Set(left.flatMap(({ node }) => node ?? []))].join(", ");
    const what = `it is held, and its pods are not gone from ${nodes}: apply again to go on`;
    return blocked("failed", what);
  }
  const refused = await placed(one, setting);
  return (
    refused ??
    (await landed(one, setting)) ?? { verdict: "applied", what: `it runs on ${targets(one)}` }
  );
}

/** Why it is not held: it or its pods are not what they were, there is no room for them, or a budget keeps them. */
async function holdFault(
  one: BodiedMove,
  found: ApiAnswer,
  setting: MoveSetting,
): Promise<Sent | undefined> {
  const { move } = one;
  const { request } = setting;
  if (isHeldNow(found.body, move.hold?.spec)) return blocked("refused", "it is held by others");
  const kept = RESTARTED[`${groupOf(move.apiVersion)}/${move.kind}`].refuses?.(found.body);
  if (kept !== undefined) return blocked("refused", kept);
  const version = await versionFault(one, setting);
  if (version !== undefined) return blocked("refused", version);
  const pods = (await podsOf(one.move, request)).filter((pod) => isInTheWay(pod, move));
  const isSame = ({ uid, node, isDeleting }: LivePod) =>
    !isDeleting && move.pods.some((pod) => pod.uid === uid && pod.from === node);
  if (pods.length !== move.pods.length || !pods.every(isSame)) {
    return blocked("refused", "its pods are not those that it had when the plan was exported");
  }
  for (const node of new Set(move.pods.map(({ to }) => to))) {
    const names = new Set(move.pods.filter(({ to }) => to === node).map(({ uid }) => uid));
    const coming = pods.filter(({ uid }) => names.has(uid));
    const wrong = await targetFault(request, node, { coming, leaving: pods });
    if (wrong !== undefined) return blocked("refused", wrong);
  }
  let why: string | undefined;
  const isFree = await until(async () => {
    why = await budgetFault(request, move.namespace, pods);
    return why === undefined || setting.isDryRun || undefined;
  }, setting);
  if (why === undefined && isFree !== undefined) return undefined;
  if (setting.isDryRun) return { verdict: "would apply", what: `not now: ${why}` };
  return blocked("failed", why ?? "the cluster does not say its disruption budgets");
}

/** A pod that was being deleted when the move was planned has others in its place already: on a node that is dead it never goes. */
function isInTheWay(pod: LivePod, { pods }: BodiedMove["move"]): boolean {
  return takesRoom(pod) && (!pod.isDeleting || pods.some(({ uid }) => uid === pod.uid));
}

/** Writes where it goes and lets it go; undefined once the cluster took it. */
async function placed(one: BodiedMove, setting: MoveSetting): Promise<Sent | undefined> {
  const { move, body } = one;
  const { request } = setting;
  let why = "the cluster does not answer";
  const isTaken = await until(async () => {
    const { status, body: object } = await request("GET", pathOf(move));
    if (status !== 200) return undefined;
    const marks = mapOf(object, ["metadata", "annotations"]);
    if (marks[PLAN] === one.plan && marks[MOVING] === undefined) return true;
    const { resourceVersion } = mapOf(object, ["metadata"]);
    const sent = await request("PATCH", `${pathOf(move)}${QUERY}`, guarded(body, resourceVersion));
    // Its controller may need a moment to say that it is held.
    if (sent.status !== 200) why = no("place it anew", sent);
    return sent.status === 200 || undefined;
  }, setting);
  if (isTaken !== undefined) return undefined;
  const back = { metadata: { annotations: { [MOVING]: null } }, spec: freed(move.hold?.spec) };
  const answer = await request("PATCH", `${pathOf(move)}${QUERY}`, back);
  const end = answer.status === 200 ? "it was let go again as it was" : "it is still held";
  return blocked("failed", `${why}; ${end}`);
}

/** Why its pods do not run where the plan has them; undefined once they do. */
async function landed(one: BodiedMove, setting: MoveSetting): Promise<Sent | undefined> {
  const { pods, wanted } = one.move;
  const known = new Set(pods.map(({ uid }) => uid));
  const found = await until(async () => {
    return landing(await podsOf(one.move, setting.request), wanted, known);
  }, setting);
  if (found === undefined) return blocked("failed", `its pods do not run on ${targets(one)} yet`);
  if (found.elsewhere === undefined) return undefined;
  return blocked(
    "failed",
    `a pod is on ${found.elsewhere}, and the plan has it on ${targets(one)}`,
  );
}

/** Since Kubernetes 1.36 a Job that has run may be placed anew while it is held. */
async function versionFault({ move }: BodiedMove, { request }: MoveSetting) {
  if (move.kind !== "Job") return undefined;
  const { status, body } = await request("GET", "/version");
  const minor = Number.parseInt(String(valueAt(body, ["minor"])), 10);
  if (status !== 200 || Number.isNaN(minor) || minor >= PLACED_ANEW) return undefined;
  return `a Job that has run can be placed anew from Kubernetes 1.${PLACED_ANEW} on, and this is 1.${minor}`;
}

const PLACED_ANEW = 36;

function guarded(patch: RawMap, resourceVersion: unknown): object {
  return { ...patch, metadata: { ...mapOf(patch, ["metadata"]), resourceVersion } };
}

/** Whether what a patch sets is set already. */
function isHeldNow(object: unknown, spec: unknown): boolean {
  const all = (value: unknown, patch: unknown): boolean =>
    isRaw(patch)
      ? Object.keys(patch).every((key) => all(valueAt(value, [key]), patch[key]))
      : value === patch;
  return all(valueAt(object, ["spec"]), spec);
}

/** What holds an object, the other way round. */
function freed(spec: unknown): unknown {
  if (!isRaw(spec)) return spec === true ? false : spec;
  return Object.fromEntries(Object.entries(spec).map(([key, value]) => [key, freed(value)]));
}

function targets({ move }: BodiedMove): string {
  return Object.keys(move.wanted).join(", ");
}

function no(verb: string, { status, body }: ApiAnswer): string {
  return status === 403
    ? `${verb} is not allowed${toldBy(body)}`
    : `the cluster answered ${status} when asked to ${verb}${toldBy(body)}`;
}
