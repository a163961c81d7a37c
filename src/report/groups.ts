import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";

/** Resource copies that one row of a report stands for; at least one, ascending. */
export type CopyGroup = readonly number[];

/**
 * Used resource copies in groups, at most `most` if that can be: each by itself, else by entry, else by kind. The order of the
 * instance. O(copies).
 */
export function groupCopies(
  { resourceOfCopy, resources }: Instance,
  copies: readonly number[],
  most: number,
): readonly CopyGroup[] {
  if (copies.length <= most) return copies.map((copy) => [copy]);
  const byEntry = grouped(copies, (copy) => resourceOfCopy[copy]!);
  if (byEntry.length <= most) return byEntry;
  return grouped(copies, (copy) => resources[resourceOfCopy[copy]!]!.kind);
}

function grouped(copies: readonly number[], key: (copy: number) => unknown): readonly CopyGroup[] {
  const groups = new Map<unknown, number[]>();
  for (const copy of copies) {
    const group = groups.get(key(copy));
    if (group === undefined) groups.set(key(copy), [copy]);
    else group.push(copy);
  }
  return [...groups.values()];
}

/** "h#3", "h#1-20", "h (12)" of an entry, "a100 (40)" of a kind, "h#1 and 7 more" of several. */
export function resourcesText(instance: Instance, copies: CopyGroup): string {
  const { resources, resourceOfCopy, resourceNames, resourceCopyStart } = instance;
  const own = rangeText(
    (copy) => resourceCopyId(instance, copy),
    copies,
    resourceOfCopy,
    resourceCopyStart,
    resourceNames === undefined ? resources : undefined,
  );
  if (own !== undefined) return own;
  const kinds = new Set(copies.map((copy) => resources[resourceOfCopy[copy]!]!.kind));
  const [first = ""] = kinds;
  return kinds.size === 1
    ? `${first} (${count(copies.length)})`
    : `${resourceCopyId(instance, copies[0]!)} and ${count(copies.length - 1)} more`;
}

/** "t", "t#1-20", "t (12)", or "a and 7 more" of several; task copies ascending. */
export function tasksText(instance: Instance, copies: readonly number[]): string {
  const { tasks, taskOfCopy, taskNames, taskCopyStart } = instance;
  const own = rangeText(
    (copy) => taskCopyId(instance, copy),
    copies,
    taskOfCopy,
    taskCopyStart,
    taskNames === undefined ? tasks : undefined,
  );
  return own ?? `${taskCopyId(instance, copies[0]!)} and ${count(copies.length - 1)} more`;
}

/** Task copies as few names in their order: neighbours of one entry as a range. */
export function taskNamesText(instance: Instance, copies: readonly number[]): string[] {
  const { taskOfCopy, taskNames } = instance;
  const names: string[] = [];
  for (let i = 0; i < copies.length; ) {
    let end = i + 1;
    const isNext = () =>
      taskNames === undefined &&
      copies[end] === copies[end - 1]! + 1 &&
      taskOfCopy[copies[end]!] === taskOfCopy[copies[i]!];
    while (end < copies.length && isNext()) end++;
    if (end - i < 3) end = i + 1;
    names.push(tasksText(instance, copies.slice(i, end)));
    i = end;
  }
  return names;
}

/** One copy by its id, copies of one entry as a range or with their count; undefined for anything else. */
function rangeText(
  idOf: (copy: number) => string,
  copies: readonly number[],
  entryOf: ArrayLike<number>,
  startOf: ArrayLike<number>,
  entries: readonly { readonly id: string }[] | undefined,
): string | undefined {
  const [first, last] = [copies[0]!, copies[copies.length - 1]!];
  if (copies.length === 1) return idOf(first);
  const entry = entryOf[first]!;
  if (entries === undefined || copies.some((copy) => entryOf[copy] !== entry)) return undefined;
  const { id } = entries[entry]!;
  const isRange = last - first + 1 === copies.length;
  if (!isRange) return `${id} (${count(copies.length)})`;
  return `${id}#${first - startOf[entry]! + 1}-${last - startOf[entry]! + 1}`;
}

/** "12,000". */
export function count(number: number): string {
  return number.toLocaleString("en-US");
}

/** The first of some names that fit into so many characters, at least one, and how many more there are. */
export function namesWithin(names: readonly string[], room: number): string {
  let text = "";
  for (const [i, name] of names.entries()) {
    const rest = names.length - i - 1;
    const more = rest === 0 ? "" : ` and ${count(rest)} more`;
    const longer = i === 0 ? name : `${text} ${name}`;
    if (i > 0 && longer.length + more.length > room) {
      return `${text.replace(/,$/, "")} and ${count(rest + 1)} more`;
    }
    text = longer;
  }
  return text;
}

/** Names that a sentence tells before it counts the others. */
const MOST_NAMES = 6;

/** "a, b and c", of many the first few and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  const shown = more > 1 ? [...names.slice(0, MOST_NAMES), `${count(more)} more`] : names;
  return shown.length < 2
    ? shown.join("")
    : `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
}
