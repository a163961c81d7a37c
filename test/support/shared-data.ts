import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Path of a published data file beside the project, or undefined if it is not there; then it prints why
 * the test is skipped. With BERTH_REQUIRE_SHARED=1 absence throws instead.
 */
export function sharedData(...path: readonly string[]): string | undefined {
  const shown = join("../shared/data", ...path);
  const full = resolve(import.meta.dirname, "../..", shown);
  if (existsSync(full)) return full;
  if (process.env.BERTH_REQUIRE_SHARED === "1") throw new Error(`${shown} is required but absent.`);
  console.info(`skipped: ${shown} is not there`);
  return undefined;
}
