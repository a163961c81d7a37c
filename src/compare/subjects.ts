import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { listFolder } from "../batch/folder.ts";
import { distinctNames } from "../batch/names.ts";
import { documentOf, draftOf } from "../edit/draft.ts";
import { GENERATORS, generate } from "../instance/generate/registry.ts";
import { parseInstance } from "../instance/parse.ts";
import { parseRead, readSeen } from "../io/read-instance.ts";
import { formatIssue, InstanceError, UsageError } from "../util/errors.ts";
import type { Subject, Unread } from "./types.ts";

/** An instance that is read when it is its turn. */
export interface SubjectSource {
  readonly name: string;
  read(): Promise<Subject | Unread>;
}

interface Named {
  readonly wanted: string;
  load(name: string): Promise<Subject>;
}

/**
 * The instances that words of a command line name: files, folders, and generators with seeds such as `unrelated:tasks=40,resources=5,seed=1..10`. Names are
 * those of the files without their ending, or of what is generated. Throws UsageError for what is neither.
 */
export async function sourcesOf(words: readonly string[]): Promise<readonly SubjectSource[]> {
  const all: Named[] = [];
  for (const word of words) all.push(...(await sourcesIn(word)));
  const names = distinctNames(all.map(({ wanted }) => wanted));
  return all.map(({ load }, i) => ({
    name: names[i],
    async read() {
      try {
        return await load(names[i]);
      } catch (error) {
        const why = reasonOf(error);
        if (why === undefined) throw error;
        return { name: names[i], unread: why };
      }
    },
  }));
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof InstanceError) {
    const { issues } = error;
    const more = issues.length > 1 ? `; and ${issues.length - 1} more` : "";
    return `${formatIssue(issues[0])}${more}`;
  }
  return error instanceof UsageError ? error.message : undefined;
}

async function sourcesIn(word: string): Promise<readonly Named[]> {
  const [kind] = word.split(":");
  if (word.includes(":") && Object.hasOwn(GENERATORS, kind)) return generated(word);
  const found = await stat(word).catch(() => undefined);
  if (found?.isDirectory() === true) {
    const { units } = await listFolder(word, "");
    return units.map(({ file }) => fromFile(file));
  }
  if (found === undefined) {
    const hint = /^[\w-]+:/.test(word)
      ? `Maybe name a generator: ${Object.keys(GENERATORS).join(", ")}.`
      : "Maybe name an instance file, a folder of them, or a generator such as unrelated:tasks=40,resources=5,seed=1..10.";
    throw new UsageError(`There is no ${word}.\n${hint}`);
  }
  return [fromFile(word)];
}

function fromFile(file: string): Named {
  return {
    wanted: basename(file),
    async load(name) {
      const read = await readSeen(file);
      return {
        name,
        instance: parseRead(read, file),
        document: documentOf(draftOf(read.document)),
      };
    },
  };
}

const SIZES = ["tasks", "resources", "kinds"] as const;

/** Most seeds of one generator. */
const MOST_SEEDS = 100_000;

function generated(word: string): readonly Named[] {
  const at = word.indexOf(":");
  const kind = word.slice(0, at);
  const given = new Map<string, string>();
  for (const part of word.slice(at + 1).split(",")) {
    const [key, value, ...rest] = part.split("=");
    const isKnown = key === "seed" || SIZES.some((name) => name === key);
    if (!isKnown || value === undefined || rest.length > 0 || given.has(key))
      throw unclear(word, part);
    given.set(key, value);
  }
  const whole = (key: string): number => {
    const text = given.get(key) ?? "";
    if (!/^\d{1,8}$/.test(text)) throw unclear(word, `${key}=${text}`);
    return Number(text);
  };
  const sizes = {
    tasks: whole("tasks"),
    resources: whole("resources"),
    ...(given.has("kinds") && { kinds: whole("kinds") }),
  };
  const make = (seed: number) => generate(kind, { ...sizes, seed });
  const [first, ...others] = seedsOf(given.get("seed") ?? "1", word);
  // Sizes that the family does not have are told before anything runs.
  make(first);
  return [first, ...others].map((seed) => ({
    wanted: `${kind}-${sizes.tasks}x${sizes.resources}-seed${seed}`,
    async load(name) {
      const document = make(seed);
      return { name, instance: parseInstance(document), document };
    },
  }));
}

function seedsOf(text: string, word: string): readonly number[] {
  const [, from, to = from] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(text) ?? [];
  const [low, high] = [Number(from), Number(to)];
  if (from === undefined || high < low || high - low >= MOST_SEEDS)
    throw unclear(word, `seed=${text}`);
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

function unclear(word: string, part: string): UsageError {
  return new UsageError(
    `${word}: "${part}" says nothing.\nMaybe write tasks=40,resources=5,seed=1..10 behind the name.`,
  );
}
