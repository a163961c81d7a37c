import { basename, extname } from "node:path";

/** True for a name that is safe as a part of file names everywhere. */
export function isPlainName(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(value);
}

const ENDINGS: ReadonlySet<string> = new Set([".yaml", ".yml", ".json", ".txt"]);

/**
 * The name of a file without the ending of an instance: "a/night.1.yaml" is "night.1". What a name cannot hold becomes
 * "-": "night (copy).yaml" is "night-copy-".
 */
export function nameOf(path: string): string {
  const ending = extname(path);
  return plain(basename(path, ENDINGS.has(ending.toLowerCase()) ? ending : ""));
}

/** Names of files in their order, all different without regard to case: of equal ones all keep their endings, then count. */
export function distinctNames(files: readonly string[]): string[] {
  const count = new Map<string, number>();
  const short = files.map(nameOf);
  for (const name of short) count.set(key(name), (count.get(key(name)) ?? 0) + 1);
  const wanted = short.map((name, i) => (count.get(key(name)) === 1 ? name : plain(files[i])));
  const taken = new Set<string>();
  return wanted.map((name) => {
    let free = name;
    for (let n = 2; taken.has(key(free)); n++) free = `${name}-${n}`;
    taken.add(key(free));
    return free;
  });
}

const key = (name: string) => name.toLowerCase();

function plain(text: string): string {
  const cleaned = text.replaceAll(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return cleaned.slice(0, 90) || "instance";
}
