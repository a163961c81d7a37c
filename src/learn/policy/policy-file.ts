import { z } from "zod";
import { OBJECTIVE_NAMES } from "../../instance/objectives/registry.ts";
import { InstanceError } from "../../util/errors.ts";
import { forestDocument, forestSchema, readForest } from "../trees/forest-file.ts";
import { PAIR_FEATURES } from "./pair-features.ts";
import type { Policy } from "./policy.ts";

const FORMAT = "berth-policy";
const VERSION = 1;

/** A policy as plain data for a JSON file. */
export function policyDocument({ forest, ...rest }: Policy): object {
  return { format: FORMAT, version: VERSION, ...rest, forest: forestDocument(forest) };
}

/** A policy from plain data that no one has checked; one that looks at other features is refused. Throws InstanceError. */
export function readPolicy(document: unknown, source: string): Policy {
  const refuse = (message: string, hint: string): never => {
    throw new InstanceError([{ path: "", message: `${source}: ${message}`, hint }]);
  };
  const head = headSchema.safeParse(document);
  if (!head.success || head.data.format !== FORMAT) {
    return refuse("expected a policy", 'Maybe write one with "berth learn policy".');
  }
  const isKnown =
    head.data.version === VERSION &&
    JSON.stringify(head.data.features) === JSON.stringify(PAIR_FEATURES);
  if (!isKnown) {
    return refuse("the policy looks at other features than this Berth", "Maybe train it again.");
  }
  const parsed = policySchema.safeParse(document);
  if (!parsed.success) {
    throw new InstanceError(
      parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
        path: `/${path.map(String).join("/")}`,
        message: `${source}: ${message}`,
      })),
    );
  }
  try {
    const { objective, features, trained } = parsed.data;
    const forest = readForest(parsed.data.forest, features.length);
    return { objective, features, trained, forest };
  } catch (error) {
    if (error instanceof RangeError) return refuse(error.message, "Maybe train it again.");
    throw error;
  }
}

const headSchema = z.looseObject({
  format: z.string(),
  version: z.number(),
  features: z.array(z.string()).max(1000).optional(),
});

const policySchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  objective: z.enum(OBJECTIVE_NAMES),
  features: z.array(z.string()),
  forest: forestSchema,
  trained: z.strictObject({
    instances: z.int().min(0),
    pairs: z.int().min(0),
    seed: z.int(),
    hits: z.number(),
  }),
});
