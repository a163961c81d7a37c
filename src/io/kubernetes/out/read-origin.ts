import { z } from "zod";
import { InstanceError } from "../../../util/errors.ts";
import { show } from "../../../util/show.ts";
import { type ClusterOrigin, ORIGIN_VERSION } from "../rows/origin.ts";

const count = z.int().min(1).max(0x7fff_ffff);
const nodeFields = {
  name: z.string().min(1),
  namespace: z.string().min(1).exactOptional(),
  uid: z.string().exactOptional(),
  resourceVersion: z.string().exactOptional(),
};
const refSchema = z.strictObject({ apiVersion: z.string(), kind: z.string(), ...nodeFields });

const originSchema = z.strictObject({
  berth_origin: z.literal(ORIGIN_VERSION),
  system: z.literal("kubernetes"),
  instance: z.string(),
  resources: z.record(z.string(), z.array(z.strictObject(nodeFields)).min(1)),
  tasks: z.record(
    z.string(),
    z
      .array(
        refSchema.extend({
          part: z.string().min(1).exactOptional(),
          parts: z.array(z.strictObject({ name: z.string(), pods: count })).exactOptional(),
          copies: count,
          pods: count,
          running: z.literal(true).exactOptional(),
          stranded: z.literal(true).exactOptional(),
          owners: z.array(refSchema).exactOptional(),
        }),
      )
      .min(1),
  ),
});

/** Most faults of a file that are told. */
const MOST_ISSUES = 20;

/** What an import wrote on who is who, from plain data that no one has checked. Throws InstanceError. */
export function readOrigin(document: unknown): ClusterOrigin {
  const version = Object(document).berth_origin;
  if (version !== ORIGIN_VERSION) {
    const message = `expected what berth import kubernetes writes beside an instance (berth_origin: ${ORIGIN_VERSION}), got ${
      version === undefined ? show(document) : `berth_origin: ${show(version)}`
    }`;
    const hint = "Maybe import the cluster again, with -o.";
    throw new InstanceError([{ path: "", message, hint }]);
  }
  const parsed = originSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new InstanceError(
    parsed.error.issues.slice(0, MOST_ISSUES).map(({ path, message }) => ({
      path: path
        .map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`)
        .join(""),
      message,
    })),
  );
}
