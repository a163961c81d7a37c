import { z } from "zod";
import { InstanceError, type Issue } from "../../../util/errors.ts";
import { show } from "../../../util/show.ts";
import type { RawMap } from "../objects/fields.ts";
import { groupOf } from "../objects/objects.ts";
import { PINNED, PLAN } from "./change.ts";
import { CHANGES_VERSION, type ChangeList, type ListedChange, type ListedMove } from "./files.ts";
import { RESTARTED } from "./moves/movers.ts";
import { MOVING } from "./moves/types.ts";
import { isNodeName, nameFault } from "./names.ts";

const common = {
  file: z.string().regex(/^[0-9]+-[a-z0-9.-]+\.json$/),
  apiVersion: z.string(),
  kind: z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/),
  resource: z.string().regex(/^[a-z]+$/),
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  labels: z.record(z.string(), z.string()).exactOptional(),
  start_ms: z.int().min(0),
  at: z.iso.datetime().exactOptional(),
  kubectl: z.string(),
  features: z.array(z.record(z.string(), z.union([z.string(), z.number()]))).exactOptional(),
};

const holdSchema = z.strictObject({
  metadata: z.strictObject({
    uid: z.string(),
    annotations: z.strictObject({ [MOVING]: z.string() }),
  }),
  spec: z.record(z.string(), z.unknown()),
});

const listSchema = z.strictObject({
  berth_changes: z.literal(CHANGES_VERSION),
  system: z.literal("kubernetes"),
  plan: z.string().regex(/^[0-9a-f]{16}$/),
  instance: z.string(),
  moves: z.array(
    z.strictObject({
      ...common,
      way: z.enum(["evict", "restart"]),
      owner: z.string().regex(/^[A-Za-z0-9._-]{1,128}$/),
      pods: z
        .array(
          z.strictObject({
            ...{ name: z.string(), uid: z.string() },
            ...{ from: z.string().exactOptional(), to: z.string() },
          }),
        )
        .min(1),
      wanted: z.record(z.string(), z.int().min(0)),
      hold: holdSchema.exactOptional(),
    }),
  ),
  changes: z.array(
    z.strictObject({
      ...common,
      resourceVersion: z.string(),
      nodes: z.array(z.string()),
      subresource: z.literal("status").exactOptional(),
    }),
  ),
  findings: z.array(
    z.strictObject({
      verdict: z.enum(["not written", "looser", "stays"]),
      kind: z.string(),
      namespace: z.string().exactOptional(),
      name: z.string(),
      what: z.string(),
    }),
  ),
});

/** The list of changes that was written beside them, from plain data that no one has checked. Throws InstanceError. */
export function readChangeList(document: unknown): ChangeList {
  const parsed = listSchema.safeParse(document);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    const hint = "Maybe name the folder that berth export-plan kubernetes -o wrote.";
    throw new InstanceError([
      { path: path.map((key) => `/${String(key)}`).join(""), message, hint },
    ]);
  }
  const { moves, changes } = parsed.data;
  const issues = [
    ...changes.flatMap((change, i) => {
      const isNode = change.nodes.every(isNodeName);
      return issueOf(`/changes/${i}`, nameFault(change) ?? (isNode ? undefined : NO_NODE));
    }),
    ...moves.flatMap((move, i) => issueOf(`/moves/${i}`, moveFault(move, parsed.data.plan))),
  ];
  if (issues.length > 0) throw new InstanceError(issues);
  return parsed.data;
}

const NO_NODE = "its nodes have no proper names";

function issueOf(path: string, message: string | undefined): readonly Issue[] {
  return message === undefined ? [] : [{ path, message }];
}

