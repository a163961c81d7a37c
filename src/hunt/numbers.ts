import type { DocumentEntry, EditedDocument } from "../edit/draft.ts";
import { isMap } from "../instance/read/report.ts";

/** A whole number in a document that a hunt may change in place. */
export interface DocumentNumber {
  /** Alike for numbers that may be compared: "tasks.runtime" on any resource, "tasks.demand.gpu", "resources.count". */
  readonly key: string;
  /** The smallest that it may be. */
  readonly least: number;
  read(): number;
  write(value: number): void;
}

/** What an entry may have that is a matter of names or of the set. */
const OTHERS: ReadonlySet<string> = new Set(["id", "kind", "after", "labels", "eligible"]);

/** Keys of amounts that are told apart by dimension; others differ by resource alone. */
const BY_DIMENSION: ReadonlySet<string> = new Set(["demand", "capacity", "devices"]);

/** What may be 0 and mean something. */
const FROM_ZERO: ReadonlySet<string> = new Set(["release", "price", "fixed_price"]);

/** Every whole number of tasks and resources in a draft, amounts as plain numbers and times in ms. O(their number). */
export function numbersOf(draft: EditedDocument): readonly DocumentNumber[] {
  return [...draft.tasks, ...draft.resources].flatMap((entry, i) => {
    if (entry === undefined) return [];
    const list = i < draft.tasks.length ? "tasks" : "resources";
    return Object.entries(entry).flatMap(([name, held]) => {
      if (OTHERS.has(name)) return [];
      const least = FROM_ZERO.has(name) ? 0 : 1;
      if (!isMap(held)) return numberAt(entry, name, `${list}.${name}`, least);
      return Object.keys(held).flatMap((key) =>
        numberAt(held, key, `${list}.${name}${BY_DIMENSION.has(name) ? `.${key}` : ""}`, least),
      );
    });
  });
}

function numberAt(
  holder: DocumentEntry,
  name: string,
  key: string,
  least: number,
): readonly DocumentNumber[] {
  const held = holder[name];
  const isTime = typeof held === "string" && /^\d{1,12}ms$/.test(held);
  if (!isTime && !Number.isSafeInteger(held)) return [];
  return [
    {
      key,
      least,
      read: () => (isTime ? Number.parseInt(holder[name] as string, 10) : (holder[name] as number)),
      write(value) {
        holder[name] = isTime ? `${value}ms` : value;
      },
    },
  ];
}
