import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerInText, troubled } from "./answer.ts";
import { flatInstance } from "./flat.ts";
import { type Ended, runShell } from "./process.ts";
import type { Contestant, Played } from "./types.ts";

/** Longest plan that is read, bytes. */
const MOST_READ = 256 * 2 ** 20;

/** What bounds a program beside its time. */
export interface CommandLimits {
  /** MiB of addresses for each of its processes (`ulimit -v` of the shell); a system whose shell cannot limit them lets none begin. */
  readonly memory?: number;
}

/**
 * A line of a shell. `{instance}` is the path of a JSON file (`FlatInstance`), without it the instance is on standard input; `{plan}` is where the plan is
 * to be written, without it it is read from standard output.
 */
export function commandContestant(
  name: string,
  line: string,
  { memory }: CommandLimits = {},
): Contestant {
  const limit = memory === undefined ? "" : limitMemory(memory);
  return {
    name,
    async play(subject, { timeLimit, signal }) {
      const flat = flatInstance(subject);
      if (typeof flat === "string") return troubled("declined", flat);
      const folder = await mkdtemp(join(tmpdir(), "berth-compare-"));
      try {
        const files = { instance: join(folder, "instance.json"), plan: join(folder, "plan") };
        const text = JSON.stringify(flat);
        const readsFile = line.includes("{instance}");
        if (readsFile) await writeFile(files.instance, text);
        const written = line
          .replaceAll("{instance}", quoted(files.instance))
          .replaceAll("{plan}", quoted(files.plan));
        const ended = await runShell(
          `${limit}${written}`,
          readsFile ? "" : text,
          timeLimit,
          signal,
        );
        const { seconds } = ended;
        const trouble = troubleOf(ended, timeLimit);
        if (trouble !== undefined) return { ...trouble, seconds };
        const answer = line.includes("{plan}") ? await planIn(files.plan) : ended.stdout;
        if (typeof answer !== "string") return { ...answer, seconds };
        const source = line.includes("{plan}") ? "the plan" : "its output";
        return { ...answerInText(answer, source, subject.instance), seconds };
      } finally {
        // What a command leaves that nobody may remove is no reason to end a comparison.
        await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      }
    },
  };
}

async function planIn(path: string): Promise<string | Played> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return troubled("garbage", "it wrote no plan to {plan}");
  if (!found.isFile()) return troubled("garbage", "{plan} is no regular file");
  if (found.size > MOST_READ) return troubled("garbage", "its plan is longer than 256 MiB");
  return await readFile(path, "utf8");
}

function troubleOf(
  { status, signal, why, failed, stderr }: Ended,
  timeLimit: number,
): Played | undefined {
  if (why === "late") return troubled("late", `killed after ${timeLimit / 1000}s`);
  if (why === "stopped") return troubled("late", "stopped");
  if (why === "loud") return troubled("garbage", "it printed more than 64 MiB");
  if (failed !== undefined) return troubled("crashed", failed);
  if (status === 0) return undefined;
  const how = signal === undefined ? `exit code ${status}` : `ended by ${signal}`;
  const said = stderr.trim().split("\n").at(-1) ?? "";
  return troubled("crashed", said === "" ? how : `${how}: ${said}`);
}

/** A line of its own before the program, so that whatever stands in that is limited. */
function limitMemory(mebibytes: number): string {
  return `ulimit -v ${mebibytes * 1024} || { echo 'no memory limit can be set here' >&2; exit 125; }\n`;
}

/** A path as one word of a POSIX shell. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
