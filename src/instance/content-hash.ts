import { createHash, type Hash } from "node:crypto";
import { requireArgument } from "../util/arguments.ts";
import { INSTANCE } from "./arguments.ts";
import { costOf, energyOf, isEligible, runtimeOf } from "./features.ts";
import type { ScheduleRules } from "./schedule-rules.ts";
import type { Instance } from "./types.ts";

/** Hexadecimal digits of a content hash: enough to tell instances apart, few enough to compare by eye. */
const DIGITS = 16;

/** Longer lists and tables are read at this many places, evenly spread: a hash must not take as long as the planning. */
const MOST_READ = 1 << 20;
/** Pairs without tables are worked out in exact fractions. */
const MOST_WORKED_OUT = 1 << 14;

/** The label of an instance, and what follows from other fields. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "name",
  "isNamed",
  "pairs",
  "taskCopyStart",
  "resourceCopyStart",
  "taskOfCopy",
  "resourceOfCopy",
]);

const known = new WeakMap<Instance, string>();

/**
 * What an instance says, as 16 hexadecimal digits: the beginning of the SHA-256 of its parsed quantities. Equal for documents
 * that say the same in other words (units, order of keys, file names); another one for nearly every change. It tells
 * instances apart and proves nothing: whoever reads a plan checks it against the instance itself.
 */
export function contentHash(instance: Instance): string {
  requireArgument("contentHash", INSTANCE, instance);
  const held = known.get(instance);
  if (held !== undefined) return held;
  const hash = createHash("sha256");
  const { schedule, ...rest } = instance;
  const fields = Object.entries(rest).filter(([key]) => !LEFT_OUT.has(key));
  add(hash, {
    ...Object.fromEntries(fields),
    ...(schedule && { schedule: asFirstNamed(schedule) }),
  });
  addPairs(hash, instance);
  const found = hash.digest("hex").slice(0, DIGITS);
  known.set(instance, found);
  return found;
}

/** By the names that fields had when plan files first held such hashes: files of then are still of their instances. */
function asFirstNamed({ topology, ...rules }: ScheduleRules): object {
  return { ...rules, rooms: topology };
}

/** Every value with its type and length before it, so that no two different ones write the same. */
function add(hash: Hash, value: unknown): void {
  if (typeof value === "string") hash.update(`s${value.length}:${value}`);
  else if (ArrayBuffer.isView(value)) addNumbers(hash, value as Float64Array);
  else if (Array.isArray(value)) {
    hash.update(`l${value.length}:`);
    for (const item of spread(value)) add(hash, item);
  } else if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).filter(([, item]) => item !== undefined);
    fields.sort(([a], [b]) => (a < b ? -1 : 1));
    hash.update(`m${fields.length}:`);
    for (const [key, item] of fields) {
      add(hash, key);
      add(hash, item);
    }
  } else hash.update(`${typeof value}${String(value)};`);
}

function addNumbers(hash: Hash, numbers: ArrayLike<number>): void {
  hash.update(`n${numbers.length}:`);
  hash.update(new Uint8Array(Float64Array.from(spread(numbers), (value) => value + 0).buffer));
}

/** All of a list, or of a long one `MOST_READ` items that stand about evenly. */
function* spread<T>(list: ArrayLike<T>): Generator<T> {
  const count = Math.min(list.length, MOST_READ);
  for (let i = 0; i < count; i++) yield list[Math.floor((i * list.length) / count)]!;
}

function addPairs(hash: Hash, instance: Instance): void {
  const { pairs, tasks, resources } = instance;
  const R = resources.length;
  const all = tasks.length * R;
  const count = Math.min(all, pairs.features === undefined ? MOST_READ : MOST_WORKED_OUT);
  const cells = new Float64Array(4 * count);
  for (let i = 0; i < count; i++) {
    const pair = Math.floor((i * all) / count);
    const [t, r] = [Math.floor(pair / R), pair % R];
    cells[4 * i] = isEligible(instance, t, r) ? 1 : 0;
    cells[4 * i + 1] = runtimeOf(instance, t, r);
    cells[4 * i + 2] = costOf(instance, t, r);
    cells[4 * i + 3] = energyOf(instance, t, r);
  }
  hash.update(new Uint8Array(cells.buffer));
}
