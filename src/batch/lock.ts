import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { UsageError } from "../util/errors.ts";

/** Who a process is: its number, when it began (0 where the system does not tell), its host. */
export interface ProcessId {
  readonly pid: number;
  readonly begin: number;
  readonly host: string;
}

export function thisProcess(): ProcessId {
  const host = hostname().replaceAll(/[^A-Za-z0-9]/g, "_") || "host";
  return { pid: process.pid, begin: beginOf(process.pid) ?? 0, host };
}

/** True if a process of this host has ended; of another host nobody knows. */
export function isGone({ pid, begin, host }: ProcessId): boolean {
  return host === thisProcess().host && !isAlive(pid, begin);
}

/** A folder that only this process writes to, until `release`. */
export interface Lock {
  /** Sentences on locks of processes that are gone. */
  readonly notes: readonly string[];
  release(): void;
}

/**
 * Locks a folder. Each process makes a file of its own first, whose name says who it is (process, when it began, host),
 * then looks at the others'. So of two that come at once at least one sees the other: never both go on, though both may give
 * up. A lock of a process of this host that is gone is removed, with a note; the number of a process that is used again
 * does not count where the system tells when a process began. Throws UsageError if the folder is in use or cannot be written.
 */
export function lockFolder(folder: string): Lock {
  const { pid, begin, host } = thisProcess();
  const own = `lock-${pid}-${begin}-${host}`;
  const path = join(folder, own);
  writeFileSync(path, "A run of berth batch writes here. The name says which process.\n");
  const release = () => rmSync(path, { force: true });
  try {
    return { notes: clear(folder, own, host), release };
  } catch (error) {
    release();
    throw error;
  }
}

function clear(folder: string, own: string, host: string): string[] {
  const notes: string[] = [];
  for (const file of readdirSync(folder)) {
    const found = LOCK.exec(file);
    if (found === null || file === own) continue;
    const [, pid, begin, where] = found;
    if (!isGone({ pid: Number(pid), begin: Number(begin), host: where })) {
      const who = where === host ? `process ${pid}` : `process ${pid} on ${where}`;
      const hint =
        where === host
          ? "Maybe wait for it, or write to another folder."
          : `Maybe remove ${join(folder, file)} if that process is gone.`;
      throw new UsageError(`${folder} is in use by ${who}.\n${hint}`);
    }
    rmSync(join(folder, file), { force: true });
    notes.push(`Process ${pid} ended without finishing; taking over its results in ${folder}.`);
  }
  return notes;
}

const LOCK = /^lock-(\d+)-(\d+)-(\w+)$/;

function isAlive(pid: number, begin: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // No permission to signal it means that it is there.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = beginOf(pid);
  return now === undefined || begin === 0 || now === begin;
}

/** When a process began, in ticks since boot; undefined where the system does not tell. See proc(5), field 22 of stat. */
function beginOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const ticks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
    return Number.isSafeInteger(ticks) ? ticks : undefined;
  } catch {
    return undefined;
  }
}
