import type { Again, Sent } from "../../../apply/in-order.ts";
import { toldBy } from "../told.ts";
import { landing, listPods, seen, takesRoom } from "./pods.ts";
import { targetFault } from "./room.ts";
import { type BodiedMove, blocked, type MoveSetting, until } from "./setting.ts";

/**
 * Moves one pod: looks whether there is room where it goes, evicts it by the Eviction API, which keeps disruption budgets (429: it waits), and
 * waits until it is gone and its controller's new one runs there. Done before, it is only waited for. Throws ApiFault.
 */
export async function evict(one: BodiedMove, setting: MoveSetting): Promise<Sent | Again> {
  const { namespace, owner, pods, wanted } = one.move;
  const [{ name, uid, from, to }] = pods;
  const { request, isDryRun } = setting;
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  const found = await request("GET", path);
  if (found.status !== 200 && found.status !== 404) {
    return blocked("failed", `the cluster answered ${found.status}${toldBy(found.body)}`);
  }
  const pod = found.status === 200 ? seen(found.body) : undefined;
  const isThere = pod?.uid === uid && takesRoom(pod);
  const known = new Set<string>();
  if (isThere && !pod.isDeleting) {
    if (pod.node !== from) return blocked("refused", `it is on ${pod.node ?? "no node"} now`);
    const wrong = await targetFault(request, to, { coming: [pod], leaving: [] });
    if (wrong !== undefined) return blocked("refused", wrong);
    for (const other of await owned()) known.add(other.uid);
    const no = await evicted(path, one, setting);
    if (no !== undefined) return no;
  } else if (pod?.uid === uid && !takesRoom(pod)) {
    return { verdict: "done", what: "it has ended" };
  }
  if (isDryRun) return { verdict: "done", what: "it is gone already" };
  const isGone = await until(async () => {
    const now = await request("GET", path);
    return now.status === 404 || (now.status === 200 && seen(now.body).uid !== uid) || undefined;
  }, setting);
  if (isGone === undefined) return blocked("failed", `it was evicted and is not gone from ${from}`);
  const landed = await until(async () => landing(await owned(), wanted, known), setting);
  if (landed === undefined) {
    return blocked("failed", `it is gone from ${from}, and no other one runs on ${to} yet`);
  }
  if (landed.elsewhere !== undefined) {
    return blocked("failed", `the new one is on ${landed.elsewhere}, and the plan has it on ${to}`);
  }
  return isThere
    ? { verdict: "applied", what: `it is gone from ${from}, and a new one runs on ${to}` }
    : { verdict: "done", what: `it was moved already: a new one runs on ${to}` };

  async function owned() {
    return (await listPods(request, { namespace })).filter((other) => other.owner === owner);
  }
}

/** Undefined once the pod is to go; else why not, or what a dry run came to. */
async function evicted(
  path: string,
  { body }: BodiedMove,
  setting: MoveSetting,
): Promise<Sent | undefined> {
  const { request, isDryRun } = setting;
  const options = { ...(body.deleteOptions as object), ...(isDryRun && { dryRun: ["All"] }) };
  const sent = { ...body, deleteOptions: options };
  let why = "the cluster does not answer";
  const answer = await until(async () => {
    const { status, body: said } = await request("POST", `${path}/eviction`, sent);
    why = `its disruption budget does not let it go${toldBy(said)}`;
    return status === 429 && !isDryRun ? undefined : { status, said };
  }, setting);
  if (answer === undefined) return blocked("failed", why);
  const { status, said } = answer;
  if (isDryRun && status === 429) return { verdict: "would apply", what: `not now: ${why}` };
  // Another one of its name, or none, is what an eviction makes.
  if (status === 404 || status === 409) return undefined;
  if (status < 200 || status > 299) {
    const what = status === 403 ? "an eviction is not allowed" : `the cluster answered ${status}`;
    return blocked("failed", `${what}${toldBy(said)}`);
  }
  return isDryRun ? { verdict: "would apply", what: "the cluster would evict it" } : undefined;
}
