import type { z } from "zod";
import { InstanceError } from "../util/errors.ts";

/** What an import, such as "berth import ray", wrote on who is who, from plain data that no one has checked. Throws InstanceError. */
export function parsedOrigin<T>(schema: z.ZodType<T>, document: unknown, command: string): T {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const hint = `Maybe import the cluster again, with -o: ${command} writes it beside the instance.`;
  throw new InstanceError([{ path: path.map((key) => `/${String(key)}`).join(""), message, hint }]);
}
