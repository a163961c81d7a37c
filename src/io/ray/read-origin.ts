import { z } from "zod";
import { parsedOrigin } from "../parsed-origin.ts";
import type { RayOrigin } from "./import.ts";

const text = z.string().min(1);

const originSchema = z.strictObject({
  berth_origin: z.literal(1),
  system: z.literal("ray"),
  resources: z.record(text, text),
  tasks: z.record(
    text,
    z.strictObject({
      entrypoint: text,
      runtime_env: z.record(z.string(), z.unknown()).exactOptional(),
      metadata: z.record(z.string(), z.string()).exactOptional(),
    }),
  ),
});

/** What `berth import ray` wrote on who is who, from plain data that no one has checked. Throws InstanceError. */
export function readRayOrigin(document: unknown): RayOrigin {
  return parsedOrigin(originSchema, document, "berth import ray");
}
