import type { Ask } from "./api.ts";
import { until } from "./processes.ts";

/** Looks in which nothing changed: a second. */
const LOOKS = 10;

/**
 * Waits until nothing has changed in these lists for a second: controllers have their word on what was made, and a plan is refused
 * for what changes after the import.
 */
export async function still(ask: Ask, paths: readonly string[]): Promise<void> {
  let before = "";
  let same = 0;
  await until("nothing changes any more", async () => {
    const lists = await Promise.all(paths.map((path) => ask("GET", path)));
    const versions = lists.map(({ body }) =>
      body.items?.map(({ metadata }: { metadata: { name: string; resourceVersion: string } }) => [
        metadata.name,
        metadata.resourceVersion,
      ]),
    );
    const now = JSON.stringify(versions);
    same = now === before && !versions.includes(undefined) ? same + 1 : 0;
    before = now;
    return same >= LOOKS;
  });
}
