import { UsageError } from "../util/errors.ts";
import { auto } from "./auto.ts";
import { greedy } from "./greedy.ts";
import { identical } from "./identical.ts";
import { learned } from "./learned.ts";
import { local } from "./local.ts";
import type { Method } from "./method.ts";
import { milp } from "./milp.ts";

/** Every method by name. */
export const METHODS: Readonly<Record<string, Method>> = {
  auto,
  milp,
  local,
  greedy,
  identical,
  learned,
};

/** Throws UsageError for an unknown name. */
export function findMethod(name: string): Method {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (method !== undefined) return method;
  throw new UsageError(
    `Unknown method "${name}". Maybe one of: ${Object.keys(METHODS).join(", ")}.`,
  );
}
