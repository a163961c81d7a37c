import { z } from "zod";
import { InstanceError } from "../../../util/errors.ts";
import { show } from "../../../util/show.ts";
import type { RawMap } from "../fields.ts";
import { PLAN } from "./change.ts";
import { CHANGES_VERSION, type ChangeList, type ListedChange } from "./files.ts";
import { nameFault } from "./names.ts";

const listSchema = z.strictObject({
  berth_changes: z.literal(CHANGES_VERSION),
  system: z.literal("kubernetes"),
  plan: z.string().regex(/^[0-9a-f]{16}$/),
  instance: z.string(),
  changes: z.array(
    z.strictObject({
      file: z.string().regex(/^[0-9]+-[a-z0-9.-]+\.json$/),
      apiVersion: z.string(),
      kind: z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/),
      resource: z.string().regex(/^[a-z]+$/),
      namespace: z.string(),
      name: z.string(),
      uid: z.string(),
      resourceVersion: z.string(),
      subresource: z.literal("status").exactOptional(),
      start_ms: z.int().min(0),
      at: z.iso.datetime().exactOptional(),
      kubectl: z.string(),
      features: z.array(z.record(z.string(), z.union([z.string(), z.number()]))).exactOptional(),
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
  const issues = parsed.data.changes.flatMap((change, i) => {
    const wrong = nameFault(change);
    return wrong === undefined ? [] : [{ path: `/changes/${i}`, message: wrong }];
  });
  if (issues.length > 0) throw new InstanceError(issues);
  return parsed.data;
}

const patchSchema = z.strictObject({
  metadata: z.strictObject({
    uid: z.string(),
    resourceVersion: z.string(),
    annotations: z.record(z.literal(PLAN), z.string()).exactOptional(),
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
