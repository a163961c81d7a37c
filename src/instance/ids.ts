import type { Instance } from "./types.ts";

/** "bert#2" for the second copy of an entry, "bert" if it has only one. `copy` is a copy number. */
export function taskCopyId(instance: Instance, copy: number): string {
  const t = instance.taskOfCopy[copy]!;
  return copyId(instance.tasks[t]!, copy - instance.taskCopyStart[t]!);
}

export function resourceCopyId(instance: Instance, copy: number): string {
  const r = instance.resourceOfCopy[copy]!;
  return copyId(instance.resources[r]!, copy - instance.resourceCopyStart[r]!);
}

/** The copy number of an id that `taskCopyId` gives; undefined if there is no such copy. */
export function findTaskCopy(instance: Instance, id: string): number | undefined {
  return findCopy(instance.tasks, instance.taskCopyStart, id);
}

export function findResourceCopy(instance: Instance, id: string): number | undefined {
  return findCopy(instance.resources, instance.resourceCopyStart, id);
}

interface Entry {
  readonly id: string;
  readonly count: number;
}

const numbersOf = new WeakMap<readonly Entry[], ReadonlyMap<string, number>>();

function copyId({ id, count }: Entry, position: number): string {
  return count === 1 ? id : `${id}#${position + 1}`;
}

function findCopy(entries: readonly Entry[], starts: Int32Array, id: string): number | undefined {
  const [, name = "", digits] = /^([^#]*)(?:#([1-9]\d{0,8}))?$/.exec(id) ?? [];
  const entry = numbers(entries).get(name);
  if (entry === undefined) return undefined;
  const { count } = entries[entry]!;
  if ((digits === undefined) !== (count === 1)) return undefined;
  const position = digits === undefined ? 1 : Number(digits);
  return position <= count ? starts[entry]! + position - 1 : undefined;
}

/** Entry numbers by id, built at the first question and kept as long as the instance lives. */
function numbers(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const known = numbersOf.get(entries);
  if (known !== undefined) return known;
  const built = new Map(entries.map(({ id }, i) => [id, i]));
  numbersOf.set(entries, built);
  return built;
}
