import { type DocumentEntry, documentOf, draftOf, type EditedDocument } from "../edit/draft.ts";
import type { Random } from "../util/random.ts";
import { type DocumentNumber, numbersOf } from "./numbers.ts";
import type { HuntCandidate } from "./types.ts";

/** What changes of a document leave alone. */
export interface EditRules {
  /** Most task copies. */
  readonly tasks: number;
  readonly kept: ReadonlySet<string>;
  /** Tasks may wait for tasks before them. */
  readonly isLinked?: boolean;
}

type Step = (draft: EditedDocument, random: Random, rules: EditRules) => void;

/** A document as a candidate: each change makes one to three small steps, which may end where they began. */
export function documentCandidate(document: DocumentEntry, rules: EditRules): HuntCandidate {
  return {
    document,
    change(random) {
      const draft = draftOf(document);
      const steps = rules.isLinked === true ? [...STEPS, ...LINK_STEPS] : STEPS;
      const count = 1 + Math.floor(3 * random.unit() ** 2);
      for (let i = 0; i < count; i++) pick(steps, random)(draft, random, rules);
      const changed = documentAfter(draft);
      return copiesIn(changed.tasks) > rules.tasks
        ? documentCandidate(document, rules)
        : documentCandidate(changed, rules);
    },
  };
}

/** The document of a draft, in which a task that waits for nothing says nothing of it. */
export function documentAfter(draft: EditedDocument): DocumentEntry {
  const document = documentOf(draft);
  for (const task of document.tasks as DocumentEntry[]) {
    if (Array.isArray(task.after) && task.after.length === 0) delete task.after;
  }
  return document;
}

/** How many copies a list of entries stands for. */
export function copiesIn(entries: unknown): number {
  return (entries as readonly DocumentEntry[]).reduce(
    (sum, { count = 1 }) => sum + (count as number),
    0,
  );
}

/** One of a list that is not empty. */
export function pick<T>(items: readonly T[], random: Random): T {
  return items[random.int(0, items.length - 1)]!;
}

/** A number of the draft that may change, and all that it may be compared with. */
function drawNumber(draft: EditedDocument, random: Random, { kept }: EditRules) {
  const all = numbersOf(draft).filter(({ key }) => !kept.has(key));
  const one = all.length === 0 ? undefined : pick(all, random);
  return one === undefined ? undefined : { one, peers: all.filter(({ key }) => key === one.key) };
}

/** What no number passes: an instance to be looked at has small ones, and some ratios grow with them for ever. */
const MOST = 99;

/** A step that writes one number: never below its least. */
function writing(
  next: (value: number, peers: readonly DocumentNumber[], random: Random) => number,
): Step {
  return (draft, random, rules) => {
    const drawn = drawNumber(draft, random, rules);
    if (drawn === undefined) return;
    const { one, peers } = drawn;
    one.write(Math.min(MOST, Math.max(one.least, next(one.read(), peers, random))));
  };
}

const unitUp = writing((value) => value + 1);
const unitDown = writing((value) => value - 1);
const leap = writing((value, _, random) => {
  const most = Math.max(1, value >> 2);
  return value + random.int(-most, most);
});
const equal = writing((_, peers, random) => pick(peers, random).read());
const anew = writing((_, peers, random) =>
  random.int(1, Math.max(1, ...peers.map((peer) => peer.read()))),
);
/** A half, a third, two thirds or the double of another one. */
const simple = writing((_, peers, random) => {
  const [times, parts] = pick(RATIOS, random);
  return Math.round((times * pick(peers, random).read()) / parts);
});
const RATIOS = [
  [1, 2],
  [1, 3],
  [2, 3],
  [2, 1],
] as const;

const copyTask: Step = ({ tasks }, random) => {
  const one = pick(tasks, random);
  if (one !== undefined) tasks.push({ ...structuredClone(one), id: freeId(tasks) });
};

const dropTask: Step = ({ tasks }, random) => {
  if (tasks.filter((task) => task !== undefined).length < 2) return;
  tasks[random.int(0, tasks.length - 1)] = undefined;
};

/** Two tasks change places: lists that keep the order of the instance are led astray by it. */
const swapTasks: Step = ({ tasks }, random) => {
  const [i, j] = [random.int(0, tasks.length - 1), random.int(0, tasks.length - 1)];
  [tasks[i], tasks[j]] = [tasks[j], tasks[i]];
};

const STEPS: readonly Step[] = [
  ...[unitUp, unitUp, unitDown, unitDown, leap, equal, equal, anew, simple],
  ...[copyTask, copyTask, dropTask, dropTask, swapTasks],
];

/** A task waits for one that it did not wait for, or no longer; no cycle can come of what stands before it by its number. */
const link: Step = ({ tasks }, random) => {
  const there = tasks.filter((task) => task !== undefined);
  const [one, other] = [pick(there, random), pick(there, random)];
  if (numberOf(other) >= numberOf(one)) return;
  const after = (one.after ?? []) as readonly unknown[];
  const left = after.filter((id) => id !== other.id);
  one.after = left.length < after.length ? left : [...after, other.id];
};

const LINK_STEPS: readonly Step[] = [link, link, link];

function numberOf({ id }: DocumentEntry): number {
  return Number.parseInt(String(id).slice(1), 10);
}

function freeId(tasks: readonly (DocumentEntry | undefined)[]): string {
  const numbers = tasks.map((task) => (task === undefined ? 0 : numberOf(task)));
  return `t${1 + Math.max(0, ...numbers)}`;
}