/** Why a move is none that was written: its names stand in addresses. */
function moveFault(move: ListedMove, plan: string): string | undefined {
  const { way, kind, apiVersion, resource, pods, namespace, hold } = move;
  const all = [move, ...pods.map(({ name, uid }) => ({ ...move, name, uid, apiVersion: "v1" }))];
  const wrong = all
    .map((one) => nameFault({ ...one, namespace, resourceVersion: "0" }))
    .find((one) => one !== undefined);
  if (wrong !== undefined) return wrong;
  if (pods.some(({ from = "n", to }) => !isNodeName(from) || !isNodeName(to))) return NO_NODE;
  const isPod = kind === "Pod" && apiVersion === "v1" && resource === "pods" && pods.length === 1;
  if (way === "evict") return isPod && hold === undefined ? undefined : "only a pod is evicted";
  if (!Object.hasOwn(RESTARTED, `${groupOf(apiVersion)}/${kind}`)) return `no ${kind} is held`;
  if (hold?.metadata.annotations[MOVING] !== plan) return "it is held for another plan";
  return hold.metadata.uid === move.uid ? undefined : "another object is held";
}

const restartSchema = z.strictObject({
  metadata: z.strictObject({
    uid: z.string(),
    annotations: z.strictObject({
      [PLAN]: z.string(),
      [MOVING]: z.null(),
      [PINNED]: z.string().nullable(),
    }),
  }),
  spec: z.record(z.string(), z.unknown()),
});

const evictionSchema = z.strictObject({
  apiVersion: z.literal("policy/v1"),
  kind: z.literal("Eviction"),
  metadata: z.strictObject({ name: z.string(), namespace: z.string() }),
  deleteOptions: z.strictObject({ preconditions: z.strictObject({ uid: z.string() }) }),
});

/** What is sent for a move: of the object that the list names, and of nothing else. Throws InstanceError. */
export function readMove(document: unknown, { plan }: ChangeList, move: ListedMove): RawMap {
  const refuse = (message: string): never => {
    const hint = "Maybe export the plan again, to a new folder.";
    throw new InstanceError([{ path: "", message: `${move.file}: ${message}`, hint }]);
  };
  const schema = move.way === "evict" ? evictionSchema : restartSchema;
  const parsed = schema.safeParse(document);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    return refuse(`/${path.map(String).join("/")}: ${message}`);
  }
  const { data } = parsed;
  const isOf =
    "deleteOptions" in data
      ? data.metadata.name === move.name &&
        data.metadata.namespace === move.namespace &&
        data.deleteOptions.preconditions.uid === move.uid
      : data.metadata.uid === move.uid && data.metadata.annotations[PLAN] === plan;
  return isOf ? data : refuse("it is of another object or plan than plan.json says");
}

const patchSchema = z.strictObject({
  metadata: z.strictObject({
    uid: z.string(),
    resourceVersion: z.string(),
    annotations: z
      .strictObject({ [PLAN]: z.string(), [PINNED]: z.string().exactOptional() })
      .exactOptional(),
  }),
  spec: z.record(z.string(), z.unknown()).exactOptional(),
  status: z.record(z.string(), z.unknown()).exactOptional(),
});

/** The patch of one change: guarded as the list says, and of nothing but what such a patch is of. Throws InstanceError. */
export function readPatch(document: unknown, { plan }: ChangeList, change: ListedChange): RawMap {
  const refuse = (message: string): never => {
    const hint = "Maybe export the plan again, to a new folder.";
    throw new InstanceError([{ path: "", message: `${change.file}: ${message}`, hint }]);
  };
  const parsed = patchSchema.safeParse(document);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    return refuse(`/${path.map(String).join("/")}: ${message}`);
  }
  const { metadata, spec, status } = parsed.data;
  for (const key of ["uid", "resourceVersion"] as const) {
    if (metadata[key] === change[key]) continue;
    return refuse(`its ${key} is ${show(metadata[key])}, in plan.json ${show(change[key])}`);
  }
  const isStatus = change.subresource === "status";
  if (!isStatus && metadata.annotations?.[PLAN] !== plan) return refuse(`it is of another plan`);
  if ((isStatus ? spec : status) !== undefined) {
    return refuse(`it writes ${isStatus ? "a spec beside the status" : "a status"}`);
  }
  return parsed.data;
}
