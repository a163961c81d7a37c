import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "../../src/instance/generate/registry.ts";

/** Makes folders of instances inside a test's folder. */
export function nightsIn(folder: { readonly path: string }) {
  function night(name: string, instances: Readonly<Record<string, unknown>>): string {
    const path = join(folder.path, name);
    mkdirSync(path);
    for (const [file, document] of Object.entries(instances)) {
      const text = typeof document === "string" ? document : JSON.stringify(document);
      writeFileSync(join(path, file), text);
    }
    return path;
  }

  /** Six small instances of three families; some stay open for several rounds. */
  function six(name: string): string {
    const listed = Array.from({ length: 6 }, (_, i) => {
      const sizes = { tasks: 20 + 4 * i, resources: 4 + (i % 3), seed: i + 1 };
      const family = ["gap-d", "unrelated", "gap-e"][i % 3];
      return [`n${String(i).padStart(2, "0")}.json`, generate(family, sizes)] as const;
    });
    return night(name, Object.fromEntries(listed));
  }

  return { night, six };
}

/** What a test looks at of a line of results. */
export interface Line {
  readonly name: string;
  readonly status: string;
  readonly termination?: string;
  readonly plan?: string;
  readonly rounds: number;
  readonly message?: string;
}

/** The lines of results.ndjson. */
export function results(out: string): Line[] {
  const text = readFileSync(join(out, "results.ndjson"), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

/** Everything that a run wrote, but how long it took and what it is called. */
export function timeless(out: string): object {
  const text = (file: string) =>
    readFileSync(join(out, file), "utf8")
      .replaceAll(/"seconds":[\d.e+-]+/g, '"seconds":0')
      .replaceAll(/"sha256":"\w+","record"/g, '"record"');
  const files = [
    "results.ndjson",
    ...["plans", "state"].flatMap((inside) =>
      readdirSync(join(out, inside)).map((file) => join(inside, file)),
    ),
  ];
  return Object.fromEntries(files.sort().map((file) => [file, text(file)]));
}

/** Rounds of all units that a running batch has written so far. */
export function roundsIn(out: string): number {
  if (!existsSync(join(out, "state"))) return 0;
  const texts = readdirSync(join(out, "state"))
    .filter((file) => /^\w.*\.json$/.test(file))
    .map((file) => {
      const path = join(out, "state", file);
      // It may be removed between the list and the look.
      return existsSync(path) ? readFileSync(path, "utf8") : "";
    });
  return texts.join("").match(/"round":/g)?.length ?? 0;
}
