import { type DocumentEntry, draftOf, type Edit } from "../edit/draft.ts";
import { isMap } from "../instance/read/report.ts";
import { documentAfter } from "./edits.ts";
import type { HuntJudge, Judgement } from "./judge.ts";
import { type DocumentNumber, numbersOf } from "./numbers.ts";
import { sizeOf, sizeOrder } from "./size.ts";

/**
 * A smaller instance of at least the same ratio, as far as one change at a time leads: tasks, links, resources and copies left out, all
 * numbers of a sort divided, equal ones made smaller together, each made smaller. The result keeps what is `kept`.
 */
export async function shrink(
  found: Judgement,
  judge: HuntJudge,
  kept: ReadonlySet<string>,
  isOver: () => boolean,
): Promise<Judgement> {
  let best = found;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const make of PASSES) {
      // After each step that holds the pass begins again, as its edits are those of another document.
      for (let isOpen = true; isOpen; ) {
        isOpen = false;
        for (const edit of make(best.subject.document, kept)) {
          if (isOver()) return best;
          const smaller = await tried(best, edit, judge);
          if (smaller === undefined) continue;
          best = smaller;
          isSmaller = true;
          isOpen = true;
          break;
        }
      }
    }
  }
  return best;
}

async function tried(
  best: Judgement,
  edit: Edit,
  judge: HuntJudge,
): Promise<Judgement | undefined> {
  const { document } = best.subject;
  const draft = draftOf(document);
  edit(draft);
  const edited = documentAfter(draft);
  if (sizeOrder(sizeOf(edited), sizeOf(document)) >= 0) return undefined;
  return await judge.judge(edited, best.ratio);
}

type Pass = (document: unknown, kept: ReadonlySet<string>) => Iterable<Edit>;

function* withoutTasks(document: unknown): Generator<Edit> {
  const { tasks } = draftOf(document);
  if (tasks.length < 2) return;
  for (const t of tasks.keys()) yield (draft) => (draft.tasks[t] = undefined);
}

function* withoutLinks(document: unknown): Generator<Edit> {
  for (const [t, task] of draftOf(document).tasks.entries()) {
    const after = (task?.after ?? []) as readonly unknown[];
    for (const i of after.keys()) {
      yield (draft) => {
        draft.tasks[t]!.after = after.filter((_, k) => k !== i);
      };
    }
  }
}

/** What tables say of a resource goes with it. */
function* withoutResources(document: unknown, kept: ReadonlySet<string>): Generator<Edit> {
  const { resources } = draftOf(document);
  if (resources.length < 2 || kept.has("resources.count")) return;
  for (const [r, { id }] of resources.entries()) {
    yield (draft) => {
      draft.resources.splice(r, 1);
      for (const task of draft.tasks)
        if (isMap(task?.runtime)) delete (task.runtime as DocumentEntry)[String(id)];
    };
  }
}

/** All numbers of one sort by a half, two thirds or four fifths, and what they share. */
function* divided(document: unknown, kept: ReadonlySet<string>): Generator<Edit> {
  for (const sort of sortsOf(document, kept)) {
    const values = freeNumbers(document, kept).filter((one) => sortOf(one.key) === sort);
    const shared = values.reduce((sum, one) => divisor(sum, one.read()), 0);
    for (const [times, parts] of [[1, Math.max(1, shared)], ...FRACTIONS]) {
      yield writing(kept, sort, (value) => Math.round((value * times!) / parts!));
    }
  }
}

const FRACTIONS = [
  [1, 3],
  [1, 2],
  [2, 3],
  [4, 5],
];

/** All equal numbers of a key together. */
function* equalDown(document: unknown, kept: ReadonlySet<string>): Generator<Edit> {
  const seen = new Set<string>();
  for (const { key, least, read } of freeNumbers(document, kept)) {
    const value = read();
    if (seen.has(`${key} ${value}`)) continue;
    seen.add(`${key} ${value}`);
    for (const next of lowered(value, least)) {
      yield (draft) => {
        for (const one of numbersOf(draft)) {
          if (one.key === key && one.read() === value) one.write(next);
        }
      };
    }
  }
}

function* eachDown(document: unknown, kept: ReadonlySet<string>): Generator<Edit> {
  for (const [i, { key, least, read }] of numbersOf(draftOf(document)).entries()) {
    if (kept.has(key)) continue;
    for (const next of lowered(read(), least)) yield (draft) => numbersOf(draft)[i]!.write(next);
  }
}

/** Numbers below a value, the boldest first. */
function lowered(value: number, least: number): readonly number[] {
  const steps = [least, value >> 1, value - 1];
  return [...new Set(steps)].filter((one) => one >= least && one < value);
}

function writing(kept: ReadonlySet<string>, sort: string, next: (value: number) => number): Edit {
  return (draft) => {
    for (const one of numbersOf(draft)) {
      if (kept.has(one.key) || sortOf(one.key) !== sort) continue;
      one.write(Math.max(one.least, next(one.read())));
    }
  };
}

const PASSES: readonly Pass[] = [
  withoutTasks,
  withoutLinks,
  withoutResources,
  divided,
  equalDown,
  eachDown,
];

function freeNumbers(document: unknown, kept: ReadonlySet<string>): readonly DocumentNumber[] {
  return numbersOf(draftOf(document)).filter(({ key }) => !kept.has(key));
}

function sortsOf(document: unknown, kept: ReadonlySet<string>): readonly string[] {
  return [...new Set(freeNumbers(document, kept).map(({ key }) => sortOf(key)))];
}

/** What is counted in the same unit: times, an amount by dimension, weights, prices, copies of tasks or of resources. */
function sortOf(key: string): string {
  const [list, name, dimension] = key.split(".");
  if (name === "runtime" || name === "release") return "time";
  if (dimension !== undefined) return dimension;
  return name === "count" ? `${list}.count` : (name ?? key);
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** The document with its tasks called t1, t2, ... in their order. */
export function renumbered(document: DocumentEntry): DocumentEntry {
  const tasks = document.tasks as readonly DocumentEntry[];
  const names = new Map(tasks.map(({ id }, i) => [id, `t${i + 1}`]));
  return {
    ...document,
    tasks: tasks.map((task) => ({
      ...task,
      id: names.get(task.id),
      ...(Array.isArray(task.after) && { after: task.after.map((id) => names.get(id)) }),
    })),
  };
}
