import { z } from "zod";
import { parsedOrigin } from "../parsed-origin.ts";
import type { SlurmOrigin } from "./types.ts";

const job = z.string().regex(/^\d{1,10}(?:_\d{1,9})?$/, "expected a job such as 1201 or 1202_4");
const node = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,252}$/, "expected the name of a node");

const originSchema = z.strictObject({
  berth_origin: z.literal(1),
  system: z.literal("slurm"),
  start: z.int().min(0).max(253_402_300_799),
  resources: z.record(z.string(), node),
  tasks: z.record(z.string(), z.array(job)),
  held: z.array(job),
  running: z.record(z.string(), z.string()).default({}),
  work: z
    .record(z.string(), z.strictObject({ entrypoint: z.string(), sbatch: z.array(z.string()) }))
    .default({}),
});

/** What `berth import slurm` wrote on who is who, from plain data that no one has checked. Throws InstanceError. */
export function readSlurmOrigin(document: unknown): SlurmOrigin {
  return parsedOrigin(originSchema, document, "berth import slurm");
}
