import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../util/errors.ts";
import { sha256 } from "../util/sha256.ts";

/** Who a process is: its number, when it began (0 where the system does not tell), its host. */
export interface ProcessId {
  readonly pid: number;
  readonly begin: number;
  readonly host: string;
}

export function thisProcess(): ProcessId {
  return { pid: process.pid, begin: beginOf(process.pid) ?? 0, host: thisHost };
}

/** The host's name, and what tells apart machines and containers that share one, where the system says it. */
const thisHost = hostOf();

function hostOf(): string {
  const name = hostname().replaceAll(/[^A-Za-z0-9]/g, "_") || "host";
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    return `${name}_${sha256(`${boot} ${readlinkSync("/proc/self/ns/pid")}`).slice(0, 8)}`;
  } catch {
    return name;
  }
}

/** True if a process of this host has ended; of another host or container nobody knows. */
export function isGone({ pid, begin, host }: ProcessId): boolean {
  return host === thisProcess().host && !isAlive(pid, begin);
}

/** A folder that only this process writes to, until `release`. */
export interface Lock {
  /** Sentences on locks of processes that are gone. */
  readonly notes: readonly string[];
  /** False if another process took it for gone: this one was silent for too long, and may write no more. */
  isHeld(): boolean;
  release(): void;
}

export interface LockOptions {
  /** A process of another host whose lock is silent for so long is gone, ms. Default 30,000. */
  readonly lease?: number;
  /** Told before waiting for that. */
  readonly onWaiting?: (sentence: string) => void;
}

/** A lock is renewed this often, ms. */
const RENEWAL = 5000;

/**
 * Locks a folder. Each process makes a file of its own first, whose name says who it is (process, when it began, host),
 * then looks at the others'. So of two that come at once at least one sees the other: never both go on, though both may give
 * up. A lock of a process that is gone is removed, with a note: of this host it is looked up (a number that is used again
 * does not count where the system tells when a process began), of another host its file has not been renewed for `lease` ms of
 * this process's own clock. Throws UsageError if the folder is in use, or what the system says if it cannot be written.
 */
export async function lockFolder(folder: string, options: LockOptions = {}): Promise<Lock> {
  const { pid, begin, host } = thisProcess();
  const own = `lock-${pid}-${begin}-${host}`;
  const path = join(realpathSync(folder), own);
  if (ours.has(path)) throw new UsageError(inUse(folder, "this process"));
  ours.add(path);
  writeFileSync(path, "A run of berth batch writes here. The name says which process.\n");
  const timer = setInterval(() => renew(path), RENEWAL).unref();
  const release = () => {
    clearInterval(timer);
    ours.delete(path);
    rmSync(path, { force: true });
  };
  try {
    return { notes: await clear(folder, own, options), isHeld: () => existsSync(path), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Locks of this process, which all have the same name. */
const ours = new Set<string>();

function inUse(folder: string, who: string): string {
  return `${folder} is in use by ${who}.\nMaybe wait for it, or write to another folder.`;
}

/** What is said where `isHeld` is false. */
export function takenOver(folder: string): string {
  return `Another run took ${folder} over, for this one was silent for long.\nMaybe look whether it still runs; the same command goes on later.`;
}

function renew(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // It is gone or not to be reached; who writes next finds out.
  }
}

async function clear(folder: string, own: string, options: LockOptions): Promise<string[]> {
  const notes: string[] = [];
  for (const file of readdirSync(folder)) {
    const found = LOCK.exec(file);
    if (found === null || file === own) continue;
    const [, pid, begin, where] = found;
    const path = join(folder, file);
    const isOurs = where === thisProcess().host;
    const who = isOurs ? `process ${pid}` : `process ${pid} on ${where}`;
    const isOver = isOurs
      ? isGone({ pid: Number(pid), begin: Number(begin), host: where })
      : await isSilent(path, who, options);
    if (!isOver) {
      throw new UsageError(inUse(folder, who));
    }
    rmSync(path, { force: true });
    notes.push(`Process ${pid} ended without finishing; taking over its results in ${folder}.`);
  }
  return notes;
}

/** Waits until a lock is renewed or was silent for the lease. */
async function isSilent(
  path: string,
  who: string,
  { lease = 30_000, onWaiting }: LockOptions,
): Promise<boolean> {
  const timeOf = () => statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  const first = timeOf();
  if (first === undefined) return true;
  const seconds = Math.ceil(lease / 1000);
  onWaiting?.(
    `A lock of ${who} is here: looking for up to ${seconds} s whether it is still there.`,
  );
  for (const end = performance.now() + lease; performance.now() < end; ) {
    await sleep(Math.min(1000, lease));
    const now = timeOf();
    if (now === undefined) return true;
    if (now !== first) return false;
  }
  return true;
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
