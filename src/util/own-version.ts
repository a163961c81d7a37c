import { createRequire } from "node:module";

/** The version of this program, as its package says. */
export function ownVersion(): string {
  return (createRequire(import.meta.url)("#manifest") as { version: string }).version;
}
